/** One line of the bench's table; `budget` null where the design names none. */
export type Line = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly budget: number | null;
  readonly beside: string;
};
