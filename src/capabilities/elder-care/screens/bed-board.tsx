/** 床位一览: where a bed is free, who moves, who is in trouble; by pointer or by keyboard. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { Ward } from '../../../consortium/beds/sheet.ts';
import { withOwn } from '../../../consortium/beds/sheet.ts';
import { BED_STATES } from '../../../consortium/beds/uses.ts';
import type { BedState } from '../../../consortium/beds/uses.ts';
import { BED_WORDS } from '../../../consortium/beds/words.ts';
import { Button, Key } from '../../../web/kit/button.tsx';
import { timeOf } from '../../../web/kit/civil.ts';
import { useWords } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { Empty, ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { BedHouses, BedUses } from './bed-houses.tsx';
import { spotNumbered, spotsOf, pageOf } from './bed-lines.ts';
import type { Shape } from './bed-lines.ts';
import { NUMBER_FIELD, useBedKeys, usePrinting, useShape } from './bed-moves.ts';
import { BedSide } from './bed-side.tsx';
import { WardCard } from './bed-ward.tsx';
import { useBeds, useRegion } from './beds-query.ts';
import { boardWords } from './board-words.ts';
import './beds.css';

const NO_WARDS: readonly Ward[] = [];

/** How the style sheet hears of the shape. */
const across = ({ columns, perRow }: Shape): React.CSSProperties =>
  ({ '--bed-columns': columns, '--beds-across': columns * perRow }) as React.CSSProperties;

/** About as many beds as a screen shows. */
const AT_ONCE = 60;
/** How many blocks of each ward are drawn without being waited for to come into sight. */
const blocksAtOnce = (wards: readonly Ward[], { columns, perRow }: Shape): readonly number[] => {
  let before = 0;
  return wards.map(({ counts: { beds } }) => {
    const here = before < AT_ONCE ? Math.ceil(AT_ONCE / (columns * perRow * 4)) : 0;
    before += beds;
    return here;
  });
};

/** Types a bed's number and goes there. */
const FindBed = ({ onFind }: { readonly onFind: (number: string) => boolean }): React.JSX.Element => {
  const words = useWords(boardWords);
  const [text, setText] = useState('');
  const [missed, setMissed] = useState<string | null>(null);
  return (
    <form
      role="search"
      className="bed-find"
      onSubmit={(event) => {
        event.preventDefault();
        const number = text.trim();
        if (number !== '') setMissed(onFind(number) ? null : number);
      }}
    >
      <label htmlFor={NUMBER_FIELD}>{words.number}</label>
      <input
        id={NUMBER_FIELD}
        value={text}
        autoComplete="off"
        onChange={(event) => {
          setText(event.target.value);
          setMissed(null);
        }}
      />
      <span className="danger" role="status">
        {missed !== null && words.noNumber(missed)}
      </span>
    </form>
  );
};

const Keys = (): React.JSX.Element => {
  const words = useWords(boardWords);
  return (
    <p className="bed-keys note no-print">
      <span>
        <Key>←</Key> <Key>↑</Key> <Key>↓</Key> <Key>→</Key> {words.keys}
      </span>
      <span>
        <Key>[</Key> <Key>]</Key> {words.keyWard}
      </span>
      <span>
        <Key>B</Key> {words.keyNumber}
      </span>
      <span>
        <Key>E</Key> {words.keyFree}
      </span>
      <span>
        <Key>O</Key> {words.keyOpen}
      </span>
    </p>
  );
};

export const BedBoardScreen = (): React.JSX.Element => {
  const words = useWords(boardWords);
  const beds = useWords(BED_WORDS);
  const navigate = useNavigate();
  const board = useBeds();
  const region = useRegion();
  const [chosen, setChosen] = useState<string | null>(null);
  const [only, setOnly] = useState<BedState | null>(null);
  const wards = board.data?.wards ?? NO_WARDS;
  const { shape, place } = useShape();
  const printing = usePrinting();
  const spots = useMemo(() => spotsOf(wards, only, shape), [wards, only, shape]);
  const atOnce = useMemo(() => blocksAtOnce(wards, shape), [wards, shape]);
  const houses = useMemo(() => region.data && withOwn(region.data, board.data), [region.data, board.data]);
  const found = useMemo(
    () =>
      wards.flatMap((ward) =>
        ward.rooms.flatMap(({ beds: own }) =>
          own.flatMap((bed) => (bed.id === chosen ? [{ bed, ward: ward.name }] : [])),
        ),
      )[0],
    [wards, chosen],
  );
  const { active, take, go } = useBedKeys(spots, () => {
    const person = found?.bed.person;
    if (person === undefined || person === null) return false;
    void navigate({ to: pageOf(person), params: { id: person.case } });
    return true;
  });
  const choose = useCallback(
    (id: string) => {
      take(id);
      setChosen(id);
    },
    [take],
  );
  const any = wards.length > 0;
  const counts = board.data?.counts;
  return (
    <div className="beds">
      <PageHead
        title={words.title}
        note={
          board.data !== undefined && (
            <span className={board.isError ? 'danger' : 'good'}>
              {board.isError
                ? words.stale(timeOf(new Date(board.data.serverTime)))
                : `${words.live} ${words.asOf(timeOf(new Date(board.data.serverTime)))}`}
            </span>
          )
        }
      >
        {any && (
          <>
            <Link className="button no-print" to="/elder-care/waiting">
              {words.waiting}
            </Link>
            <Button className="no-print" aria-disabled={board.data?.whole !== true} onClick={() => window.print()}>
              {words.print}
            </Button>
          </>
        )}
      </PageHead>
      {board.isPending && <div className="bed-filters to-come" />}
      {counts !== undefined && counts.beds > 0 && (
        <div className="bed-filters no-print" role="group" aria-label={words.what}>
          <button type="button" aria-pressed={only === null} onClick={() => setOnly(null)}>
            {words.all(counts.beds)}
          </button>
          {BED_STATES.map((state) => (
            <button key={state} type="button" aria-pressed={only === state} onClick={() => setOnly(state)}>
              {words.of(beds.states[state], counts[state])}
            </button>
          ))}
          <FindBed onFind={(number) => go(spotNumbered(spots, number))} />
        </div>
      )}
      <div className="bed-columns">
        {houses === undefined ? <div className="bed-houses" /> : <BedHouses region={houses} />}
        <div className="bed-wards" ref={place} style={across(shape)}>
          {board.isPending && <Skeleton rows={4} height={160} />}
          {board.isError && board.data === undefined && (
            <ErrorState what={words.what} fault={board.error} onRetry={() => void board.refetch()} />
          )}
          {board.data?.wards.length === 0 && region.data !== undefined && <BedUses region={region.data} />}
          {board.data?.wards.length === 0 && region.data === undefined && (
            <Empty title={words.none} why={words.noneWhy} />
          )}
          {wards.map((ward, n) => (
            <WardCard
              key={ward.id}
              ward={ward}
              only={only}
              shape={shape}
              whole={printing}
              atOnce={atOnce[n] ?? 0}
              active={active?.ward === n ? active.id : null}
              chosen={chosen}
              onChoose={choose}
            />
          ))}
        </div>
        {board.isPending && <div className="bed-side" />}
        {any && <BedSide bed={found?.bed} ward={found?.ward ?? ''} />}
      </div>
      {any && <Keys />}
    </div>
  );
};
