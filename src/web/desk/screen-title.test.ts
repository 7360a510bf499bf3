import { describe, expect, test } from 'vitest';
import { titleOf } from './screen-title.ts';

const menu = (zh: string, en: string) => ({ order: 1, icon: 'list' as const, label: { zh, en }, roles: [] });
const SCREENS = [
  { path: '/worklist', menu: menu('待办', 'Worklist') },
  { path: '/hospice', menu: menu('安宁疗护', 'Hospice care') },
  { path: '/hospice/settlement', menu: menu('床日结算', 'Bed-day settlement') },
  { path: '/cases/$id' },
];
const title = (path: string, language: 'zh' | 'en' = 'zh') => titleOf(path, language, { cases: '单据' }, SCREENS);

describe('the title of a screen', () => {
  test('is that of its entry in the menu, in the language read', () => {
    expect(title('/worklist')).toBe('待办');
    expect(title('/worklist', 'en')).toBe('Worklist');
  });

  test('is that of the nearest entry for what lies within it', () => {
    expect(title('/hospice/settlement')).toBe('床日结算');
    expect(title('/hospice/0a1b/ledger')).toBe('安宁疗护');
    expect(title('/hospices')).toBeNull();
  });

  test('of what has no entry says what kind of thing it is, and nothing of the one it is about', () => {
    expect(title('/cases/0a1b')).toBe('单据');
    expect(title('/')).toBeNull();
  });
});
