import { words } from './words.ts';
import type { Language } from './words.ts';

type Values = Readonly<Record<string, string>>;

/** What a person at the terminal reads when a start, a backup or a restore cannot go on. One sentence each. */
export const startWords = words(
  {
    'start.flag': (v: Values) => `不认识的参数 ${v.flag ?? ''}。`,
    'start.value-missing': (v: Values) => `参数 ${v.flag ?? ''} 缺少取值。`,
    'start.port': (v: Values) => `端口 PORT 应为 0 到 65535 的整数，现为“${v.value ?? ''}”。`,
    'start.host': (v: Values) => `地址 HOST 应为 IP 地址或主机名，现为“${v.value ?? ''}”。`,
    'start.data-dir': () => '数据目录 DATA_DIR 不能为空。',
    'start.database-url': () => 'DATABASE_URL 应以 postgresql:// 开头，并写明主机和数据库名。',
    'start.region': (v: Values) => `区域 REGION 只能用小写字母、数字和下划线并以字母开头，现为“${v.value ?? ''}”。`,
    'start.demonstration-cases': (v: Values) =>
      `演示转诊单数 DEMONSTRATION_CASES 应为 0 到 2000 的整数，现为“${v.value ?? ''}”。`,
    'start.residents': (v: Values) => `居民数 RESIDENTS 应为 0 到 10000000 的整数，现为“${v.value ?? ''}”。`,
    'start.number': (v: Values) => `${v.name ?? ''} 应为正整数，现为“${v.value ?? ''}”。`,
    'start.workers': (v: Values) => `进程数 WORKERS 应为 1 到 16 的整数，现为“${v.value ?? ''}”。`,
    'start.worker-ended': () => '有一个工作进程没能启动，原因见上。',
    'start.address': (v: Values) => `--address 应为 http://主机:端口，现为“${v.value ?? ''}”。`,
    'start.language': (v: Values) => `--language 只能是 zh 或 en，现为“${v.value ?? ''}”。`,
    'start.web-address': (v: Values) => `${v.name ?? ''} 应以 http:// 或 https:// 开头。`,
    'start.secret-file': (v: Values) => `读不到 ${v.name ?? ''} 指定的文件，或其中没有内容。`,
    'start.secret-open': (v: Values) =>
      `密钥文件 ${v.file ?? ''} 其他用户也能读写，请改为仅本用户可读（chmod 600），并更换其中的密钥。`,
    'start.secret-in-flags': () =>
      '命令行里不能写密码，同机的人都能看到；请用环境变量 DATABASE_URL 或 DATABASE_URL_FILE。',
    'start.login': (v: Values) => `登录名只能用字母、数字和 . _ @ -，2 到 60 位，现为“${v.value ?? ''}”。`,
    'start.token-needs': () =>
      '发放令牌须写明 --client 名称 和 --scope 范围，例如 --client his --scope system/*.cruds。',
    'start.file-needed': (v: Values) => `${v.flag ?? ''} 后须写明备份的位置。`,
    'start.port-used': (v: Values) => `端口 ${v.port ?? ''} 已被占用，请先停止占用它的程序，或用 --port 换一个端口。`,
    'start.port-denied': (v: Values) => `没有权限使用端口 ${v.port ?? ''}，请用 --port 换一个 1024 以上的端口。`,
    'start.host-unavailable': (v: Values) => `本机没有地址 ${v.host ?? ''}，请检查 HOST。`,
    'start.data-folder': (v: Values) =>
      `数据目录 ${v.folder ?? ''} 无法建立或写入（${v.reason ?? ''}），请检查路径和权限。`,
    'start.data-folder-closed': (v: Values) =>
      `数据库以 nobody 用户运行，进不了数据目录 ${v.folder ?? ''}：请放开上级目录的进入权限（chmod o+x），或用 --data-dir 换一个目录。`,
    'start.disk-full': (v: Values) => `${v.folder ?? ''} 所在磁盘空间不足，请腾出空间后再启动。`,
    'start.disk-short': (v: Values) =>
      `${v.folder ?? ''} 所在磁盘只剩 ${v.free ?? ''} MB，至少需要 ${v.needed ?? ''} MB，请腾出空间后再启动。`,
    'start.no-nobody': () =>
      '以 root 运行时数据库须换用 nobody 用户，但本机没有该用户；请建立该用户，或改用普通用户启动。',
    'start.no-engine': (v: Values) =>
      `本平台（${v.platform ?? ''}）没有自带的 PostgreSQL，请用 DATABASE_URL 指定一个 PostgreSQL 15 或更新的数据库。`,
    'start.engine-unreachable': (v: Values) =>
      `数据库用户不能执行 ${v.folder ?? ''} 中的程序，请检查该目录是否禁止执行（noexec）。`,
    'start.database-not-made': (v: Values) => `未能在 ${v.folder ?? ''} 建立数据库。`,
    'start.database-silent': (v: Values) => `数据库在规定时间内没有启动成功，原因见 ${v.log ?? ''}。`,
    'start.database-ends': (v: Values) => `数据库每次启动都随即退出：${v.why ?? ''}。详见 ${v.log ?? ''}。`,
    'start.wrong-password': (v: Values) =>
      `${v.folder ?? ''} 中的数据库与数据目录里的密码不符，请恢复原来的 secrets 目录。`,
    'start.other-major': (v: Values) =>
      `数据由 PostgreSQL ${v.found ?? ''} 写成，本程序自带 ${v.ours ?? ''}，请先用原版本备份再迁移。`,
    'start.not-ours': (v: Values) => `${v.folder ?? ''} 属于另一个系统用户，请用原来的用户启动。`,
    'start.database-unreachable': (v: Values) =>
      `连接不上 DATABASE_URL 指定的数据库（${v.reason ?? ''}），请检查地址、账号和网络。`,
    'start.old-server': (v: Values) => `数据库是 PostgreSQL ${v.version ?? ''}，需要 15 或更新的版本。`,
    'start.newer-schema': (v: Values) =>
      `数据库由更新版本的康联建立（${v.unknown ?? ''}），请升级程序后再启动；数据未作改动。`,
    'start.no-rights': () => 'DATABASE_URL 的账号权限不足：须能建立模式、扩展和角色。',
    'start.own-tools': () => '外部数据库请用它自己的工具备份和恢复（pg_basebackup、pg_dump、pg_restore）。',
    'start.audit': (v: Values) => `不认识 --audit ${v.value ?? ''}，应为 verify。`,
    'backup.exists': (v: Values) => `${v.folder ?? ''} 已存在且不是空目录，未作备份。`,
    'backup.not-running': () => '没有找到数据库，无可备份。',
    'backup.target': (v: Values) => `不能写入 ${v.folder ?? ''}（${v.reason ?? ''}）。`,
    'restore.not-empty': (v: Values) =>
      `数据目录 ${v.folder ?? ''} 中已有数据库，未作恢复；请换一个空目录（--data-dir）。`,
    'restore.no-backup': (v: Values) => `${v.folder ?? ''} 不是完整的备份。`,
    'restore.damaged': (v: Values) => `备份已损坏：${v.file ?? ''} 与清单中的摘要不符，未作恢复。`,
    'restore.other-version': (v: Values) => `备份由 PostgreSQL ${v.found ?? ''} 写成，本程序自带 ${v.ours ?? ''}。`,
    'archive.closed': (v: Values) =>
      `数据库用户不能写入日志归档目录 ${v.folder ?? ''}（${v.reason ?? ''}），请检查路径和权限，或另选 WAL_ARCHIVE。`,
    'archive.own-tools': () => '外部数据库的日志归档请用它自己的设置（archive_command），不要设 WAL_ARCHIVE。',
    'restore.at': (v: Values) => `--at 应为带时区的时刻，如 2026-11-30T10:15:00+08:00，现为“${v.value ?? ''}”。`,
    'restore.archive-needed': () => '恢复到某一时刻需要日志归档，请用 WAL_ARCHIVE 或 --wal-archive 指明它的目录。',
    'restore.no-log': () => '这份备份是在没有日志归档时做的，只能恢复到备份的时刻（去掉 --at）。',
    'restore.no-archive': (v: Values) => `${v.folder ?? ''} 中没有这份备份的日志（${v.part ?? ''}），未作恢复。`,
    'restore.before-backup': (v: Values) =>
      `这份备份完成于 ${v.at ?? ''}，不能恢复到更早的时刻，未作恢复；请用更早的备份。`,
    'restore.after-archive': (v: Values) =>
      `归档的日志最后一次提交是 ${v.until ?? ''}，到不了所要的时刻，未作恢复；请选这个时刻或更早的。`,
    'token.not-running': (v: Values) => `${v.folder ?? ''} 中没有正在运行的康联，请先用 npm start 启动。`,
  },
  {
    'start.flag': (v) => `There is no option ${v.flag ?? ''}.`,
    'start.value-missing': (v) => `The option ${v.flag ?? ''} needs a value.`,
    'start.port': (v) => `PORT must be a whole number from 0 to 65535, not "${v.value ?? ''}".`,
    'start.host': (v) => `HOST must be an IP address or a host name, not "${v.value ?? ''}".`,
    'start.data-dir': () => 'DATA_DIR must not be empty.',
    'start.database-url': () => 'DATABASE_URL must begin with postgresql:// and name a host and a database.',
    'start.region': (v) =>
      `REGION may hold lower-case letters, digits and _ and begins with a letter; it is "${v.value ?? ''}".`,
    'start.demonstration-cases': (v) =>
      `DEMONSTRATION_CASES must be a whole number from 0 to 2000, not "${v.value ?? ''}".`,
    'start.residents': (v) => `RESIDENTS must be a whole number from 0 to 10000000, not "${v.value ?? ''}".`,
    'start.number': (v) => `${v.name ?? ''} must be a whole number above 0, not "${v.value ?? ''}".`,
    'start.workers': (v) => `WORKERS must be a whole number from 1 to 16, not "${v.value ?? ''}".`,
    'start.worker-ended': () => 'A worker did not start; the reason is above.',
    'start.address': (v) => `--address must be http://host:port, not "${v.value ?? ''}".`,
    'start.language': (v) => `--language is zh or en, not "${v.value ?? ''}".`,
    'start.web-address': (v) => `${v.name ?? ''} must begin with http:// or https://.`,
    'start.secret-file': (v) => `The file named by ${v.name ?? ''} cannot be read or is empty.`,
    'start.secret-open': (v) =>
      `Others than its owner may read or write the secret file ${v.file ?? ''}: make it chmod 600 and change the secret in it.`,
    'start.secret-in-flags': () =>
      'A password does not belong on a command line, where everybody on this machine sees it; use DATABASE_URL or DATABASE_URL_FILE.',
    'start.login': (v) => `A login is 2 to 60 letters, digits or . _ @ -, not "${v.value ?? ''}".`,
    'start.token-needs': () =>
      'A token needs --client NAME and --scope SCOPE, for example --client his --scope system/*.cruds.',
    'start.file-needed': (v) => `${v.flag ?? ''} needs the place of the backup.`,
    'start.port-used': (v) =>
      `Port ${v.port ?? ''} is in use; stop the program that uses it or choose another with --port.`,
    'start.port-denied': (v) => `Port ${v.port ?? ''} may not be used; choose one above 1024 with --port.`,
    'start.host-unavailable': (v) => `This machine has no address ${v.host ?? ''}; check HOST.`,
    'start.data-folder': (v) =>
      `The data folder ${v.folder ?? ''} cannot be made or written (${v.reason ?? ''}); check its path and permissions.`,
    'start.data-folder-closed': (v) =>
      `The database runs as the user nobody, who cannot enter the data folder ${v.folder ?? ''}: open the folders above it (chmod o+x) or choose another with --data-dir.`,
    'start.disk-full': (v) => `The disk that holds ${v.folder ?? ''} is full; make room and start again.`,
    'start.disk-short': (v) =>
      `The disk that holds ${v.folder ?? ''} has ${v.free ?? ''} MB left and ${v.needed ?? ''} MB are needed; make room and start again.`,
    'start.no-nobody': () =>
      'As root, the database runs as the user nobody, which this machine lacks; make that user or start as an ordinary one.',
    'start.no-engine': (v) =>
      `There is no PostgreSQL for this platform (${v.platform ?? ''}); give the address of one, 15 or newer, in DATABASE_URL.`,
    'start.engine-unreachable': (v) =>
      `The database's user may not execute the programs in ${v.folder ?? ''}; is it mounted noexec?`,
    'start.database-not-made': (v) => `No database could be made in ${v.folder ?? ''}.`,
    'start.database-silent': (v) => `The database did not start in time; ${v.log ?? ''} says why.`,
    'start.database-ends': (v) =>
      `The database ends each time it is started: ${v.why ?? ''}. ${v.log ?? ''} says more.`,
    'start.wrong-password': (v) =>
      `The database in ${v.folder ?? ''} does not take the password kept in the data folder; put the original secrets folder back.`,
    'start.other-major': (v) =>
      `The data were written by PostgreSQL ${v.found ?? ''} and this program brings ${v.ours ?? ''}; back up with the old version and move over.`,
    'start.not-ours': (v) => `${v.folder ?? ''} belongs to another system user; start as that user.`,
    'start.database-unreachable': (v) =>
      `The database at DATABASE_URL cannot be reached (${v.reason ?? ''}); check address, account and network.`,
    'start.old-server': (v) => `The database is PostgreSQL ${v.version ?? ''}; 15 or newer is needed.`,
    'start.newer-schema': (v) =>
      `The database was made by a newer Kanglian (${v.unknown ?? ''}); update the program. Nothing was changed.`,
    'start.no-rights': () => 'The account in DATABASE_URL must be able to create schemas, extensions and roles.',
    'start.own-tools': () =>
      'An external database is backed up and restored with its own tools (pg_basebackup, pg_dump, pg_restore).',
    'start.audit': (v) => `--audit ${v.value ?? ''} is not known; it is verify.`,
    'backup.exists': (v) => `${v.folder ?? ''} exists and is not empty; nothing was backed up.`,
    'backup.not-running': () => 'There is no database to back up.',
    'backup.target': (v) => `${v.folder ?? ''} cannot be written (${v.reason ?? ''}).`,
    'restore.not-empty': (v) =>
      `The data folder ${v.folder ?? ''} already holds a database; nothing was restored. Choose an empty one (--data-dir).`,
    'restore.no-backup': (v) => `${v.folder ?? ''} is not a complete backup.`,
    'restore.damaged': (v) =>
      `The backup is damaged: ${v.file ?? ''} does not match the digest in its list. Nothing was restored.`,
    'restore.other-version': (v) =>
      `The backup was written by PostgreSQL ${v.found ?? ''} and this program brings ${v.ours ?? ''}.`,
    'archive.closed': (v) =>
      `The database's user cannot write to the log archive ${v.folder ?? ''} (${v.reason ?? ''}); check path and permissions or choose another WAL_ARCHIVE.`,
    'archive.own-tools': () =>
      'An external database archives its log by its own settings (archive_command); do not set WAL_ARCHIVE.',
    'restore.at': (v) => `--at must be a moment with its offset, as 2026-11-30T10:15:00+08:00, not "${v.value ?? ''}".`,
    'restore.archive-needed': () =>
      'Restoring to a moment needs the log archive; name its folder by WAL_ARCHIVE or --wal-archive.',
    'restore.no-log': () =>
      'This backup was taken without a log archive and can only be restored to its own moment (leave out --at).',
    'restore.no-archive': (v) =>
      `${v.folder ?? ''} does not hold the log of this backup (${v.part ?? ''}). Nothing was restored.`,
    'restore.before-backup': (v) =>
      `This backup was complete at ${v.at ?? ''} and cannot be restored to an earlier moment. Nothing was restored; take an earlier backup.`,
    'restore.after-archive': (v) =>
      `The last commit in the archived log is of ${v.until ?? ''}, before the moment asked for. Nothing was restored; choose that moment or an earlier one.`,
    'token.not-running': (v) => `No Kanglian is running on ${v.folder ?? ''}; start it with npm start.`,
  },
);

export type StartCode = keyof (typeof startWords)['zh'];

/** Something that keeps the program from starting, with its sentence: shown without a stack trace, exit code 1. */
export type StartFault = Error & { readonly code: StartCode; readonly values: Values };

export const startFault = (code: StartCode, values: Values = {}, cause?: unknown): StartFault =>
  Object.assign(new Error(startWords.en[code](values), { cause }), { code, values });

export const isStartFault = (fault: unknown): fault is StartFault =>
  fault instanceof Error &&
  'code' in fault &&
  typeof fault.code === 'string' &&
  fault.code in startWords.zh &&
  'values' in fault;

/** The sentence of a fault, Chinese or English. */
export const startSentence = ({ code, values }: Pick<StartFault, 'code' | 'values'>, language: Language): string =>
  startWords[language][code](values);
