/** Where the residents' screens stand. */
import { REGISTERING } from '../../../consortium/roles.ts';
import type { DeskScreen } from '../../kit/screen.ts';
import { words } from './words.ts';

export const residents: readonly DeskScreen[] = [
  {
    path: '/residents',
    load: () => import('./resident-list.tsx').then(({ ResidentsScreen }) => ResidentsScreen),
    menu: { order: 20, icon: 'person', label: { zh: words.zh.title, en: words.en.title }, roles: REGISTERING },
  },
  { path: '/residents/find', load: () => import('./resident-search.tsx').then(({ ResidentSearch }) => ResidentSearch) },
  {
    path: '/residents/new',
    load: () => import('./new-resident.tsx').then(({ NewResidentScreen }) => NewResidentScreen),
  },
  {
    path: '/residents/$id/identity',
    load: () => import('./identity-page.tsx').then(({ IdentityPage }) => IdentityPage),
  },
  {
    path: '/residents/$id',
    load: () => import('./resident-page.tsx').then(({ loadResidentPage }) => loadResidentPage()),
  },
];
