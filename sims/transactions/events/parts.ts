/** What every machine of event sourcing receives. */
import { counter, histogram, type MetricsOf } from '../../../src/check/metric.ts';
import type { EventJudge } from './judge.ts';
import type { EventRules } from './rules.ts';

export interface EventOptions {
  readonly accounts: readonly string[];
  readonly handlers: number;
  /** Commands per handler, and its longest pause between two. */
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
  conflicts: counter('conflicts', 'appends that found a version other than the expected one'),
  reads: counter('reads', 'reads of the projection after a write'),
  staleReads: counter('reads', 'reads that missed the write'),
};

export interface EventParts {
  readonly rules: EventRules;
  readonly options: EventOptions;
  readonly judge: EventJudge;
  readonly metrics: MetricsOf<typeof eventMetrics>;
  /** How far handlers and projection have come. */
  readonly progress: { commands: number; projected: number };
}
