/** Upper bounds of the intervals in which durations are counted, in minutes; the same as duration_bounds() of migration 0045. */
export const DURATION_BOUNDS: readonly number[] = [
  5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 105, 120, 150, 180, 210, 240, 300, 360, 420, 480, 600, 720, 900, 1080,
  1260, 1440, 1800, 2160, 2880, 3600, 4320, 5040, 5760, 7200, 8640, 10080, 11520, 14400, 17280, 20160, 24480, 30240,
  36000, 43200, 57600, 72000, 86400, 108000, 129600, 172800, 259200, 525600,
];
