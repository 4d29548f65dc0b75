/** What the machines of one idempotency-key system share. */
import type { NodeId } from '../../../src/world/actor.ts';
import type { CrashPoints } from '../crash-points.ts';
import type { IdempotencyJudge } from './laws.ts';
import type { IdempotencyRules } from './rules.ts';

/**
 * What a server stores of a request: nothing; its answer; or its key first, and then each phase as
 * it completes.
 */
export const keepings = ['nothing', 'answers', 'recovery points'] as const;
export type Keeping = (typeof keepings)[number];

/** In the order in which a request calls them, each with its step number. */
export const steps = { reserve: 1, ride: 2, charge: 3, finish: 4 } as const;

/** The steps of a server that stores this much. */
export const stepsOf = (keeps: Keeping): readonly number[] =>
  keeps === 'nothing' ? [steps.ride, steps.charge] : Object.values(steps);

/** How the card provider handles a charge: the first try fails, or every one succeeds. */
export type CardMood = 'charges' | 'declines-first' | 'breaks-first';

export interface IdempotencyParts {
  readonly rules: IdempotencyRules;
  readonly keeps: Keeping;
  readonly judge: IdempotencyJudge;
  readonly points: CrashPoints;
  readonly timeoutMs: number;
  readonly chargeMs: number;
  /** How long a key is kept. */
  readonly keepMs: number;
  /** After this time a request in progress is presumed dead. */
  readonly lockMs: number;
  readonly cardMood: (intent: number) => CardMood;
  readonly idOf: (machine: string) => NodeId;
}
