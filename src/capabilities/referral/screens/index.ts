/** The browser's door of the referral: its screens, each loaded when it is opened. */
import type { DeskScreen } from '../../../web/kit/screen.ts';
import { draftsWords } from './drafts-words.ts';
import { useMineCount } from './worklist-query.ts';

export const screens: readonly DeskScreen[] = [
  {
    path: '/worklist',
    load: () => import('./worklist.tsx').then(({ WorklistScreen }) => WorklistScreen),
    menu: {
      order: 10,
      icon: 'list',
      label: { zh: '待办', en: 'Worklist' },
      roles: [
        'village-doctor',
        'general-practitioner',
        'nurse',
        'public-health-worker',
        'referral-coordinator',
        'admission-clerk',
        'attending-physician',
        'duty-officer',
      ],
      useCount: useMineCount,
    },
  },
  {
    path: '/cases/$id',
    draws: ['referral'],
    load: () => import('./case-page.tsx').then(({ CasePage }) => CasePage),
  },
  { path: '/referrals/new', load: () => import('./new-referral.tsx').then(({ NewReferral }) => NewReferral) },
  {
    path: '/referrals/down',
    load: () => import('./down-referral.tsx').then(({ DownReferralScreen }) => DownReferralScreen),
  },
  {
    path: '/referrals/drafts/$draft',
    load: () => import('./new-referral.tsx').then(({ ReferralDraftScreen }) => ReferralDraftScreen),
  },
  {
    path: '/drafts',
    load: () => import('./drafts.tsx').then(({ Drafts }) => Drafts),
    menu: {
      order: 30,
      icon: 'arrows',
      label: { zh: draftsWords.zh.drafts, en: draftsWords.en.drafts },
      roles: ['village-doctor', 'general-practitioner'],
    },
  },
];
