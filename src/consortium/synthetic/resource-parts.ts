/** The pieces synthetic records are made of: how they are marked, coded, dated and measured. */
import { EXACT } from '../../fhir/json.ts';
import type { Resource } from '../../fhir/resource.ts';
import { instantOf } from '../../platform/civil-time.ts';

export const OURS = 'https://kanglian.org/fhir';
export const THO = 'http://terminology.hl7.org/CodeSystem';
/** Marks every record of this file (law 10). */
export const SYNTHETIC_TAG = {
  system: `${OURS}/CodeSystem/record-tag`,
  code: 'synthetic',
  display: '演示数据',
} as const;

/** When records were made: the day the region was first loaded, so that a later part of it is dated alike. */
export type Dating = { readonly asOf: string; readonly zone: string };

/** One stay or visit, and the Encounter that records it. */
export type Visit = {
  readonly id: string;
  /** Instants with offset. */
  readonly at: string;
  readonly until: string;
  readonly organisation: string;
  readonly resource: Resource;
};

/** A decimal as written: 7.0 stays 7.0 (law 7); one that JavaScript writes the same needs no care. */
export const decimal = (value: number, digits: number): string | number => {
  const text = value.toFixed(digits);
  const plain = Number(text);
  return String(plain) === text ? plain : EXACT + text;
};

export const concept = (system: string, code: string, text: string): object => ({ coding: [{ system, code }], text });
export const organisation = (id: string): object => ({ reference: `Organization/${id}` });

const offsets = new Map<string, string>();
/** `2026-11-20T09:20:00+08:00`: asking the zone's rules once a day is enough for zones without a change at noon. */
export const stamp = (day: string, time: string, zone: string): string => {
  const key = `${zone}/${day}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    const minutes = (Date.parse(`${day}T12:00:00Z`) - instantOf(day, '12:00', zone).getTime()) / 60_000;
    const absolute = Math.abs(minutes);
    const two = (n: number): string => String(n).padStart(2, '0');
    offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
    offsets.set(key, offset);
  }
  return `${day}T${time}:00${offset}`;
};

export const quantity = (value: string | number, unit: string, code: string): object => ({
  value,
  unit,
  system: 'http://unitsofmeasure.org',
  code,
});
