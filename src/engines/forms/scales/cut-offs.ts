/** Bands and cut-offs of scales: dated data with a source, one set in force on a day, without holes and without overlaps. */
import type { CivilDay } from '../../../platform/civil-time.ts';

/** Both ends belong to the band. */
export type Band = { readonly code: string; readonly from: number; readonly to: number };

export type CutOffs = {
  readonly scale: string;
  readonly version: string;
  readonly validFrom: CivilDay;
  /** The first day it no longer holds. */
  readonly validUntil?: CivilDay;
  readonly source: string;
  readonly verified: boolean;
  /** By what they judge: `total`, or the code of an item, a group or a dimension. */
  readonly bands: Readonly<Record<string, readonly Band[]>>;
  /** Choices the standard leaves open, by name. */
  readonly settings?: Readonly<Record<string, boolean | number>>;
  /** A table of two entries, by row and column (combination of dimensions). */
  readonly table?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** The set in force on a day: a region's own before the scale's, the latest `validFrom` first. */
export const cutOffsOn = (
  scale: string,
  day: CivilDay,
  own: readonly CutOffs[],
  regional: readonly CutOffs[] = [],
): CutOffs | undefined => {
  const inForce = (sets: readonly CutOffs[]): CutOffs | undefined =>
    sets
      .filter(
        (set) => set.scale === scale && set.validFrom <= day && (set.validUntil === undefined || day < set.validUntil),
      )
      .sort((one, other) => (one.validFrom < other.validFrom ? 1 : -1))[0];
  return inForce(regional) ?? inForce(own);
};

/** The band a value falls in; throws where there is none, since `bandFaults` refuses such a set before it is used. */
export const bandOf = (cutOffs: CutOffs, of: string, value: number): string => {
  const band = (cutOffs.bands[of] ?? []).find(({ from, to }) => from <= value && value <= to);
  if (band === undefined)
    throw new Error(`${cutOffs.scale} ${cutOffs.version}: no band of ${of} holds ${String(value)}`);
  return band.code;
};

export type BandFault = { readonly of: string; readonly fault: 'hole' | 'overlap' | 'outside'; readonly at: number };

/** Holes, overlaps and bands outside the range, for every value the scale can give. Empty: the set may be used. */
export const bandFaults = (
  of: string,
  bands: readonly Band[],
  range: { readonly min: number; readonly max: number; readonly step: number },
): readonly BandFault[] => {
  const faults: BandFault[] = [];
  for (let value = range.min; value <= range.max; value += range.step) {
    const holding = bands.filter(({ from, to }) => from <= value && value <= to).length;
    if (holding === 0) faults.push({ of, fault: 'hole', at: value });
    if (holding > 1) faults.push({ of, fault: 'overlap', at: value });
  }
  for (const { from, to } of bands) {
    if (from < range.min || from > to) faults.push({ of, fault: 'outside', at: from });
    if (to > range.max) faults.push({ of, fault: 'outside', at: to });
  }
  return faults;
};
