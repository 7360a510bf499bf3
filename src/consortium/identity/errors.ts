/** The sentences of merging and undoing. */
import type { ErrorWords } from '../../platform/errors.ts';
import { refusals } from '../../platform/errors.ts';

export const IDENTITY_ERRORS: ErrorWords = refusals(409, {
  'identity.unknown': [
    '其中一份档案没有可合并的建档记录，不能在这里处理。',
    'One of the two has no record that could be merged.',
  ],
  'identity.moved-on': [
    '其中一份档案已并入别的档案，请刷新后再看。',
    'One of the two is part of another record by now. Reload.',
  ],
  'identity.no-such-merge': ['没有找到这次合并。', 'This merge was not found.'],
  'identity.undone-already': ['这次合并已撤销。', 'This merge has been undone.'],
  'identity.merged-on': [
    '保留的档案后来又并入了另一份档案，请先撤销后来的那次合并。',
    'The record that went on became part of another later. Undo that merge first.',
  ],
  'identity.not-in-doubt': [
    '所选记录不是合并后以保留档案名义写入的，无须指定。',
    'The record chosen was not written under the survivor since the merge.',
  ],
  'identity.same-card-twice': [
    '撤销后同一证件号码会登记在两人名下，请先更正其中一份档案的证件号码。',
    'Apart, both would have the same card number. Correct one of them first.',
  ],
  'identity.two-covers': [
    '两份档案在同一时期登记了不同的医保、长护险参保或等级，一个人只能有一种。请先核对并更正其中一份。',
    'In the same time the two have different covers or grades of one kind, and one person has one. Correct one of them first.',
  ],
  'identity.two-grants': [
    '两份档案在同一时期都领取了不能重复享受的待遇或补贴。请先核查并终止其中一份，再合并。',
    'In the same time both draw benefits that exclude each other. Look into it and end one before merging.',
  ],
  'identity.two-places': [
    '两份档案在同一时间住在不同的床位，不能合并；如系同一人，请先更正其中一次入住记录。',
    'The two stay in different beds at the same time. If they are one, correct one of the stays first.',
  ],
  'identity.changed-meanwhile': [
    '处理时有新记录写入，请再办理一次。',
    'Something was written at the same moment. Do it again.',
  ],
});
