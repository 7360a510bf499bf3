/** The page that a reader of a printed letter may open: no residents, no drafts, and only while the commission has it open. */
import type { Actor, Rows, Statement } from '../../platform/postgres/database.ts';
import { html, styleElement, textOf } from '../../platform/pdf/html.ts';
import type { Html } from '../../platform/pdf/html.ts';
import type { Frozen } from './signing.ts';
import { dayText } from './plain.ts';

/** Who looks letters up for the public; it reads what is signed, public and switched on. */
export const PUBLIC_READER: Actor = {
  id: 'system:letters',
  person: null,
  role: 'system',
  organisation: '',
  purpose: 'system',
};

export const findSwitch = (organisation: string): Statement => ({
  name: 'find-letter-switch',
  text: `select opened, at, reason from letter_switch where organisation = $1 order by at desc limit 1`,
  values: [organisation],
});
export const switchFrom = (row: Rows[number] | undefined) => ({
  opened: row?.['opened'] === true,
  at: row?.['at'] instanceof Date ? row['at'].toISOString() : null,
  reason: typeof row?.['reason'] === 'string' ? row['reason'] : null,
});
export const keepSwitch = (opened: boolean, reason: string, by: Actor, at: Date): Statement => ({
  name: 'keep-letter-switch',
  text: `insert into letter_switch (organisation, at, opened, reason, actor) values ($1, $2, $3, $4, $5)`,
  values: [by.organisation, at, opened, reason, by.id],
});

/** A signed letter by its code, whether it may be shown or not. */
export const findByCode = (code: string): Statement => ({
  name: 'find-letter-by-code',
  text: `select l.id, l.disclosure, n.void_at, l.title, l.prefix, l.year, n.number, l.signed_on::text as signed_on, o.name as issuer, c.state,
                coalesce((select opened from letter_switch s where s.organisation = l.organisation order by at desc limit 1), false) as opened
           from letter l join organisation o on o.id = l.organisation join letter_number n on n.letter = l.id join cases c on c.id = l.id
          where l.code = $1`,
  values: [code],
});

const WRONG_AN_HOUR = 20;
const HOUR_MS = 3_600_000;

/** How many wrong codes came from a place in the hour; more than twenty and the place waits. */
export const findGuesses = (place: string, at: Date): Statement => ({
  name: 'find-letter-guesses',
  text: `select wrong from letter_guess where place = $1 and since > $2`,
  values: [place, new Date(at.getTime() - HOUR_MS)],
});
export const tooMany = (rows: Rows): boolean => Number(rows[0]?.['wrong'] ?? 0) >= WRONG_AN_HOUR;
export const countGuess = (place: string, at: Date): readonly Statement[] => [
  {
    name: 'forget-letter-guesses',
    text: `delete from letter_guess where since < $1`,
    values: [new Date(at.getTime() - 24 * HOUR_MS)],
  },
  {
    name: 'count-letter-guess',
    text: `insert into letter_guess (place, since, wrong) values ($1, $2, 1)
           on conflict (place) do update set
             wrong = case when letter_guess.since > $3 then letter_guess.wrong + 1 else 1 end,
             since = case when letter_guess.since > $3 then letter_guess.since else $2 end`,
    values: [place, at, new Date(at.getTime() - HOUR_MS)],
  },
];

