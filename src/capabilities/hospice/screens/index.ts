/** The browser's door of hospice care: the list, the person's page, the days in the ledger, the settlement desk. */
import type { DeskScreen } from '../../../web/kit/screen.ts';
import { screenWords } from './screen-words.ts';
import { statementScreenWords } from './statement-words.ts';

export const screens: readonly DeskScreen[] = [
  {
    path: '/hospice',
    load: () => import('./list.tsx').then(({ HospiceListScreen }) => HospiceListScreen),
    menu: {
      order: 22,
      icon: 'home',
      label: { zh: screenWords.zh.title, en: screenWords.en.title },
      roles: [
        'general-practitioner',
        'nurse',
        'public-health-worker',
        'attending-physician',
        'social-worker',
        'bed-manager',
      ],
    },
  },
  {
    path: '/hospice/new',
    load: () => import('./new-referral.tsx').then(({ NewHospiceReferral }) => NewHospiceReferral),
  },
  {
    path: '/hospice/settlement',
    load: () => import('./settlement.tsx').then(({ SettlementScreen }) => SettlementScreen),
    menu: {
      order: 23,
      icon: 'paper',
      label: { zh: screenWords.zh.settlement, en: screenWords.en.settlement },
      roles: ['bed-manager', 'social-worker', 'attending-physician', 'general-practitioner'],
    },
  },
  { path: '/hospice/claims', load: () => import('./claims.tsx').then(({ ClaimsScreen }) => ClaimsScreen) },
  { path: '/hospice/claims/$id', load: () => import('./claims.tsx').then(({ ClaimScreen }) => ClaimScreen) },
  {
    path: '/hospice/differences',
    load: () => import('./differences.tsx').then(({ DifferencesScreen }) => DifferencesScreen),
  },
  {
    path: '/hospice/differences/$id',
    draws: ['care-difference'],
    load: () => import('./difference.tsx').then(({ DifferenceScreen }) => DifferenceScreen),
  },
  {
    path: '/hospice/statements',
    load: () => import('./statements.tsx').then(({ StatementsScreen }) => StatementsScreen),
    menu: {
      order: 23,
      icon: 'paper',
      label: { zh: statementScreenWords.zh.title, en: statementScreenWords.en.title },
      roles: ['commission-officer', 'insurance-officer'],
    },
  },
  {
    path: '/hospice/statements/one',
    load: () => import('./statement.tsx').then(({ StatementScreen }) => StatementScreen),
  },
  { path: '/hospice/aid', load: () => import('./aid.tsx').then(({ AidScreen }) => AidScreen) },
  {
    path: '/hospice/$id',
    draws: ['hospice-stay'],
    load: () => import('./person.tsx').then(({ HospicePersonScreen }) => HospicePersonScreen),
  },
  {
    path: '/hospice/$id/visit',
    load: () => import('./visit.tsx').then(({ HospiceVisitScreen }) => HospiceVisitScreen),
  },
  { path: '/hospice/$id/ledger', load: () => import('./ledger.tsx').then(({ LedgerScreen }) => LedgerScreen) },
  { path: '/hospice/$id/handover', load: () => import('./handover.tsx').then(({ HandoverScreen }) => HandoverScreen) },
];
