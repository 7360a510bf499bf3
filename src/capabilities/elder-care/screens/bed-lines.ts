/**
 * How the beds of a board stand on a screen of some width, and where an arrow leads. Pure: heights are known before anything is drawn, so
 * that what is out of sight keeps its place without being there, and what is not there can be walked to.
 */
import type { BedCell } from '../../../consortium/beds/shapes.ts';
import type { Ward } from '../../../consortium/beds/sheet.ts';
import type { BedState } from '../../../consortium/beds/uses.ts';

/** Rooms beside one another, beds beside one another in a room, and the height of a bed. */
export type Shape = { readonly columns: number; readonly perRow: number; readonly cell: number };

// these are those of beds.css
const ROOM_LEAST = 196;
const ROOM_GAP = 8;
const CELL_GAP = 4;
const ROOM_PADDING = 6;
const ROOM_HEAD = 22;

/** @param width of the rooms' own box, in pixels; on a phone two rooms beside one another whatever it is */
export const shapeOf = (width: number, phone: boolean): Shape =>
  phone
    ? { columns: 2, perRow: 2, cell: 76 }
    : { columns: Math.max(1, Math.floor((width + ROOM_GAP) / (ROOM_LEAST + ROOM_GAP))), perRow: 2, cell: 78 };

/** A room, or a stretch of a ward without rooms, as far as it is shown. */
export type Piece = {
  readonly key: string;
  readonly name: string;
  readonly for: 'any' | 'female' | 'male';
  /** Counted from 1 within the ward. */
  readonly row: number;
  /** Place of the first bed in its room, from 0. */
  readonly from: number;
  readonly beds: readonly BedCell[];
  /** Beds whose turn has not come yet: drawn empty. */
  readonly awaited: number;
};
/** Pieces that are drawn or left out together. */
export type Block = { readonly key: string; readonly pieces: readonly Piece[]; readonly height: number };

const LINES_OF_BLOCK = 4;
const ROWS_OF_STRETCH = 6;

/** A room without a name is no room: its beds take the whole width. */
const across = (piece: Pick<Piece, 'name'>, { columns, perRow }: Shape): number =>
  piece.name === '' ? columns * perRow : perRow;

const piecesOf = (ward: Ward, only: BedState | null, shape: Shape): readonly Piece[] =>
  ward.rooms.flatMap((room, n): readonly Piece[] => {
    const beds = only === null ? room.beds : room.beds.filter(({ state }) => state === only);
    const awaited = only === null ? room.size - room.beds.length : 0;
    const given = { name: room.name, for: room.for, row: n + 1 };
    if (beds.length + awaited === 0) return [];
    const stretch = across(room, shape) * ROWS_OF_STRETCH;
    if (room.name !== '' || beds.length + awaited <= stretch)
      return [{ key: room.name, from: 0, beds, awaited, ...given }];
    return Array.from({ length: Math.ceil((beds.length + awaited) / stretch) }, (_, part) => {
      const own = beds.slice(part * stretch, (part + 1) * stretch);
      const places = Math.min(stretch, beds.length + awaited - part * stretch);
      return { key: `+${String(part)}`, from: part * stretch, beds: own, awaited: places - own.length, ...given };
    });
  });

/** Pieces in lines, as the grid puts them: a stretch without rooms has a line of its own. */
const linesOf = (pieces: readonly Piece[], shape: Shape): readonly (readonly Piece[])[] => {
  const lines: Piece[][] = [];
  let room = 0;
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last === undefined || room === 0 || piece.name === '') lines.push([piece]);
    else last.push(piece);
    room = piece.name === '' ? 0 : (room === 0 ? shape.columns : room) - 1;
  }
  return lines;
};

const rowsIn = (piece: Piece, shape: Shape): number =>
  Math.ceil((piece.beds.length + piece.awaited) / across(piece, shape));
const heightOf = (line: readonly Piece[], shape: Shape): number =>
  Math.max(
    ...line.map((piece) => {
      const rows = rowsIn(piece, shape);
      return ROOM_PADDING + (piece.name === '' ? 0 : ROOM_HEAD) + rows * shape.cell + (rows - 1) * CELL_GAP;
    }),
  );

