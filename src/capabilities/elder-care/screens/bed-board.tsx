/** 床位一览: where a bed is free, who moves, who is in trouble; by pointer or by keyboard. */
import { Link, useNavigate } from '@tanstack/react-router';
import { startTransition, useCallback, useEffect, useMemo, useState } from 'react';
import type { BedCell, Ward } from '../../../consortium/beds/shapes.ts';
import { BED_STATES } from '../../../consortium/beds/uses.ts';
import type { BedState } from '../../../consortium/beds/uses.ts';
import { BED_WORDS } from '../../../consortium/beds/words.ts';
import { Button, Key } from '../../../web/kit/button.tsx';
import { timeOf } from '../../../web/kit/civil.ts';
import { useKeys } from '../../../web/kit/keyboard.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { Empty, ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { BedButton } from './bed-cell.tsx';
import { BedHouses, BedUses } from './bed-houses.tsx';
import { BedSide } from './bed-side.tsx';
import { useBeds, useRegion } from './beds-query.ts';
import { boardWords } from './board-words.ts';
import './beds.css';

const cells = (): readonly HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-bed]')];
const at = (all: readonly HTMLElement[]): number => all.findIndex((cell) => cell === document.activeElement);
const focusOn = (cell: HTMLElement | undefined): boolean => {
  cell?.focus();
  cell?.scrollIntoView({ block: 'nearest' });
  return cell !== undefined;
};
/** The nearest cell in the next row of cells up or down. */
const vertically = (by: 1 | -1): boolean => {
  const all = cells();
  const now = all[at(all)];
  if (now === undefined) return focusOn(all[0]);
  const from = now.getBoundingClientRect();
  const beyond = all
    .map((cell) => ({ cell, box: cell.getBoundingClientRect() }))
    .filter(({ box }) => (by === 1 ? box.top > from.bottom - 4 : box.bottom < from.top + 4))
    .map(({ cell, box }) => ({ cell, far: Math.abs(box.top - from.top) * 4 + Math.abs(box.left - from.left) }))
    .sort((one, other) => one.far - other.far);
  return focusOn(beyond[0]?.cell);
};
const sideways = (by: 1 | -1): boolean => {
  const all = cells();
  const now = at(all);
  return focusOn(all[now === -1 ? 0 : now + by]);
};
const otherWard = (by: 1 | -1): boolean => {
  const wards = [...document.querySelectorAll<HTMLElement>('.bed-ward')];
  const now = wards.findIndex((ward) => ward.contains(document.activeElement));
  return focusOn(wards[now === -1 ? 0 : now + by]?.querySelector<HTMLElement>('[data-bed]') ?? undefined);
};
const nextFree = (): boolean => {
  const all = cells();
  const now = at(all);
  const turned = [...all.slice(now + 1), ...all.slice(0, now + 1)];
  return focusOn(turned.find((cell) => cell.classList.contains('free')));
};

const NO_WARDS: readonly Ward[] = [];
/** So many beds are drawn before anything else is: more than a screen shows. */
const AT_ONCE = 300;
/** The wards to draw: the first ones at once, the others when these have been painted, without keeping anybody waiting. */
const useDrawn = (wards: readonly Ward[]): readonly Ward[] => {
  const [whole, setWhole] = useState(false);
  const any = wards.length > 0;
  useEffect(() => {
    if (!any) return undefined;
    const frame = requestAnimationFrame(() => startTransition(() => setWhole(true)));
    return () => cancelAnimationFrame(frame);
  }, [any]);
  if (whole) return wards;
  let beds = 0;
  return wards.filter(({ counts }) => {
    const before = beds;
    beds += counts.beds;
    return before < AT_ONCE;
  });
};

