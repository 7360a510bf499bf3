/** A ward's rooms and beds. What is far out of sight is a box of its height; for whoever listens it is a grid of rooms by beds. */
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import type { Ward } from '../../../consortium/beds/sheet.ts';
import { BED_STATES } from '../../../consortium/beds/uses.ts';
import type { BedState } from '../../../consortium/beds/uses.ts';
import { BED_WORDS } from '../../../consortium/beds/words.ts';
import { useWords } from '../../../web/kit/language.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import { BedButton } from './bed-cell.tsx';
import { blocksOf } from './bed-lines.ts';
import type { Block, Piece, Shape } from './bed-lines.ts';
import { boardWords } from './board-words.ts';

/** Drawn before it comes into sight: about a screen up and down. */
const AHEAD = '800px 0px';
const watched = new WeakMap<Element, (near: boolean) => void>();
const watchers = new WeakMap<Element, IntersectionObserver>();
/** What scrolls: the desk's work area, or on a narrow screen the page; a margin counts around that alone. */
const watcherFor = (element: Element): IntersectionObserver => {
  const work = element.closest('main');
  const root = work !== null && getComputedStyle(work).overflowY === 'auto' ? work : null;
  const key = root ?? document.documentElement;
  const known = watchers.get(key);
  if (known !== undefined) return known;
  const made = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) watched.get(target)?.(isIntersecting);
    },
    { root, rootMargin: AHEAD },
  );
  watchers.set(key, made);
  return made;
};
const watch = (element: Element, tell: (near: boolean) => void): (() => void) => {
  const own = watcherFor(element);
  watched.set(element, tell);
  own.observe(element);
  return () => own.unobserve(element);
};

type Choice = {
  /** The one bed a Tab leads to, where it is in this block. */
  readonly active: string | null;
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
};

const Room = ({ piece, choice }: { readonly piece: Piece; readonly choice: Choice }): React.JSX.Element => {
  const words = useWords(boardWords);
  const named = piece.name !== '';
  return (
    <div
      className={named ? 'bed-room' : 'bed-room wide'}
      role="row"
      aria-rowindex={piece.row}
      aria-label={named ? words.room(piece.name) : words.noRoom}
    >
      {named && (
        <p className="note" role="rowheader" aria-colindex={1}>
          <span>{words.room(piece.name)}</span>
          <span>{words.sexes[piece.for]}</span>
        </p>
      )}
      <div role="presentation">
        {piece.beds.map((bed, n) => (
          <BedButton
            key={bed.id}
            bed={bed}
            column={piece.from + n + 2}
            reached={bed.id === choice.active}
            chosen={bed.id === choice.chosen}
            onChoose={choice.onChoose}
          />
        ))}
        {Array.from({ length: piece.awaited }, (_, n) => (
          <span key={n} className="bed-cell awaited" aria-hidden="true" />
        ))}
      </div>
    </div>
  );
};

const Rooms = memo(function Rooms({
  block,
  drawn,
  atOnce,
  ...choice
}: Choice & { readonly block: Block; readonly drawn: boolean; readonly atOnce: boolean }): React.JSX.Element {
  const [near, setNear] = useState(atOnce);
  const place = useRef<HTMLDivElement>(null);
  const shown = near || drawn;
  useEffect(() => (place.current === null ? undefined : watch(place.current, setNear)), [shown]);
  if (!shown) return <div ref={place} className="bed-rooms away" aria-hidden="true" style={{ height: block.height }} />;
  return (
    <div ref={place} className="bed-rooms" role="rowgroup">
      {block.pieces.map((piece) => (
        <Room key={piece.key} piece={piece} choice={choice} />
      ))}
    </div>
  );
});

const Head = ({ ward }: { readonly ward: Ward }): React.JSX.Element => {
  const words = useWords(boardWords);
  const beds = useWords(BED_WORDS);
  return (
    <header>
      <h2>{ward.name}</h2>
      {ward.uses.map((use) => (
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
  );
};

/** The head of a ward in one line with what is below it, and what stands between blocks. */
const HEAD = 24;
const BLOCK_GAP = 8;
/** How the style sheet hears how high a ward is that has not been laid out. */
const tall = (height: number): React.CSSProperties =>
  ({ '--ward-height': `${String(height)}px` }) as React.CSSProperties;

const holds = ({ pieces }: Block, id: string | null): boolean =>
  id !== null && pieces.some(({ beds }) => beds.some((bed) => bed.id === id));

export const WardCard = memo(function WardCard({
  ward,
  only,
  shape,
  whole,
  atOnce,
  active,
  chosen,
  onChoose,
}: Choice & {
  readonly ward: Ward;
  readonly only: BedState | null;
  readonly shape: Shape;
  /** Everything is drawn: on paper nothing is out of sight. */
  readonly whole: boolean;
  /** So many of its blocks are drawn without waiting to be seen. */
  readonly atOnce: number;
}): React.JSX.Element | null {
  const blocks = useMemo(() => blocksOf(ward, only, shape), [ward, only, shape]);
  if (blocks.length === 0) return null;
  const height = blocks.reduce((sum, block) => sum + block.height + BLOCK_GAP, HEAD);
  return (
    <section className="card bed-ward" aria-label={ward.name} style={tall(height)}>
      <Head ward={ward} />
      <div
        role="grid"
        aria-label={ward.name}
        aria-rowcount={ward.rooms.length}
        aria-colcount={Math.max(...ward.rooms.map(({ size }) => size)) + 1}
      >
        {blocks.map((block, n) => {
          const here = holds(block, active);
          return (
            <Rooms
              key={block.key}
              block={block}
              drawn={whole || here}
              atOnce={n < atOnce}
              active={here ? active : null}
              chosen={holds(block, chosen) ? chosen : null}
              onChoose={onChoose}
            />
          );
        })}
      </div>
    </section>
  );
});
