import { codeOf, isDatabaseBusy, isDatabaseGone, isGuardFailure } from './postgres/faults.ts';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';
import type { Language } from './words.ts';

/** `{name}` in a sentence is filled from the refusal's values; a function is called with them. */
export type Sentence = string | ((values: Readonly<Record<string, string | number>>) => string);

/** How one refusal reads and travels. `issue` is a code of http://hl7.org/fhir/ValueSet/issue-type, for `/fhir`. */
export type ErrorEntry = {
  readonly status: number;
  readonly issue?: string;
  readonly zh: Sentence;
  readonly en: Sentence;
};
export type ErrorWords = Readonly<Record<string, ErrorEntry>>;

/** The one table that maps refusals to the wire. */
export type ErrorTable = {
  readonly has: (code: string) => boolean;
  readonly statusOf: (code: string) => number;
  readonly issueOf: (code: string) => string;
  readonly sentence: (refusal: Refusal, language: Language) => string;
};

const ISSUES: Readonly<Record<number, string>> = {
  400: 'invalid',
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-supported',
  408: 'transient',
  409: 'conflict',
  410: 'deleted',
  412: 'conflict',
  413: 'too-long',
  415: 'not-supported',
  422: 'processing',
  429: 'throttled',
  503: 'transient',
};

const fill = (sentence: Sentence, values: Refusal['values']): string =>
  typeof sentence === 'function'
    ? sentence(values ?? {})
    : sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values?.[name] ?? place));

/**
 * Joins the tables of platform, consortium, engines and capabilities.
 * @throws when two tables give the same code: one refusal has one sentence.
 */
export const errorTable = (...tables: readonly ErrorWords[]): ErrorTable => {
  const entries = new Map<string, ErrorEntry>();
  const all: readonly ErrorWords[] = [PLATFORM_ERRORS, ...tables];
  for (const table of all)
    for (const [code, entry] of Object.entries(table)) {
      if (entries.has(code)) throw new Error(`two sentences for the refusal "${code}"`);
      entries.set(code, entry);
    }
  const unknown: ErrorEntry = { status: 422, zh: '无法办理（{code}）。', en: 'This cannot be done ({code}).' };
  return {
    has: (code) => entries.has(code),
    statusOf: (code) => (entries.get(code) ?? unknown).status,
    issueOf: (code) => {
      const entry = entries.get(code) ?? unknown;
      return entry.issue ?? ISSUES[entry.status] ?? 'exception';
    },
    sentence: ({ refused, values }, language) =>
      fill((entries.get(refused) ?? unknown)[language], { ...values, code: refused }),
  };
};

/** `refusals(409, { code: ['中文', 'English'], … })`: a table whose rows share one status. */
export const refusals = (
  status: number,
  sentences: Readonly<Record<string, readonly [Sentence, Sentence]>>,
): ErrorWords => Object.fromEntries(Object.entries(sentences).map(([code, [zh, en]]) => [code, { status, zh, en }]));

