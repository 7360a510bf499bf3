import { words as table } from '../../../platform/words.ts';

/** What the side menu says: loaded with the desk, so nothing else stands here. */
export const menuWords = table(
  { proposals: '建议提案', promises: '承诺事项', overview: '办理督办' },
  { proposals: 'Proposals', promises: 'Promises', overview: 'Supervision' },
);
