import { expect, test } from 'vitest';
import type { Candidate } from '../../../consortium/shapes.ts';
import { asAnybodys } from './place-read.ts';

const ward = (change: Partial<Candidate>): Candidate => ({
  department: { id: 'd', name: '心内科', specialty: 'cardiology', phone: null },
  organisation: { id: 'o', name: '县人民医院', shortName: '县医院', kind: 'hospital', level: null },
  quota: null,
  slots: [],
  keySpecialty: null,
  sameConsortium: true,
  walkIn: false,
  fits: true,
  reasons: [],
  heldHere: true,
  because: [],
  against: [],
  stale: false,
  km: 12,
  wait: null,
  ...change,
});

test('what the phone keeps of a list says nothing of the resident it was read for', () => {
  const treated = ward({ because: [{ code: 'treated-before', values: { on: '2026-11-01' } }, { code: 'peer' }] });
  const young = ward({ fits: false, against: [{ code: 'too-old', values: { age: 71, oldest: 14 } }] });
  const kept = asAnybodys([treated, young]);
  expect(JSON.stringify(kept)).not.toMatch(/treated-before|2026-11-01|too-old|71/);
  expect(kept[0]?.because).toEqual([{ code: 'peer' }]);
  expect(kept.map(({ heldHere }) => heldHere)).toEqual([false, false]);
});

test('what was against a department for age alone is for nobody else: it is offered again', () => {
  const young = ward({ fits: false, against: [{ code: 'too-old', values: { age: 71, oldest: 14 } }] });
  const full = ward({ fits: false, against: [{ code: 'too-old' }, { code: 'full', values: { places: 4 } }] });
  const kept = asAnybodys([young, full]);
  expect(kept.map(({ fits }) => fits)).toEqual([true, false]);
  expect(kept[1]?.against).toEqual([{ code: 'full', values: { places: 4 } }]);
});
