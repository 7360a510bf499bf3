/**
 * The faces an official letter names. The first of each are what offices have and may not be given away with a program; the
 * operator puts them into the folder of fonts. The last are open, and stand in. Pure.
 */
export const FACES = {
  /** 小标宋: mark and title. */
  title: ['方正小标宋简体', 'FZXiaoBiaoSong-B05S', '方正小标宋_GBK', 'FZXiaoBiaoSong-B05'],
  /** 仿宋: the body. */
  body: [
    '仿宋_GB2312',
    'FangSong_GB2312',
    '仿宋',
    'FangSong',
    'FandolFang R',
    'FandolFang',
    'Zhuque Fangsong (technical preview)',
  ],
  /** 黑体: first level. */
  first: ['黑体', 'SimHei', 'FandolHei'],
  /** 楷体: second level, the signer's name. */
  second: ['楷体_GB2312', 'KaiTi_GB2312', '楷体', 'KaiTi', 'FandolKai'],
  /** 宋体: page numbers. */
  page: ['宋体', 'SimSun', 'FandolSong'],
} as const;
export type Face = keyof typeof FACES;

const SERIF = ['Noto Serif CJK SC', 'Noto Serif SC Latin', 'Noto Serif SC', 'Source Han Serif SC', 'serif'];
const SANS = ['Noto Sans CJK SC', 'Noto Sans SC Latin', 'Noto Sans SC', 'Source Han Sans SC', 'sans-serif'];

/** The list of a face for a style sheet. */
export const familyOf = (face: Face): string =>
  [...FACES[face], ...(face === 'first' ? SANS : SERIF)]
    .map((name) => (name === 'serif' || name === 'sans-serif' ? name : `'${name}'`))
    .join(', ');

/** What a word processor is told: the name an office knows. */
export const wordFont = (face: Face): string => FACES[face][0];

/** For a word processor's list of fonts: each name, and the names of what stands in for it. */
export const FACE_NAMES: readonly (readonly [string, readonly string[]])[] = Object.values(FACES).map(
  ([name, ...others]) => [name, others],
);
