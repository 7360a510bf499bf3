/** 打印记录: every paper that left, newest first, and whether it still says what the referral says. */
import { momentWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { PaperList } from '../papers/shapes.ts';
import { words as paperTable } from '../papers/words.ts';
import { words as referralTable } from '../words.ts';
import { usePapers } from './papers-query.ts';
import { words as table } from './papers-words.ts';
import './papers.css';

const Row = ({ print }: { readonly print: PaperList['prints'][number] }) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const referral = useWords(referralTable);
  const papers = useWords(paperTable).papers;
  const { by, outdatedBy } = print;
  const why =
    outdatedBy === 'closed'
      ? words.closed
      : outdatedBy === 'filing'
        ? words.filingChanged
        : wordOf(referral.done, outdatedBy ?? '');
  const who = [by.organisation, wordOf(kit.roles, by.role), by.name].filter((part) => part !== null).join(' ');
  return (
    <li>
      <div className="print-row">
        <span>
          {papers[print.paper]} {words.copy(print.copy)}
        </span>
        {outdatedBy === null ? <Tag tone="good">{words.current}</Tag> : <Tag tone="warning">{words.outdated(why)}</Tag>}
      </div>
      <div className="note dotted">
        <span>{momentWords(print.at, kit, serverNow())}</span>
        <span>{who}</span>
        <span>{words.forms[print.form]}</span>
        <span className="numbers" title={print.digest}>
          {words.digest(print.digest.slice(0, 8))}
        </span>
      </div>
    </li>
  );
};

export const PrintRecord = ({ id }: { readonly id: string }): React.JSX.Element | null => {
  const words = useWords(table);
  const prints = usePapers(id).data?.prints ?? [];
  if (prints.length === 0) return null;
  return (
    <section aria-labelledby="prints-title" className="print-record">
      <h2 id="prints-title">{words.prints}</h2>
      {prints.some(({ outdatedBy }) => outdatedBy !== null) && <p className="note">{words.outdatedNote}</p>}
      <ul>
        {prints.map((print) => (
          <Row key={`${print.paper}${String(print.copy)}`} print={print} />
        ))}
      </ul>
    </section>
  );
};
