/** The consistency models that a client history can keep, and which of them it does keep. */
import type { HistoryEvent } from '../../sims/raft/client/history.ts';
import { checkHistory } from '../../sims/raft/client/linearizable.ts';
import { checkConsistency } from '../../src/check/consistency/check.ts';
import {
  type GuaranteeId,
  guaranteeIds,
  weakerThan,
} from '../../src/check/consistency/guarantee.ts';
import { sessionsOf } from '../../src/check/consistency/sessions.ts';
import { operationsOf } from '../../src/check/linearizability/history.ts';

export type LevelId = 'linearizable' | GuaranteeId;

/** The strongest first. */
const levelIds: readonly LevelId[] = ['linearizable', ...guaranteeIds];

const weakerLevels = (level: LevelId): readonly LevelId[] =>
  level === 'linearizable' ? guaranteeIds : weakerThan(level);

/** The model, and the models that hold whenever it does. */
export const levelsWithin = (level: LevelId): readonly LevelId[] => [level, ...weakerLevels(level)];

const limits = { triesMax: 1_000_000, bytesMax: 2 ** 26 };

/** Each value of a key is written only once. */
export function levelsOf(history: readonly HistoryEvent[]): ReadonlySet<LevelId> {
  const sessions = sessionsOf(operationsOf(history).operations, {
    nilReads: 'absent',
    initial: null,
  });
  const holds = (level: LevelId) =>
    level === 'linearizable'
      ? checkHistory(history) === undefined
      : checkConsistency(sessions, level, limits).verdict === 'holds';
  return new Set(levelIds.filter(holds));
}

/** The number of verdicts that agree. */
export const agreement = (held: ReadonlySet<LevelId>, expected: readonly LevelId[]): number =>
  levelIds.filter((level) => held.has(level) === expected.includes(level)).length;

/** Pairs of models of which the stronger one holds and the weaker one does not. */
export const misordered = (held: ReadonlySet<LevelId>): number =>
  [...held].flatMap((level) => weakerLevels(level).filter((weaker) => !held.has(weaker))).length;
