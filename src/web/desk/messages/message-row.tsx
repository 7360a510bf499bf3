/** One notice: what is to be done, for which case, by when. Opening it opens the case. */
import { Link } from '@tanstack/react-router';
import { words as breakGlass } from '../../../capabilities/health-record/break-glass/index.ts';
import { words as identity } from '../../../capabilities/health-record/identity/index.ts';
import { words as proposals } from '../../../capabilities/proposals/index.ts';
import { words as referral } from '../../../capabilities/referral/index.ts';
import type { NoticeView } from '../../../engines/notices/shapes.ts';
import { Button } from '../../kit/button.tsx';
import { timeOf } from '../../kit/civil.ts';
import { useLanguage, useWords } from '../../kit/language.ts';
import { noticeSentence } from '../../kit/notice-sentence.ts';
import type { PathwayWords } from '../../kit/notice-sentence.ts';
import { useServerNow } from '../../kit/server-time.ts';
import { Tag, UrgencyTag } from '../../kit/tag.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { words as table } from './words.ts';

const PATHWAYS: Readonly<Record<string, Readonly<Record<'zh' | 'en', PathwayWords>>>> = {
  referral,
  identity,
  'break-glass': breakGlass,
  proposal: proposals,
  'co-handling': proposals,
  promise: proposals,
};
/** Where a case of a pathway is opened; others share one page. */
const PAGES: Readonly<Record<string, string>> = {
  proposal: '/proposals/$id',
  'co-handling': '/proposals/shares/$id',
  promise: '/proposals/shares/$id',
};

/** The words of a pathway this desk knows; another is called by its number alone. */
const wordsOf = (pathway: string, language: 'zh' | 'en'): PathwayWords =>
  PATHWAYS[pathway]?.[language] ?? { document: '', states: {}, done: {} };

const KIND_TONES: Partial<Record<NoticeView['kind'], 'danger' | 'warning'>> = {
  late: 'danger',
  unread: 'danger',
  unreached: 'warning',
};

export const MessageRow = ({
  notice,
  onRead,
}: {
  readonly notice: NoticeView;
  readonly onRead: (id: string) => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const language = useLanguage();
  const now = useServerNow();
  const sentence = noticeSentence(
    { ...notice, number: notice.case.number },
    wordsOf(notice.case.pathway, language),
    kit,
    language,
    now,
  );
  const kindTone = KIND_TONES[notice.kind];
  const level = words.levels[notice.level];
  return (
    <li className={`message ${notice.readAt === null ? 'unread' : ''}`} data-notice={notice.id}>
      <span className="message-time numbers">{timeOf(new Date(notice.at))}</span>
      <span className="message-kind">
        <Tag {...(kindTone === undefined ? {} : { tone: kindTone })}>{words.kinds[notice.kind]}</Tag>
        {notice.urgency !== 'routine' && <UrgencyTag urgency={notice.urgency} />}
      </span>
      <span className="message-text">
        <Link
          to={PAGES[notice.case.pathway] ?? '/cases/$id'}
          params={{ id: notice.case.id }}
          className="message-link"
          onClick={() => {
            if (notice.readAt === null) onRead(notice.id);
          }}
        >
          {sentence}
        </Link>
        <span className="note dotted">
          {notice.parties.length > 0 && <span>{words.with(kit.listed(notice.parties.map(({ name }) => name)))}</span>}
          {level !== '' && <span>{level}</span>}
          {notice.moot && <span>{words.moot}</span>}
        </span>
      </span>
      <span className="message-act no-print">
        {notice.readAt === null && (
          <Button
            kind="link"
            aria-label={kit.labelled(words.markOne, notice.case.number)}
            onClick={() => onRead(notice.id)}
          >
            {words.markOne}
          </Button>
        )}
      </span>
    </li>
  );
};
