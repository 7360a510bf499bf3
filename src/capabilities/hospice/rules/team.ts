/** Who cares for somebody: several people, each named once, and one of them leads. Pure. */
import type { Rule } from '../../../engines/pathways/define.ts';
import { refuse } from '../../../platform/refusal.ts';

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const namesIn = (members: unknown): readonly string[] =>
  Array.isArray(members)
    ? (members as readonly Readonly<Record<string, unknown>>[]).map(({ member }) => textOf(member))
    : [];

export const namedOnce: Rule = ({ answered, answers }) => {
  const names = namesIn(answers['members']);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  return !answered || twice === undefined || refuse('hospice.member-twice', { name: twice });
};
export const leadIsMember: Rule = ({ answered, answers }) =>
  !answered ||
  namesIn(answers['members']).includes(textOf(answers['lead'])) ||
  refuse('hospice.lead-not-member', { name: textOf(answers['lead']) });
