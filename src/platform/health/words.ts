import { words } from '../words.ts';
import type { Language } from '../words.ts';

type Values = Readonly<Record<string, string>>;

/** What is wrong with a running installation, as `/readyz` tells whoever runs it. */
export const HEALTH_WORDS = words(
  {
    'database-gone': (_: Values) => '数据库连接不上。',
    'schema-behind': (v: Values) => `数据库结构尚未升级（${v.migrations ?? ''}），请重新启动。`,
    'schema-ahead': (v: Values) => `数据库已由更新版本的康联升级（${v.migrations ?? ''}），请把本进程也升级。`,
    'disk-full': (v: Values) => `${v.folder ?? ''} 所在磁盘只剩 ${v.free ?? ''} MB，即将无法写入。`,
    'disk-short': (v: Values) => `${v.folder ?? ''} 所在磁盘只剩 ${v.free ?? ''} MB，请腾出空间。`,
    'clock-skew': (v: Values) => `本机时钟与数据库相差 ${v.seconds ?? ''} 秒，请校时。`,
    'outbox-stuck': (v: Values) => `有 ${v.waiting ?? ''} 个事件未发出，最早的已等 ${v.seconds ?? ''} 秒。`,
    'no-leader': (_: Values) => '没有进程负责后台工作（时限、预占、通知）。',
    'job-late': (v: Values) => `后台工作“${v.job ?? ''}”已 ${v.seconds ?? ''} 秒没有完成过。`,
    'job-failing': (v: Values) => `后台工作“${v.job ?? ''}”连续失败 ${v.failures ?? ''} 次（${v.code ?? ''}）。`,
    'archive-failing': (v: Values) => `日志归档失败，最早未归档的是 ${v.segment ?? ''}；在修好之前数据盘会越来越满。`,
    'archive-off': (_: Values) => '数据库没有在归档日志，请重新启动。',
  },
  {
    'database-gone': () => 'The database cannot be reached.',
    'schema-behind': (v) => `The database lacks migrations of this program (${v.migrations ?? ''}); start again.`,
    'schema-ahead': (v) =>
      `A newer Kanglian has migrated the database (${v.migrations ?? ''}); update this process too.`,
    'disk-full': (v) => `The disk that holds ${v.folder ?? ''} has ${v.free ?? ''} MB left; writing is about to fail.`,
    'disk-short': (v) => `The disk that holds ${v.folder ?? ''} has ${v.free ?? ''} MB left; make room.`,
    'clock-skew': (v) =>
      `The clocks of this machine and of the database differ by ${v.seconds ?? ''} s; set them right.`,
    'outbox-stuck': (v) => `${v.waiting ?? ''} events are not sent on; the oldest has waited ${v.seconds ?? ''} s.`,
    'no-leader': () => 'No process does the work behind the requests (clocks, holds, notices).',
    'job-late': (v) => `The job "${v.job ?? ''}" has not ended for ${v.seconds ?? ''} s.`,
    'job-failing': (v) => `The job "${v.job ?? ''}" has failed ${v.failures ?? ''} times in a row (${v.code ?? ''}).`,
    'archive-failing': (v) =>
      `The log cannot be archived; the oldest segment waiting is ${v.segment ?? ''}. The data disk fills until this is mended.`,
    'archive-off': () => 'The database does not archive its log; start again.',
  },
);

export type ProblemCode = keyof (typeof HEALTH_WORDS)['zh'];

/** `stops`: this process cannot do its work now and is not to be sent requests. `warns`: it works, somebody must look. */
export type Problem = {
  readonly code: ProblemCode;
  readonly severity: 'stops' | 'warns';
  readonly values: Values;
};

export const problemSentence = ({ code, values }: Problem, language: Language): string =>
  HEALTH_WORDS[language][code](values);
