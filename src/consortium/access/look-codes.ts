/** What a look was, in one word each. Pure. */
export const LOOK_ACTIONS = [
  'read',
  'search',
  'list',
  'write',
  'export',
  'print',
  'identify',
  'step',
  'other',
] as const;
