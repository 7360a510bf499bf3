/** What verifying the audit found, as a person at the terminal reads it. */
import type { Broken, Verified } from './audit-seal.ts';
import { words } from './words.ts';

const AUDIT_WORDS = words(
  {
    whole: (seals: string, rows: string) => `审计完整：${seals} 个封签，${rows} 条记录。`,
    unsealed: (rows: string) => `另有 ${rows} 条尚未加封（每分钟加封一次）。`,
    head: (head: string) => `最后一个封签：${head}（请另处保存，下次用 --head 核对）`,
    broken: {
      'row-changed': '第 {at} 条审计记录被改动',
      'row-removed': '第 {at} 条审计记录被删除',
      'row-inserted': '第 {at} 条审计记录是事后插入的',
      'seal-changed': '第 {at} 个封签被改动，或密钥不是加封时的密钥',
      'seal-removed': '第 {at} 个封签被删除',
      'head-missing': '链中没有封签 {at}：末尾的记录被截去，或恢复到了更早的时刻',
    } satisfies Readonly<Record<Broken['what'], string>>,
  },
  {
    whole: (seals, rows) => `The audit is whole: ${seals} seals, ${rows} rows.`,
    unsealed: (rows) => `${rows} more rows are not sealed yet (it is done every minute).`,
    head: (head) => `Last seal: ${head} (keep it elsewhere and give it as --head next time)`,
    broken: {
      'row-changed': 'Row {at} of the audit was changed',
      'row-removed': 'Row {at} of the audit was removed',
      'row-inserted': 'Row {at} of the audit was slipped in afterwards',
      'seal-changed': 'Seal {at} was changed, or the key is not the one it was made with',
      'seal-removed': 'Seal {at} was removed',
      'head-missing': 'Seal {at} is not in the chain: its end was cut off, or an earlier moment was restored',
    },
  },
);

/** Lines in both languages. */
export const auditLines = ({ seals, rows, unsealed, head, broken }: Verified): readonly string[] =>
  (['zh', 'en'] as const).flatMap((language) => {
    const said = AUDIT_WORDS[language];
    if (broken !== null) return [said.broken[broken.what].replace('{at}', broken.at)];
    return [
      said.whole(String(seals), String(rows)),
      ...(unsealed > 0 ? [said.unsealed(String(unsealed))] : []),
      ...(head === null ? [] : [said.head(head)]),
    ];
  });
