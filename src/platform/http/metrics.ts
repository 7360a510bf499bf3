import { AggregatorRegistry, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Turns } from './turns.ts';

export type Metrics = {
  readonly registry: Registry;
  readonly observe: (method: string, route: string, status: number, seconds: number) => void;
  /** This process's counters as values, for a process that adds up several. */
  readonly values: () => Promise<readonly unknown[]>;
  readonly text: () => Promise<string>;
  readonly contentType: string;
};

/** Counters of one process. Labels are route templates: no id and no value ever becomes a label. */
export const createMetrics = (): Metrics => {
  const registry = new Registry();
  // the machine is woken as often as the loop is looked at: twenty times a second show a loop that stands still
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 50 });
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of HTTP requests by route template',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  new Gauge({ name: 'kanglian_processes', help: 'Server processes counted here', registers: [registry] }).set(1);
  return {
    registry,
    observe: (method, route, status, seconds) => requests.observe({ method, route, status }, seconds),
    values: () => registry.getMetricsAsJSON(),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
};

/** How many heavy requests are under way, and how many wait for their turn. */
export const countTurns = ({ registry }: Metrics, turns: Turns): void => {
  new Gauge({
    name: 'kanglian_heavy_requests',
    help: 'Bundles, whole records, spreadsheets and papers by what they do',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      this.set({ state: 'running' }, turns.taken());
      this.set({ state: 'waiting' }, turns.waiting());
    },
  });
};

/** Several processes' counters as one text: sums, and averages where a sum says nothing. */
export const metricsTogether = (values: readonly (readonly unknown[])[]): Promise<string> =>
  AggregatorRegistry.aggregate(values as unknown as Parameters<typeof AggregatorRegistry.aggregate>[0]).metrics();