const STYLE = `
* { box-sizing: border-box; }
body { margin: 0; padding: 24px 16px 48px; background: #f4f5f7; color: #1d232b;
  font: 16px/1.7 'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif; }
main { max-width: 860px; margin: 0 auto; }
h1 { margin: 0 0 4px; font-size: 22px; line-height: 1.4; }
p { margin: 4px 0; }
.note { color: #5f6977; font-size: 14px; }
ol { list-style: none; margin: 16px 0 0; padding: 0; }
li { margin: 0 0 12px; padding: 14px 16px; background: #fff; border: 1px solid #e2e5ea; border-radius: 8px; }
li h2 { margin: 0; font-size: 16px; line-height: 1.5; }
.said { font-size: 24px; font-weight: 700; line-height: 1.4; font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: 5em 1fr; gap: 2px 8px; margin: 8px 0 0; font-size: 14px; }
dt { color: #5f6977; } dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
form { display: flex; gap: 8px; margin: 16px 0; flex-wrap: wrap; }
label { width: 100%; }
input { flex: 1; min-width: 12em; height: 44px; padding: 0 12px; border: 1px solid #8a94a3; border-radius: 6px; font: inherit; letter-spacing: 0.08em; text-transform: uppercase; }
button { height: 44px; padding: 0 20px; border: 0; border-radius: 6px; background: #0958d9; color: #fff; font: inherit; }
.refused { padding: 10px 14px; background: #fdf1f0; border: 1px solid #f0bdb9; border-radius: 6px; }
@media print { body { background: #fff; padding: 0; } form { display: none; } li { break-inside: avoid; } }
`;
export const PUBLIC_STYLE = STYLE;

const page = (title: string, body: Html): string =>
  textOf(
    html`<!doctype html>
      <html lang="zh-CN">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>${title}</title>
          ${styleElement(STYLE)}
        </head>
        <body>
          <main>${body}</main>
        </body>
      </html>`,
  );

/** Where a code is typed; `refusal` is the sentence why the last one opened nothing. */
export const askPage = (refusal: string | null): string =>
  page(
    '公文数据查阅',
    html`<h1>公文数据查阅</h1>
      <p>输入公文末页所印的查阅码，可查看文中数据的口径、日期和分子分母。</p>
      ${refusal !== null && html`<p class="refused" role="alert">${refusal}</p>`}
      <form method="get" action="/l">
        <label for="code">查阅码</label>
        <input id="code" name="code" required maxlength="14" autocomplete="off" spellcheck="false" />
        <button type="submit">查阅</button>
      </form>`,
  );

const EVIDENCE: Readonly<Record<string, string>> = {
  records: '由业务记录计算',
  'by-hand': '人工登记，附有依据材料',
  disputed: '部分记录有争议',
  none: '无数据',
};
const told = (value: number | null): string => (value === null ? '无' : String(value));

export type PublicLetter = {
  readonly issuer: string;
  readonly title: string;
  readonly number: string;
  readonly day: string;
  readonly claims: readonly Frozen[];
};

/** The figures of a letter as signed: definition, date, numerator and denominator; never who they are made of. */
export const publicPage = ({ issuer, title, number, day, claims }: PublicLetter): string =>
  page(
    title.replace(/\s+/g, ''),
    html`<h1>${title.replace(/\n/g, '')}</h1>
      <p class="note">${issuer} · ${number} · ${dayText(day)}</p>
      <p>以下为文中引用的${String(claims.length)}处数据，数值为签发时所固定，不随后来的变化而改变。</p>
      <ol>
        ${claims.map(
          (claim) =>
            html`<li>
              <h2>${claim.name}</h2>
              <p class="said">${claim.printed}</p>
              <dl>
                <dt>口径</dt>
                <dd>${claim.definition === '' ? '未写明' : claim.definition}（第${claim.definitionVersion}版）</dd>
                <dt>范围</dt>
                <dd>${claim.scopeName}</dd>
                <dt>截至</dt>
                <dd>${claim.asOf}</dd>
                <dt>当时数值</dt>
                <dd>${told(claim.value)}${claim.unit}</dd>
                ${claim.denominator !== null &&
                html`<dt>分子／分母</dt>
                  <dd>${told(claim.numerator)}／${told(claim.denominator)}</dd>`}
                <dt>依据</dt>
                <dd>${EVIDENCE[claim.evidence] ?? claim.evidence}</dd>
                <dt>记录摘要</dt>
                <dd>${claim.digest}</dd>
              </dl>
            </li>`,
        )}
      </ol>`,
  );
