/** What every machine of event sourcing is given. */
import { counter, histogram, type MetricsOf } from '../../../src/check/metric.ts';
import type { EventJudge } from './judge.ts';
import type { EventRules } from './rules.ts';

export interface EventOptions {
  readonly accounts: readonly string[];
  readonly handlers: number;
  /** Of each handler, and at most how long it waits between two. */
  readonly commands: number;
  readonly everyMs: number;
  /** From loading an account until its event is sent. */
  readonly thinkMs: number;
  readonly snapshotEvery: number;
  readonly pollMs: number;
  /** How long after its write a handler reads the projection. */
  readonly readAfterMs: number;
}

export const eventMetrics = {
  replayed: histogram('events', 'events that a command replayed to load its account'),
  conflicts: counter('conflicts', 'appends that found another version than they expected'),
  reads: counter('reads', 'reads of the projection after a write'),
  staleReads: counter('reads', 'those that did not find the write'),
};

export interface EventParts {
  readonly rules: EventRules;
  readonly options: EventOptions;
  readonly judge: EventJudge;
  readonly metrics: MetricsOf<typeof eventMetrics>;
  /** How far handlers and projection are. */
  readonly progress: { commands: number; projected: number };
}
