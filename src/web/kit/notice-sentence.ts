/** A notice's sentence in the reader's language, from its codes and the words of its pathway. */
import { RESIDENT_WORDS } from '../../consortium/resident-access/words.ts';
import type { NoticeView } from '../../engines/notices/shapes.ts';
import { NOTICE_WORDS } from '../../engines/notices/words.ts';
import type { Language } from '../../platform/words.ts';
import { momentWords } from './civil.ts';
import { wordOf } from './language.ts';
import type { KitWords } from './words.ts';

/** What a pathway calls its document, states and steps. */
export type PathwayWords = {
  readonly document: string;
  readonly states: Readonly<Record<string, string>>;
  readonly done: Readonly<Record<string, string>>;
};

type Said = Pick<NoticeView, 'kind' | 'state' | 'urgency' | 'dueAt' | 'what' | 'owner'> & { readonly number: string };

const whatOf = ({ kind, what }: Said, pathway: PathwayWords, language: Language): string => {
  if (what === null) return '';
  if (kind === 'news') return wordOf(pathway.done, what);
  return wordOf(kind === 'request' ? RESIDENT_WORDS[language].reasons : NOTICE_WORDS[language].residentNews, what);
};

export const noticeSentence = (
  said: Said,
  pathway: PathwayWords,
  kit: KitWords,
  language: Language,
  now: Date,
): string =>
  NOTICE_WORDS[language].sentences[said.kind]({
    document: pathway.document,
    number: said.number,
    urgency: kit.urgency[said.urgency],
    state: wordOf(pathway.states, said.state),
    by: said.dueAt === null ? null : momentWords(said.dueAt, kit, now),
    owner: said.owner === null ? '' : `${said.owner.organisation.name} ${wordOf(kit.roles, said.owner.role)}`,
    what: whatOf(said, pathway, language),
  });