export const blocksOf = (ward: Ward, only: BedState | null, shape: Shape): readonly Block[] => {
  const lines = linesOf(piecesOf(ward, only, shape), shape);
  return Array.from({ length: Math.ceil(lines.length / LINES_OF_BLOCK) }, (_, n) => {
    const own = lines.slice(n * LINES_OF_BLOCK, (n + 1) * LINES_OF_BLOCK);
    return {
      key: `${own[0]?.[0]?.key ?? ''}/${String(shape.columns)}`,
      pieces: own.flat(),
      height: own.reduce((sum, line) => sum + heightOf(line, shape), (own.length - 1) * ROOM_GAP),
    };
  });
};

/** A bed as the arrows see it: how far to the right, in which row of the whole board. */
export type Spot = {
  readonly id: string;
  readonly state: BedState;
  readonly label: string;
  readonly room: string;
  readonly ward: number;
  readonly x: number;
  readonly y: number;
};

/** Every bed that is shown, in the board's order. */
export const spotsOf = (wards: readonly Ward[], only: BedState | null, shape: Shape): readonly Spot[] => {
  let y = 0;
  return wards.flatMap((ward, n) =>
    linesOf(piecesOf(ward, only, shape), shape).flatMap((line) => {
      const spots = line.flatMap((piece, column) =>
        piece.beds.map((bed, place): Spot => {
          const wide = across(piece, shape);
          return {
            ...{ id: bed.id, state: bed.state, label: bed.label, room: piece.name, ward: n },
            x: column * shape.perRow + (place % wide),
            y: y + Math.floor(place / wide),
          };
        }),
      );
      y += Math.max(0, ...line.map((piece) => rowsIn(piece, shape)));
      return spots;
    }),
  );
};

export type Way = 'right' | 'left' | 'down' | 'up' | 'next-ward' | 'ward-before' | 'next-free';

const nearestInRow = (spots: readonly Spot[], from: Spot, down: boolean): Spot | undefined => {
  const rows = spots.filter(({ y }) => (down ? y > from.y : y < from.y)).map(({ y }) => y);
  const row = down ? Math.min(...rows) : Math.max(...rows);
  const [nearest] = spots
    .filter(({ y }) => y === row)
    .sort((one, other) => Math.abs(one.x - from.x) - Math.abs(other.x - from.x));
  return nearest;
};

/** Where a key leads; undefined where there is nothing that way. Without a bed to begin from, to the first. */
export const spotFrom = (spots: readonly Spot[], active: string | null, way: Way): Spot | undefined => {
  const now = spots.findIndex(({ id }) => id === active);
  const from = spots[now];
  if (way === 'next-free')
    return [...spots.slice(now + 1), ...spots.slice(0, now + 1)].find(({ state }) => state === 'free');
  if (from === undefined) return spots[0];
  switch (way) {
    case 'right':
      return spots[now + 1];
    case 'left':
      return spots[now - 1];
    case 'down':
      return nearestInRow(spots, from, true);
    case 'up':
      return nearestInRow(spots, from, false);
    case 'next-ward':
      return spots.find(({ ward }) => ward > from.ward);
    case 'ward-before': {
      const before = spots.findLast(({ ward }) => ward < from.ward)?.ward;
      return spots.find(({ ward }) => ward === before);
    }
  }
};

/** The bed whose number begins so, an exact one before others; else the first of a room whose number does. */
export const spotNumbered = (spots: readonly Spot[], typed: string): Spot | undefined =>
  spots.find(({ label }) => label === typed || label === `${typed}床`) ??
  spots.find(({ label }) => label.startsWith(typed)) ??
  spots.find(({ room }) => room.startsWith(typed));

/** Whose page a person's bed leads to: that of the stay in a home, or of hospice care. */
export const pageOf = ({ care }: { readonly care: string | null }) =>
  care === 'hospice-stay' ? ('/hospice/$id' as const) : ('/elder-care/stays/$id' as const);
