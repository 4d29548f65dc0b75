/** What the machines of one saga system share. */
import type { Process } from '../../../src/kernel/process.ts';
import { Refusal } from '../../../src/world/call.ts';
import { isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import type { CrashPoints } from '../crash-points.ts';
import type { SagaJudge } from './laws.ts';
import type { SagaRules } from './rules.ts';

/** A participant, and what it does for each saga. */
export interface Participant {
  readonly name: string;
  /** Its part can be undone. */
  readonly canBeUndone: boolean;
  /** How many sagas it can serve at a time; an undone saga releases what it held. */
  readonly capacity: number;
}

export interface SagaOptions {
  readonly name: string;
  /** In saga order, with the participant that cannot be undone last. */
  readonly participants: readonly Participant[];
  readonly sagas: number;
  /** When each saga begins. */
  readonly beginsMs: (saga: number) => number;
  /** The participant that refuses its part of a saga, for a business reason. */
  readonly refusedBy: (saga: number) => string | undefined;
  /** How often that participant fails to undo its part of the saga before it succeeds. */
  readonly undoFailures: (saga: number, at: string) => number;
  readonly undoTriesMax: number;
  /** Whether a participant makes others wait for an unsettled reservation. */
  readonly hasSemanticLock: boolean;
  /** How long each part takes. */
  readonly workMs: number;
  readonly restartMs: number;
  readonly timeoutMs: number;
  readonly retryMs: number;
}

export interface SagaParts {
  readonly rules: SagaRules;
  readonly options: SagaOptions;
  /** The participants in the order in which they are asked. */
  readonly plan: readonly Participant[];
  readonly judge: SagaJudge;
  readonly points: CrashPoints;
  readonly idOf: (machine: string) => string;
}

/** The steps of a saga with n parts: part k is step k, and undoing it is step 2n - k. */
export const undoStep = (parts: number, part: number): number => 2 * parts - part;

/** The part that cannot be undone comes last, so that no later part can be refused. */
export function planOf(
  rules: SagaRules,
  participants: readonly Participant[],
): readonly Participant[] {
  const reversible = participants.filter(({ canBeUndone }) => canBeUndone);
  const pivots = participants.filter(({ canBeUndone }) => !canBeUndone);
  return rules['pivot-last'] ? [...reversible, ...pivots] : [...pivots, ...reversible];
}

/** A participant may refuse for now; it is asked again later. */
export const notNow = new Refusal('not now');

/** Repeats the call until it is answered, at most `triesMax` times. Undefined if it never was. */
export function* untilAnswered<Result>(
  node: ServerContext<never>,
  call: () => Process<Result>,
  retryMs: number,
  triesMax = Number.POSITIVE_INFINITY,
): Process<Result | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      return yield* call();
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
    }
    if (tries >= triesMax) return undefined;
    yield* node.sleep(retryMs);
  }
}
