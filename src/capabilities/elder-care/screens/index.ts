/** The browser's door of elder care: beds, waiting list, stays. */
import type { DeskScreen } from '../../../web/kit/screen.ts';
import { boardWords } from './board-words.ts';
import { institutionWords } from './institution-words.ts';
import { stayWords } from './stay-words.ts';
import { networkWords } from '../words/network.ts';

export const screens: readonly DeskScreen[] = [
  {
    path: '/beds',
    load: () => import('./bed-board.tsx').then(({ BedBoardScreen }) => BedBoardScreen),
    menu: {
      order: 16,
      icon: 'bed',
      label: { zh: boardWords.zh.title, en: boardWords.en.title },
      roles: [
        'bed-manager',
        'nurse',
        'social-worker',
        'duty-officer',
        'commission-officer',
        'civil-affairs-officer',
        'insurance-officer',
      ],
    },
  },
  { path: '/elder-care/waiting', load: () => import('./waiting.tsx').then(({ WaitingScreen }) => WaitingScreen) },
  {
    path: '/elder-care/stays/$id',
    load: () => import('./stay.tsx').then(({ StayScreen }) => StayScreen),
    draws: ['residence', 'assessment', 'care-contract', 'care-benefit', 'care-subsidy'],
  },
  {
    path: '/elder-care/stays/$id/ledger',
    load: () => import('./ledger.tsx').then(({ StayLedgerScreen }) => StayLedgerScreen),
  },
  { path: '/elder-care/apply', load: () => import('./apply.tsx').then(({ ApplyScreen }) => ApplyScreen) },
  {
    path: '/elder-care/rounds',
    load: () => import('./rounds.tsx').then(({ RoundsScreen }) => RoundsScreen),
    menu: {
      order: 16,
      icon: 'people',
      label: { zh: stayWords.zh.rounds, en: stayWords.en.rounds },
      roles: ['nurse'],
    },
  },
  { path: '/elder-care/new/$pathway/$id', load: () => import('./apply.tsx').then(({ ApplyScreen }) => ApplyScreen) },
  {
    path: '/elder-care/institutions',
    load: () => import('./institutions.tsx').then(({ InstitutionsScreen }) => InstitutionsScreen),
    menu: {
      order: 18,
      icon: 'home',
      label: { zh: institutionWords.zh.title, en: institutionWords.en.title },
      roles: ['commission-officer', 'civil-affairs-officer', 'insurance-officer', 'bed-manager', 'medical-affairs'],
    },
  },
  {
    path: '/elder-care/network',
    load: () => import('./network.tsx').then(({ NetworkScreen }) => NetworkScreen),
    menu: {
      order: 60,
      icon: 'people',
      label: { zh: networkWords.zh.title, en: networkWords.en.title },
      roles: ['commission-officer', 'civil-affairs-officer', 'insurance-officer', 'administrator'],
    },
  },
  {
    path: '/elder-care/institutions/$id',
    load: () => import('./institution.tsx').then(({ InstitutionScreen }) => InstitutionScreen),
  },
  {
    path: '/elder-care/files',
    load: () => import('./files.tsx').then(({ FilesScreen }) => FilesScreen),
    menu: {
      order: 17,
      first: ['civil-affairs-officer', 'insurance-officer'],
      icon: 'paper',
      label: { zh: boardWords.zh.list, en: boardWords.en.list },
      roles: [
        'general-practitioner',
        'attending-physician',
        'referral-coordinator',
        'bed-manager',
        'nurse',
        'social-worker',
        'public-health-worker',
        'medical-affairs',
        'civil-affairs-officer',
        'insurance-officer',
      ],
    },
  },
];
