/** The screens of all capabilities, and the menu of a role made from them. */
import { screens as accreditation } from '../../capabilities/accreditation/screens/index.ts';
import { screens as figures } from '../../capabilities/cockpit/screens/index.ts';
import { screens as elderCare } from '../../capabilities/elder-care/screens/index.ts';
import { screens as breakGlass } from '../../capabilities/health-record/break-glass/screens/index.ts';
import { screens as erasure } from '../../capabilities/health-record/erasure/screens/index.ts';
import { screens as identity } from '../../capabilities/health-record/identity/screens/index.ts';
import { screens as objection } from '../../capabilities/health-record/objection/screens/index.ts';
import { screens as hospice } from '../../capabilities/hospice/screens/index.ts';
import { screens as proposals } from '../../capabilities/proposals/screens/index.ts';
import { screens as letters } from '../../capabilities/letters/screens/index.ts';
import { screens as referral } from '../../capabilities/referral/screens/index.ts';
import type { Role } from '../../consortium/roles.ts';
import type { DeskScreen } from '../kit/screen.ts';
import { capacity } from './capacity/screens.ts';
import { cockpit } from './cockpit/screens.ts';
import { imports } from './imports/screens.ts';
import { duty } from './duty/screens.ts';
import { messages } from './messages/screens.ts';
import { reports } from './reports/screens.ts';
import { residents } from './residents/screens.ts';
import { stock } from './stock/screens.ts';

export const screens: readonly DeskScreen[] = [
  ...referral,
  ...hospice,
  ...accreditation,
  ...breakGlass,
  ...objection,
  ...erasure,
  ...residents,
  ...identity,
  ...proposals,
  ...letters,
  ...cockpit,
  ...figures,
  ...capacity,
  ...elderCare,
  ...stock,
  ...imports,
  ...reports,
  ...messages,
  ...duty,
];

export type MenuEntry = { readonly path: string; readonly menu: NonNullable<DeskScreen['menu']> };

/** The entries of this role: where its day begins, then the others in their order; never the whole product. */
export const menuOf = (role: Role): readonly MenuEntry[] => {
  const isFirst = ({ menu }: MenuEntry): boolean => menu.first?.includes(role) === true;
  return screens
    .flatMap(({ path, menu }) => (menu?.roles.includes(role) === true ? [{ path, menu }] : []))
    .sort((one, other) => Number(isFirst(other)) - Number(isFirst(one)) || one.menu.order - other.menu.order);
};

/** The screen behind the top bar's messages, if one is there. */
export const messagesOf = (): { readonly path: string; readonly useCount: () => number | null } | null => {
  const found = screens.find(({ messages }) => messages !== undefined);
  return found?.messages === undefined ? null : { path: found.path, useCount: found.messages.useCount };
};
