/** Two residents in two columns, with what differs said in words and not by colour alone. */
import { kindOf } from '../../../../consortium/identity/card-forms.ts';
import { MATCHING_WORDS } from '../../../../consortium/identity/matching-words.ts';
import { Facts } from '../../../../web/kit/page.tsx';
import { dayWords, momentWords } from '../../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../../web/kit/language.ts';
import { serverNow } from '../../../../web/kit/server-time.ts';
import { Tag } from '../../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import type { Comparison, SideView } from '../shapes.ts';
import { screenWords } from './screen-words.ts';

const Cards = ({ side, other }: { readonly side: SideView; readonly other: SideView }): React.JSX.Element => {
  const screen = useWords(screenWords);
  const matching = useWords(MATCHING_WORDS);
  if (side.cards.length === 0) return <span className="note">{screen.missing}</span>;
  const theirs = new Set(other.cards.map(({ system, value }) => `${system}|${value}`));
  return (
    <ul className="identity-cards">
      {side.cards.map(({ system, value, status, inherited }) => {
        const known = kindOf(system);
        const kind = known === null ? matching.otherCard : matching.cards[known];
        const said = wordOf(matching.status, status);
        return (
          <li key={`${system}|${value}`}>
            <span className="note">{kind}</span>
            <span className="numbers">{value}</span>
            {theirs.has(`${system}|${value}`) && <Tag tone="good">{screen.agrees}</Tag>}
            {said !== '' && <Tag tone="plain">{said}</Tag>}
            {inherited && <Tag tone="plain">{screen.inherited}</Tag>}
          </li>
        );
      })}
    </ul>
  );
};

type Field = 'name' | 'gender' | 'birthDate' | 'phone' | 'address' | 'household';
const FIELDS: readonly Field[] = ['name', 'gender', 'birthDate', 'phone', 'address', 'household'];

const Side = ({
  side,
  other,
  label,
}: {
  readonly side: SideView;
  readonly other: SideView;
  readonly label: string;
}): React.JSX.Element => {
  const screen = useWords(screenWords);
  const kit = useWords(kitTable);
  const shown = (field: Field): string | null => {
    const value = side[field];
    if (value === null || value === '') return null;
    return field === 'gender' ? wordOf(kit.gender, value) : value;
  };
  const rowOf = (field: Field) => {
    const value = shown(field);
    const theirs = other[field];
    const differs = other.standing && value !== null && theirs !== null && theirs !== '' && theirs !== side[field];
    return {
      label: screen.rows[field],
      value: (
        <span className="identity-value">
          <span className={field === 'name' ? 'strong' : 'numbers'}>{value ?? screen.missing}</span>
          {differs && <Tag tone="warning">{screen.differs}</Tag>}
          {field === 'name' && side.deceased && <Tag tone="plain">{screen.deceased}</Tag>}
        </span>
      ),
    };
  };
  return (
    <section className="card identity-side" aria-label={label}>
      <h2>
        {label}
        {!side.standing && <Tag tone="plain">{screen.mergedAway}</Tag>}
      </h2>
      {side.standing ? (
        <Facts
          rows={[
            ...FIELDS.map(rowOf),
            { label: screen.rows.catchment, value: side.catchment?.name ?? screen.missing },
            { label: screen.rows.cards, value: <Cards side={side} other={other} /> },
            {
              label: screen.rows.writtenBy,
              value:
                side.writtenAt === null
                  ? screen.missing
                  : `${side.writtenBy?.name ?? screen.system} ${momentWords(side.writtenAt, kit, serverNow())}`,
            },
            {
              label: screen.rows.lastSeen,
              value: side.lastSeenOn === null ? screen.missing : dayWords(side.lastSeenOn, kit, serverNow()),
            },
            { label: screen.rows.records, value: screen.count(side.records) },
            { label: screen.rows.cases, value: screen.openOf(side.openCases, side.cases) },
          ]}
        />
      ) : (
        <p>{screen.mergedInto}</p>
      )}
    </section>
  );
};

export const Sides = ({ comparison }: { readonly comparison: Comparison }): React.JSX.Element => {
  const screen = useWords(screenWords);
  const { one, other } = comparison;
  return (
    <div className="identity-sides" role="group" aria-label={screen.compare}>
      <Side side={one} other={other} label={screen.first} />
      <Side side={other} other={one} label={screen.second} />
    </div>
  );
};