const WardCard = ({
  ward,
  chosen,
  shown,
  onChoose,
}: {
  readonly ward: Ward;
  readonly chosen: string | null;
  readonly shown: (bed: BedCell) => boolean;
  readonly onChoose: (id: string) => void;
}): React.JSX.Element | null => {
  const words = useWords(boardWords);
  const beds = useWords(BED_WORDS);
  const uses = [...new Set(ward.rooms.flatMap((room) => room.beds.map(({ use }) => use)))];
  const rooms = ward.rooms
    .map((room) => ({ ...room, beds: room.beds.filter(shown) }))
    .filter((room) => room.beds.length > 0);
  if (rooms.length === 0) return null;
  return (
    <section className="card bed-ward" aria-label={ward.name}>
      <header>
        <h2>{ward.name}</h2>
        {uses.map((use) => (
          <Tag key={use}>{beds.uses[use]}</Tag>
        ))}
        <p className="bed-sums numbers" title={words.sum}>
          <span>{words.open(ward.counts.beds)}</span>
          {BED_STATES.map((state) => (
            <span key={state} className={state}>
              {beds.states[state]} <b>{ward.counts[state]}</b>
            </span>
          ))}
        </p>
      </header>
      <div className="bed-rooms">
        {rooms.map((room) => (
          <div
            key={room.name}
            className="bed-room"
            role="group"
            aria-label={room.name === '' ? words.noRoom : words.room(room.name)}
          >
            {room.name !== '' && (
              <p className="note">
                <span>{words.room(room.name)}</span>
                <span>{words.sexes[room.for]}</span>
              </p>
            )}
            <div>
              {room.beds.map((bed) => (
                <BedButton key={bed.id} bed={bed} chosen={bed.id === chosen} onChoose={onChoose} />
              ))}
            </div>
          </div>
        ))}
      </div>
    </section>
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
  const all = useMemo(
    () =>
      (board.data?.wards ?? []).flatMap((ward) =>
        ward.rooms.flatMap((room) => room.beds.map((bed) => ({ bed, ward: ward.name }))),
      ),
    [board.data],
  );
  const drawn = useDrawn(board.data?.wards ?? NO_WARDS);
  const found = all.find(({ bed }) => bed.id === chosen);
  const choose = useCallback((id: string) => setChosen(id), []);
  const shown = (bed: BedCell): boolean => only === null || bed.state === only;
  useKeys({
    ArrowRight: () => sideways(1),
    ArrowLeft: () => sideways(-1),
    ArrowDown: () => vertically(1),
    ArrowUp: () => vertically(-1),
    ']': () => otherWard(1),
    '[': () => otherWard(-1),
    e: nextFree,
    o: () => {
      const id = found?.bed.person?.case;
      if (id === undefined) return false;
      void navigate({ to: '/elder-care/stays/$id', params: { id } });
      return true;
    },
  });
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
        {all.length > 0 && (
          <>
            <Link className="button no-print" to="/elder-care/waiting">
              {words.waiting}
            </Link>
            <Button className="no-print" onClick={() => window.print()}>
              {words.print}
            </Button>
          </>
        )}
      </PageHead>
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
        </div>
      )}
      <div className="bed-columns">
        {region.data !== undefined && <BedHouses region={region.data} />}
        <div className="bed-wards">
          {board.isPending && <Skeleton rows={4} height={160} />}
          {board.isError && board.data === undefined && (
            <ErrorState what={words.what} fault={board.error} onRetry={() => void board.refetch()} />
          )}
          {board.data?.wards.length === 0 && region.data !== undefined && <BedUses region={region.data} />}
          {board.data?.wards.length === 0 && region.data === undefined && (
            <Empty title={words.none} why={words.noneWhy} />
          )}
          {drawn.map((ward) => (
            <WardCard key={ward.id} ward={ward} chosen={chosen} shown={shown} onChoose={choose} />
          ))}
        </div>
        {all.length > 0 && <BedSide bed={found?.bed} ward={found?.ward ?? ''} />}
      </div>
      {all.length > 0 && (
        <p className="bed-keys note no-print">
          <span>
            <Key>←</Key> <Key>↑</Key> <Key>↓</Key> <Key>→</Key> {words.keys}
          </span>
          <span>
            <Key>[</Key> <Key>]</Key> {words.keyWard}
          </span>
          <span>
            <Key>E</Key> {words.keyFree}
          </span>
          <span>
            <Key>O</Key> {words.keyOpen}
          </span>
        </p>
      )}
    </div>
  );
};