export const PLATFORM_ERRORS = {
  'not-signed-in': {
    status: 401,
    zh: '尚未登录或登录已失效，请重新登录。',
    en: 'You are not signed in, or no longer. Please sign in.',
  },
  'not-entered': {
    status: 401,
    zh: '请先输入提取码。提取码在短信或医生给您的单子上。',
    en: 'Please enter the code first. It is in the message or on the paper your doctor gave you.',
  },
  'no-role': { status: 403, zh: '请先选择岗位。', en: 'Please choose the role you act in first.' },
  'not-for-clients': {
    status: 403,
    zh: '此功能只供工作人员使用，接口账号不能使用。',
    en: 'This is for people in a role; service clients cannot use it.',
  },
  'clients-only': {
    status: 403,
    zh: '此接口只供接口账号使用。',
    en: 'This is for service clients with a bearer token.',
  },
  'page-out-of-date': {
    status: 403,
    zh: '页面已过期，请刷新后再试；已填写的内容会保留为草稿。',
    en: 'This page is out of date. Reload it and try again; what you typed is kept as a draft.',
  },
  'no-such-address': { status: 404, zh: '没有这个地址。', en: 'There is nothing at this address.' },
  'malformed-json': {
    status: 400,
    issue: 'structure',
    zh: '提交的内容不是有效的 JSON。',
    en: 'What was sent is not valid JSON.',
  },
  'not-utf8': {
    status: 400,
    issue: 'structure',
    zh: '提交的内容不是有效的 UTF-8 文本。',
    en: 'What was sent is not valid UTF-8 text.',
  },
  'malformed-request': { status: 400, zh: '请求格式不正确。', en: 'The request is malformed.' },
  'invalid-request': {
    status: 400,
    issue: 'value',
    zh: '填写的内容有误：{where} {what}',
    en: 'Something is wrong with what was sent: {where} {what}',
  },
  'too-large': {
    status: 413,
    zh: '提交的内容过大，最多 {megabytes} MB。',
    en: 'What was sent is too large; the most is {megabytes} MB.',
  },
  'unsupported-media-type': {
    status: 415,
    zh: '不支持这种内容类型，请以 JSON 提交。',
    en: 'This content type is not supported; please send JSON.',
  },
  'unsupported-upload': {
    status: 415,
    zh: '请上传 Excel 工作簿（.xlsx）。',
    en: 'Send an Excel workbook (.xlsx).',
  },
  'unsupported-encoding': {
    status: 415,
    zh: '请求正文只能不压缩，或用 gzip 压缩（Content-Encoding: gzip）。',
    en: 'A body is sent as it is or packed with gzip (Content-Encoding: gzip).',
  },
  'not-gzip': {
    status: 400,
    zh: '请求正文声明为 gzip 压缩，但无法解开。',
    en: 'The body is said to be packed with gzip but cannot be unpacked.',
  },
  'body-too-slow': {
    status: 408,
    zh: '请求正文传送过慢，已中止；请分成几个较小的包提交。',
    en: 'The body arrived too slowly and was given up; send it as several smaller ones.',
  },
  'too-many-requests': {
    status: 429,
    zh: '请求过于频繁，请 {seconds} 秒后再试。',
    en: 'Too many requests; please try again in {seconds} seconds.',
  },
  'too-many-at-once': {
    status: 429,
    zh: '同时进行的大请求过多，请 {seconds} 秒后再试。',
    en: 'Too many large requests are under way; please try again in {seconds} seconds.',
  },
  'moved-on': {
    status: 409,
    zh: '办理期间情况已有变化，本次操作未生效，请刷新后再试。',
    en: 'Things changed while you were working, so nothing was done. Please reload and try again.',
  },
  'database-gone': {
    status: 503,
    zh: '数据库暂时连接不上，本次操作未生效，请稍后再试。',
    en: 'The database cannot be reached at the moment and nothing was done. Please try again shortly.',
  },
  'outcome-unknown': {
    status: 503,
    zh: '提交时数据库连接中断，尚不能确认是否已生效；请用同一操作重试，系统不会重复办理。',
    en: 'The connection to the database was lost while committing, so it is not certain whether this was done. Send the same request again: it will not be done twice.',
  },
  'database-busy': {
    status: 503,
    zh: '系统繁忙，本次操作未生效，请稍后再试。',
    en: 'The system is busy and nothing was done. Please try again shortly.',
  },
  'storage-full': {
    status: 503,
    zh: '服务器磁盘空间不足，本次操作未生效，请通知管理员。',
    en: 'The server has run out of disk space and nothing was done. Please tell the administrator.',
  },
  'not-ready': { status: 503, zh: '系统正在启动，请稍候。', en: 'The system is starting; please wait.' },
  fault: {
    status: 500,
    zh: '系统内部错误，已记录（编号 {reference}）。',
    en: 'Something went wrong inside; it has been recorded ({reference}).',
  },
} as const satisfies ErrorWords;

/** Faults that a reader can be told something useful about; undefined for the rest, which are recorded and answered 500. */
export const refusalOfFault = (fault: unknown, limits: { readonly megabytes: number }): Refusal | undefined => {
  if (isDatabaseGone(fault)) return refuse(fault.outcome === 'unknown' ? 'outcome-unknown' : 'database-gone');
  if (isDatabaseBusy(fault)) return refuse('database-busy');
  if (isGuardFailure(fault)) return refuse('moved-on');
  switch (codeOf(fault)) {
    case '53100':
      return refuse('storage-full');
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return refuse('too-large', limits);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_EMPTY_TYPE':
      return refuse('unsupported-media-type');
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return refuse('malformed-json');
    case 'KL_ENCODING':
      return refuse('unsupported-encoding');
    case 'KL_NOT_GZIP':
      return refuse('not-gzip');
    case 'KL_BODY_SLOW':
      return refuse('body-too-slow');
    case 'KL_BODIES_WAITING':
      return refuse('database-busy');
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return refuse('not-utf8');
    default:
      return undefined;
  }
};
