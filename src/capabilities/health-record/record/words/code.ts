/** The words with which a resident is given the code for their own record. */
import { words as table } from '../../../../platform/words.ts';

export const words = table(
  {
    button: '给居民查看码',
    title: '居民本人查看健康档案',
    why: '只当面给居民本人。先核对身份，查看码只能用一次，用过的手机在期限内可以一直看。给出新的，原来没用过的就作废。',
    proof: '怎样核对了身份',
    proofs: { 'identity-card': '身份证原件', 'insurance-card': '医保卡', 'known-in-person': '本人熟识' },
    proofNeed: '请选择怎样核对了身份。',
    give: '给出查看码',
    use: (address: string) => `请居民在手机上打开 ${address}，输入这12位数字。`,
    until: (time: string) => `${time} 前有效`,
  },
  {
    button: 'Code for the resident',
    title: 'The resident reads their own record',
    why: 'Given to the resident in person only, after checking who it is. It works once; the phone it was used on may go on looking for a while. A new one ends the one before that was not used.',
    proof: 'How you know who it is',
    proofs: {
      'identity-card': 'Identity card',
      'insurance-card': 'Insurance card',
      'known-in-person': 'Known in person',
    },
    proofNeed: 'Please choose how you know who it is.',
    give: 'Give the code',
    use: (address) => `On their phone: open ${address} and enter these 12 digits.`,
    until: (time) => `valid until ${time}`,
  },
);
