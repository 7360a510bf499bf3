/** The worklist's table: two lines a row, group rows between; a narrow window makes cards that keep owner and clock. */
import type { WorklistItem } from '../../engines/pathways/shapes.ts';
import { momentWords } from './civil.ts';
import { ClockCell } from './clock.tsx';
import { useWords } from './language.ts';
import { OwnerCell } from './owner.tsx';
import { PersonName } from './person.tsx';
import { serverNow } from './server-time.ts';
import { UrgencyTag } from './tag.tsx';
import { words as table } from './words.ts';
import './worklist.css';
import './case.css';

/** What the capability says about a case in a row. */
export type RowWords = {
  /** 上转, 下转 */
  readonly document: string;
  /** 待接收 */
  readonly state: string;
  readonly from: string;
  readonly to: string;
  /** 我关注的, 未备案, 未上报: what the case is marked with for this reader. */
  readonly marks: readonly { readonly code: string; readonly text: string }[];
};

export type RowGroup = {
  readonly key: string;
  readonly title: string;
  readonly notes: readonly string[];
  readonly rows: readonly WorklistItem[];
};

type Props = {
  readonly label: string;
  readonly headings: {
    readonly urgency: string;
    readonly resident: string;
    readonly document: string;
    readonly owner: string;
    readonly clock: string;
  };
  readonly groups: readonly RowGroup[];
  readonly describe: (item: WorklistItem) => RowWords;
  /** Rows that have left the result since it was drawn stay until the reader refreshes. */
  readonly gone: ReadonlySet<string>;
  readonly goneWords: string;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
  /** Enter on the row that is chosen already. */
  readonly onOpen: (id: string) => void;
  readonly hrefOf: (id: string) => string;
};

/** Drawn as a star beside the urgency; other marks are words beside the state. */
const STAR = 'watched';

/** The element J and K move the focus to. */
export const rowLinkId = (id: string): string => `row-${id}`;

const Row = ({ item, ...props }: Omit<Props, 'groups' | 'label' | 'headings'> & { readonly item: WorklistItem }) => {
  const words = useWords(table);
  const { document: what, state, from, to, marks } = props.describe(item);
  const selected = props.selected === item.id;
  const left = props.gone.has(item.id);
  const tone = [selected ? 'selected' : '', left ? 'gone' : '', item.owner?.mine === true ? 'mine' : 'others'].join(
    ' ',
  );
  return (
    <div role="row" className={`worklist-row ${tone}`} data-case={item.id}>
      <span role="cell" className="cell-urgency">
        <UrgencyTag urgency={item.urgency} />
        {marks
          .filter(({ code }) => code === STAR)
          .map(({ code, text }) => (
            <span key={code} className="row-star">
              <span aria-hidden="true">★</span>
              <span className="unseen">{text}</span>
            </span>
          ))}
      </span>
      <span role="cell" className="cell-resident">
        <a
          id={rowLinkId(item.id)}
          href={props.hrefOf(item.id)}
          className="row-link"
          aria-current={selected ? 'true' : undefined}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            // a click by the keyboard has no count; the mouse would open it by a second click that was none
            if (selected && event.detail === 0) props.onOpen(item.id);
            else props.onSelect(item.id);
          }}
        >
          {item.resident === null ? <span className="strong">{item.number}</span> : <PersonName {...item.resident} />}
        </a>
        <span className="second cut" title={item.headline}>
          {item.headline}
        </span>
      </span>
      <span role="cell" className="cell-document">
        <span className="dotted cut">
          <span>{what}</span>
          <span>{left ? props.goneWords : state}</span>
          {marks
            .filter(({ code }) => code !== STAR)
            .map(({ code, text }) => (
              <span key={code} className="row-mark">
                {text}
              </span>
            ))}
        </span>
        <span className="second cut">
          {from}
          <span className="arrow" aria-hidden="true">
            →
          </span>
          {to}
        </span>
      </span>
      <span role="cell" className="cell-owner">
        {item.owner !== null && <OwnerCell owner={item.owner} />}
      </span>
      <span role="cell" className="cell-clock">
        {item.clock === null ? (
          <span className="second">{momentWords(item.changedAt, words, serverNow())}</span>
        ) : (
          <ClockCell clock={item.clock} urgency={item.urgency} />
        )}
      </span>
    </div>
  );
};

export const WorklistTable = ({ label, headings, groups, ...props }: Props): React.JSX.Element => (
  <div role="table" aria-label={label} className="worklist">
    <div role="rowgroup" className="worklist-head">
      <div role="row" className="worklist-row">
        <span role="columnheader">{headings.urgency}</span>
        <span role="columnheader">{headings.resident}</span>
        <span role="columnheader">{headings.document}</span>
        <span role="columnheader">{headings.owner}</span>
        <span role="columnheader" className="cell-clock">
          {headings.clock}
        </span>
      </div>
    </div>
    {groups.map((group) => (
      <div role="rowgroup" key={group.key} aria-label={group.title} data-group={group.key}>
        {group.title !== '' && (
          <div role="row" className="worklist-group">
            <span role="cell">
              <span className="strong">{group.title}</span>{' '}
              <span className="dotted">
                {group.notes.map((note) => (
                  <span key={note}>{note}</span>
                ))}
              </span>
            </span>
          </div>
        )}
        {group.rows.map((item) => (
          <Row key={item.id} item={item} {...props} />
        ))}
      </div>
    ))}
  </div>
);
