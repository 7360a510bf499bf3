/** Chinese for a browser on a machine without Chinese fonts: the npm fonts as TrueType, and a fontconfig that names them. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cachedFolder, packageFolder } from './unpacked.ts';
import { fontFromWoff } from './woff.ts';

/** The npm packages, their weights as CSS counts them and as fontconfig does. Letters are set in the serif, everything else in the sans. */
const FACES = [
  { stem: 'noto-sans-sc', family: 'Noto Sans SC', weights: { 400: 80, 500: 100, 600: 180, 700: 200 } },
  { stem: 'noto-serif-sc', family: 'Noto Serif SC', weights: { 400: 80, 700: 200, 900: 210 } },
] as const;
const SUBSETS = { 'chinese-simplified': '', latin: ' Latin' } as const;
/** What pages ask for first on the machines of their readers. */
const ASKED_FOR = {
  'Noto Sans SC': ['sans-serif', 'system-ui', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC'],
  'Noto Serif SC': ['serif', 'Noto Serif CJK SC'],
} as const;
/** Raise it when the configuration below changes, so that no machine keeps an older one. */
const EDITION = '2';
const CJK_FILE = /cjk|wqy|sourcehan|notosans(sc|hans)|pingfang|simsun|yahei/i;

/** What fc-list says; undefined where there is none. */
const listedFonts = (): Promise<string | undefined> =>
  new Promise((resolve) => {
    execFile('fc-list', [':lang=zh', 'file'], (fault, listed) => {
      resolve(fault === null ? listed : undefined);
    });
  });

/** fc-list knows; where there is none, the names of the files do. */
const systemHasChinese = async (): Promise<boolean> => {
  if (process.platform !== 'linux') return true;
  const listed = await listedFonts();
  if (listed !== undefined) return listed.trim() !== '';
  const folders = ['/usr/share/fonts', '/usr/local/share/fonts'].filter((folder) => existsSync(folder));
  const files = await Promise.all(folders.map((folder) => readdir(folder, { recursive: true, encoding: 'utf8' })));
  return files.flat().some((file) => CJK_FILE.test(file));
};

/** Every file that is taken from npm, with what it is to be called. */
const files = FACES.flatMap(({ stem, family, weights }) =>
  Object.entries(SUBSETS).flatMap(([subset, suffix]) =>
    Object.entries(weights).map(([weight, known]) => ({
      stem,
      name: `${stem}-${subset}-${weight}`,
      family: family + suffix,
      weight,
      known,
    })),
  ),
);

const xml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** The files' own family names are odd ("Noto Sans SC Thin", every weight alike), so each is told its name and weight. */
const configuration = (folder: string | undefined, ours: boolean): string => {
  const named = files.map(
    ({ name, family, weight, known }) => `  <match target="scan">
    <test name="file" compare="contains"><string>${name}</string></test>
    <edit name="family" mode="assign_replace"><string>${family}</string></edit>
    <edit name="fullname" mode="assign_replace"><string>${family} ${weight}</string></edit>
    <edit name="weight" mode="assign_replace"><int>${String(known)}</int></edit>
  </match>`,
  );
  const aliases = Object.entries(ASKED_FOR).flatMap(([ours, asked]) =>
    asked.map(
      (family) => `  <alias binding="same"><family>${family}</family><prefer>
    <family>${ours}${SUBSETS.latin}</family><family>${ours}</family></prefer></alias>`,
    ),
  );
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
${folder === undefined ? '' : `  <dir>${xml(folder)}</dir>\n`}  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
${ours ? [...named, ...aliases].join('\n') : ''}
</fontconfig>
`;
};

/** Where the Chinese comes from, and what the browser's environment needs so that it is drawn. */
export type ChineseFonts = { readonly from: string; readonly env: Readonly<Record<string, string>> };

const versionOf = async (stem: string): Promise<string> => {
  const text = await readFile(path.join(packageFolder(`@fontsource/${stem}`), 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
};

const unpack = async (made: string, folder: string | undefined, ours: boolean): Promise<void> => {
  await mkdir(path.join(made, 'fonts'));
  if (ours)
    for (const { stem, name } of files) {
      const woff = await readFile(path.join(packageFolder(`@fontsource/${stem}`), 'files', `${name}-normal.woff`));
      await writeFile(path.join(made, 'fonts', `${name}.ttf`), fontFromWoff(woff));
    }
  await writeFile(path.join(made, 'fonts.conf'), configuration(folder, ours));
  await chmod(made, 0o755);
};

/**
 * The system's fonts if it has Chinese ones, else those that came with npm; and before both those in `folder`, where an
 * operator keeps fonts that may not be given away with a program (小标宋, 仿宋_GB2312).
 */
export const chineseFonts = async (folder?: string): Promise<ChineseFonts> => {
  const ours = !(await systemHasChinese());
  if (!ours && folder === undefined) return { from: 'the system', env: {} };
  const versions = await Promise.all(FACES.map(({ stem }) => versionOf(stem)));
  const own = folder === undefined ? '' : `-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
  const kept = await cachedFolder(`noto-sc-${versions.join('-')}-${EDITION}${ours ? '' : '-system'}${own}`, (made) =>
    unpack(made, folder, ours),
  );
  const from = ours
    ? `@fontsource/noto-sans-sc ${versions[0] ?? ''}, noto-serif-sc ${versions[1] ?? ''}`
    : 'the system';
  return {
    from: folder === undefined ? from : `${folder}, ${from}`,
    env: { FONTCONFIG_FILE: path.join(kept, 'fonts.conf') },
  };
};
