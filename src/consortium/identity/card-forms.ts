/**
 * How the numbers of a resident's cards are written, as dated data (law 6). What is `verified` is refused where it does not fit; of
 * the others the form was put down from common knowledge without the issuing rule at hand, so whoever has the paper in hand
 * may say that the number is as printed.
 */
const SID = 'https://kanglian.org/fhir/sid';

export const CARD_KINDS = [
  'identity-number',
  'residence-permit',
  'foreign-permanent-residence',
  'passport',
  'birth-certificate',
  'health-card',
  'insurance-credential',
  'health-record-number',
  'temporary-number',
  'local-number',
] as const;
export type CardKind = (typeof CARD_KINDS)[number];

export type CardForm = {
  /** The whole number, in capitals and without blanks. */
  readonly form: RegExp;
  /** Where the number says more than itself: its check digit, birth date and sex by GB 11643 (`gb-11643`), or the birth date alone. */
  readonly says?: 'gb-11643' | 'birth-date';
  readonly source: string;
  readonly validFrom: string;
  readonly verified: boolean;
};

export const CARD_FORMS: Readonly<Record<CardKind, CardForm>> = {
  'identity-number': {
    form: /^\d{17}[\dX]$/,
    says: 'gb-11643',
    source: 'GB 11643-1999 公民身份号码',
    validFrom: '1999-10-01',
    verified: true,
  },
  'residence-permit': {
    form: /^8[123]0000\d{11}[\dX]$/,
    says: 'gb-11643',
    source: '港澳台居民居住证申领发放办法（国办发〔2018〕81号），号码按GB 11643编制；未对照原文',
    validFrom: '2018-09-01',
    verified: false,
  },
  'foreign-permanent-residence': {
    form: /^([A-Z]{3}\d{12}|9\d{16}[\dX])$/,
    says: 'birth-date',
    source: '外国人永久居留身份证15位旧版与18位新版的号码式样；未对照原文',
    validFrom: '2023-12-01',
    verified: false,
  },
  passport: {
    form: /^[A-Z0-9]{1,9}$/,
    source: 'ICAO Doc 9303-4，护照机读区证件号码至多9位；未对照原文',
    validFrom: '2021-01-01',
    verified: false,
  },
  'birth-certificate': {
    form: /^[A-Z]\d{9}$/,
    source: '出生医学证明编号为1位字母和9位数字；未对照原文',
    validFrom: '2019-01-01',
    verified: false,
  },
  'health-card': {
    form: /^[A-Z0-9-]{4,64}$/,
    source: '平台默认值，待区域按本地电子健康卡核定',
    validFrom: '2026-11-30',
    verified: false,
  },
  'insurance-credential': {
    form: /^[A-Z0-9-]{4,64}$/,
    source: '平台默认值，待区域按本地医保电子凭证核定',
    validFrom: '2026-11-30',
    verified: false,
  },
  'health-record-number': {
    form: /^\d{17}$/,
    source: '国家基本公共卫生服务规范（第三版），居民健康档案17位编码；未对照原文',
    validFrom: '2017-02-28',
    verified: false,
  },
  'temporary-number': {
    form: /^[A-Z0-9-]{2,40}$/,
    source: '平台默认值',
    validFrom: '2026-11-30',
    verified: false,
  },
  'local-number': {
    form: /^[\p{L}\p{N}./-]{1,64}$/u,
    source: '各机构自编，平台不作规定',
    validFrom: '2026-11-30',
    verified: false,
  },
};

const LOCAL = `${SID}/local-number/`;

/** The identifier system of a kind; a number a house gives itself is its own. */
export const systemOf = (kind: CardKind, organisation: string): string =>
  kind === 'local-number' ? `${LOCAL}${organisation}` : `${SID}/${kind}`;

/** Null for a system that is none of ours. */
export const kindOf = (system: string): CardKind | null =>
  system.startsWith(LOCAL)
    ? 'local-number'
    : (CARD_KINDS.find((kind) => kind !== 'local-number' && systemOf(kind, '') === system) ?? null);
