/** What a message says: made when it is sent, from codes. To staff the case's number, what to do, by when and whom to ring. */
import { civilDay, civilTime } from '../../platform/civil-time.ts';
import type { Message } from '../../platform/notices/notifier.ts';
import type { Database, Rows, Statement } from '../../platform/postgres/database.ts';
import type { Language } from '../../platform/words.ts';
import type { Urgency } from '../pathways/define.ts';
import type { Claimed } from './deliver.ts';
import type { NoticeKind } from './shapes.ts';
import { NOTICES } from './store.ts';
import { NOTICE_WORDS } from './words.ts';
import type { ResidentNewsCode } from './words.ts';

/** The words of a pathway and of what it is about, found by whoever knows them. */
export type NoticeVocabulary = {
  readonly document: (pathway: string, language: Language) => string;
  readonly state: (pathway: string, state: string, language: Language) => string;
  readonly step: (pathway: string, step: string, language: Language) => string;
  readonly role: (role: string, language: Language) => string;
  readonly request: (reason: string, language: Language) => string;
};

/** What a resident's message tells beside the news; the case's own page knows it. */
export type ResidentDetails = {
  readonly to: string;
  readonly at: string | null;
  readonly bring: readonly string[];
  readonly ring: { readonly organisation: string; readonly phone: string } | null;
  readonly code: { readonly code: string; readonly days: number } | null;
};

export type MessagesOptions = {
  readonly db: Database;
  readonly zone: string;
  readonly language: Language;
  readonly say: NoticeVocabulary;
  /** Address of the residents' page as they type it; null where none was set. */
  readonly residentPage: string | null;
  readonly residentDetails: (
    caseId: string,
    resident: string,
    withCode: boolean,
    at: Date,
    language: Language,
  ) => Promise<ResidentDetails | undefined>;
  /** News that come with a code. */
  readonly givesCode: readonly string[];
};

const findForMessage = (notice: string, recipient: string | null): Statement => ({
  name: 'notice-for-message',
  text: `select n.kind, n.state, n.urgency, n.due_at, n.what, n.organisation, c.id as case_id, c.number, c.pathway, c.resident,
                c.owner_role, o.short_name as owner, p.phone, res.phone as resident_phone,
                other.short_name as other, other.phone as other_phone,
                array(select x.phone from notice_recipient nr join practitioner_role r on r.id = nr.practitioner_role
                        join person x on x.id = r.person where nr.notice = n.id and nr.rings and x.phone is not null) as mentions
           from notice n join cases c on c.id = n.case_id left join organisation o on o.id = c.owner_organisation
           left join practitioner_role pr on pr.id = $2 left join person p on p.id = pr.person
           left join resident res on res.id = c.resident and n.kind = 'resident'
           left join lateral (select a.short_name, a.phone from case_party cp join organisation a on a.id = cp.organisation
                               where cp.case_id = c.id and cp.organisation <> n.organisation and a.phone is not null
                               order by cp.party limit 1) other on true
          where n.id = $1`,
  values: [notice, recipient],
});

const orNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const text = (value: unknown): string => orNull(value) ?? '';

/** `11月20日14:30`, `20 Nov 14:30` */
export const momentIn = (at: Date, zone: string, language: Language): string => {
  const [, month = '', day = ''] = civilDay(at, zone).split('-').map(Number).map(String);
  return language === 'zh'
    ? `${month}月${day}日${civilTime(at, zone)}`
    : `${day} ${new Intl.DateTimeFormat('en', { month: 'short', timeZone: zone }).format(at)} ${civilTime(at, zone)}`;
};

const whatOf = (kind: NoticeKind, what: string | null, pathway: string, say: NoticeVocabulary, language: Language) => {
  if (what === null) return '';
  if (kind === 'news') return say.step(pathway, what, language);
  if (kind === 'request') return say.request(what, language);
  return NOTICE_WORDS[language].residentNews[what as ResidentNewsCode];
};

/** The sentence of a notice, for messages and for paper. */
export const sentenceOf = (row: Rows[number], { say, zone, language }: Omit<MessagesOptions, 'db'>): string => {
  const kind = text(row['kind']) as NoticeKind;
  const pathway = text(row['pathway']);
  const dueAt = row['due_at'];
  return NOTICE_WORDS[language].sentences[kind]({
    document: say.document(pathway, language),
    number: text(row['number']),
    urgency: NOTICE_WORDS[language].urgencies[text(row['urgency']) as Urgency],
    state: say.state(pathway, text(row['state']), language),
    by: dueAt instanceof Date ? momentIn(dueAt, zone, language) : null,
    owner: [text(row['owner']), say.role(text(row['owner_role']), language)].filter((part) => part !== '').join(' '),
    what: whatOf(kind, orNull(row['what']), pathway, say, language),
  });
};

const toStaff = (row: Rows[number], options: MessagesOptions): string => {
  const words = NOTICE_WORDS[options.language];
  const [other, phone] = [orNull(row['other']), orNull(row['other_phone'])];
  const stop = options.language === 'zh' ? '。' : '.';
  const ring = other === null || phone === null ? '' : `${words.ring(other, phone)}${stop}`;
  return `【${words.signature}】${sentenceOf(row, options)}${stop}${ring}`;
};

const toResident = async (row: Rows[number], options: MessagesOptions, at: Date): Promise<string | undefined> => {
  const { language, zone, givesCode, residentPage } = options;
  const words = NOTICE_WORDS[language];
  const what = text(row['what']) as ResidentNewsCode;
  const withCode = givesCode.includes(what);
  const details = await options.residentDetails(text(row['case_id']), text(row['resident']), withCode, at, language);
  if (details === undefined) return undefined;
  const expected = what === 'accepted';
  return [
    `【${words.signature}】${words.toResident[what](details.to)}`,
    ...(expected && details.at !== null ? [words.residentWhen(momentIn(new Date(details.at), zone, language))] : []),
    ...(expected && details.at === null ? [words.residentArrangement] : []),
    ...(expected && details.bring.length > 0 ? [words.residentBring(details.bring)] : []),
    ...(details.ring === null ? [] : [words.residentRing(details.ring.organisation, details.ring.phone)]),
    ...(details.code === null ? [] : [words.residentCode(details.code.code, details.code.days, residentPage)]),
  ].join('');
};

/** Undefined when there is nothing to say: the notice or its case is not there any more. */
export const messagesFor =
  (options: MessagesOptions) =>
  async (claimed: Claimed, at: Date): Promise<Omit<Message, 'id'> | undefined> => {
    const [rows = []] = await options.db.read(NOTICES, at, [findForMessage(claimed.notice, claimed.recipient)]);
    const row = rows[0];
    if (row === undefined) return undefined;
    const resident = row['kind'] === 'resident';
    const said = resident ? await toResident(row, options, at) : toStaff(row, options);
    if (said === undefined) return undefined;
    return {
      to: orNull(resident ? row['resident_phone'] : row['phone']),
      mentions: row['mentions'] as readonly string[],
      text: said,
    };
  };
