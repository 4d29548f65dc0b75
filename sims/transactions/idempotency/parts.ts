/** What the machines of one system of idempotency keys share. */
import type { NodeId } from '../../../src/world/actor.ts';
import type { CrashPoints } from '../crash-points.ts';
import type { IdempotencyJudge } from './laws.ts';
import type { IdempotencyRules } from './rules.ts';

/** What a server keeps of a request: nothing; its answer; or its key before, and each phase as it is done. */
export const keepings = ['nothing', 'answers', 'recovery points'] as const;
export type Keeping = (typeof keepings)[number];

/** In the order in which a request calls them, with the step that each is. */
export const steps = { reserve: 1, ride: 2, charge: 3, finish: 4 } as const;

/** The steps of a server that keeps so much. */
export const stepsOf = (keeps: Keeping): readonly number[] =>
  keeps === 'nothing' ? [steps.ride, steps.charge] : Object.values(steps);

/** How the provider of cards takes a charge: the first try fails, or every one is made. */
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
  /** After that long a request that was at work is taken for dead. */
  readonly lockMs: number;
  readonly cardMood: (intent: number) => CardMood;
  readonly idOf: (machine: string) => NodeId;
}
