/**
 * How much each agreement or contradiction says about two residents being one, as dated data (law 6). No published table exists
 * for the region's residents: the weights are the platform's default, unverified, until a region has counted its own
 * pairs. They stand in one scale: 60 is worth a person's look, 85 is very likely.
 */
export type MatchFeature = keyof typeof WEIGHTS;

const WEIGHTS = {
  'name-same': 30,
  /** Another character of the same sound: 吴淑琴, 吴淑芹. */
  'name-sounds-same': 27,
  /** One character differs or is missing. */
  'name-nearly': 14,
  'name-differs': -25,
  'birth-same': 30,
  /** Day and month exchanged: 03-04, 04-03. */
  'birth-transposed': 20,
  /** One digit differs. */
  'birth-digit': 16,
  /** Earlier by 17 to 52 days in the same or the neighbouring year: perhaps the day of the traditional calendar was written down. */
  'birth-lunar': 12,
  'birth-year': 4,
  'birth-differs': -25,
  'sex-same': 3,
  'sex-differs': -20,
  'phone-same': 18,
  'address-same': 10,
  'address-nearly': 5,
  'catchment-same': 5,
  'household-same': 12,
  /** A child written down twice on the day of its birth shares little else. */
  'mother-same': 30,
  /** The same number in a system that does not promise one person a number (health record, insurance, passport). */
  'card-same': 30,
  /** Each has a number of a kind nobody has two of, and they differ by more than a slip of the pen. */
  'unique-card-differs': -60,
  /** They differ in one character or two neighbours exchanged. */
  'unique-card-nearly': 10,
  /** Children of one birth: same mother, same day, other name. */
  'perhaps-twins': -25,
} as const;

export const MATCHING_RULES = {
  version: 'matching@2026-11-30',
  validFrom: '2026-11-30',
  source: '平台默认值，待区域用本地数据核定',
  verified: false,
  weights: WEIGHTS,
  /** From here on a person is asked; below nobody is. */
  possible: 60,
  probable: 85,
} as const;
