/** proposals.json of every region: read, without faults, and not verified by anybody who did not look it up. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findProposalFaults } from './proposals-faults.ts';
import { ProposalsFile } from './proposals-file.ts';

const read = (region: string): ProposalsFile =>
  ProposalsFile.parse(
    JSON.parse(readFileSync(new URL(`../../../regions/${region}/proposals.json`, import.meta.url), 'utf8')),
  );
const organisationsOf = (region: string): never[] =>
  region === 'siping'
    ? (JSON.parse(
        readFileSync(new URL('../../../regions/siping/organisations.json', import.meta.url), 'utf8'),
      ) as never[])
    : [];
const faultsOf = (region: string, proposals: ProposalsFile): readonly string[] =>
  findProposalFaults({ proposals, organisations: organisationsOf(region) }).map(
    ({ place, reason }) => `${place} ${reason.en}`,
  );

describe.each(['siping', 'hanzhong', 'nanyang', 'jianghan'])('%s', (region) => {
  test('says whose proposals it handles and by which rules, today and in the year of its letter', () => {
    const file = read(region);
    expect(faultsOf(region, file)).toEqual([]);
    for (const { body } of file.bodies)
      for (const day of ['2024-07-01', '2025-07-01', '2026-11-30'])
        expect(
          file.rules.filter((rule) => rule.body === body && rule.validFrom <= day && (rule.validUntil ?? '9999') > day),
          `${body} ${day}`,
        ).toHaveLength(1);
    expect(file.rules.every(({ verified, source }) => !verified && source !== '')).toBe(true);
  });
});

test('a rule that overlaps, a class followed that is none, bands out of order and an unknown office are faults with a place', () => {
  const file = read('siping');
  const [first, second] = file.rules;
  if (first === undefined || second === undefined) throw new Error('no rules');
  const rule = {
    ...first.rule,
    followed: ['D' as const],
    extendToMonths: 2,
    bands: [
      { verdict: 'satisfied' as const, from: 60 },
      { verdict: 'dissatisfied' as const, from: 90 },
    ],
  };
  const broken: ProposalsFile = {
    ...file,
    bodies: file.bodies.map((body) => ({ ...body, supervisor: 'nobody' })),
    rules: [first, { ...first, validFrom: '2025-01-01', rule }, second],
  };
  expect(faultsOf('siping', broken)).toEqual([
    '$.bodies[0].supervisor no organisation "nobody"',
    '$.bodies[1].supervisor no organisation "nobody"',
    '$.rules[1].validFrom overlaps an earlier rule of the body',
    '$.rules[1].rule.extendToMonths an extension ends before the time itself',
    '$.rules[1].rule.followed[0] there is no class "D"',
    '$.rules[1].rule.bands bands go down, to zero',
  ]);
});
