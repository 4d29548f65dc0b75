/** Small histories of reads and writes by session: all of a size, or random ones; and the checker's answer. */
import { checkConsistency } from '../../src/check/consistency/check.ts';
import type { GuaranteeId } from '../../src/check/consistency/guarantee.ts';
import { sessionsOf } from '../../src/check/consistency/sessions.ts';
import type { Operation } from '../../src/check/linearizability/history.ts';
import { chance, pick, type RandomStream, randomInteger } from '../../src/kernel/random.ts';
import type { Step, Steps } from './brute-force-consistency.ts';

export const limits = { triesMax: 1_000_000, bytesMax: 2 ** 26 };

/** Session after session, as if no two overlapped: time between sessions says nothing. */
export function operationsOf(steps: Steps): Operation[] {
  return steps
    .flatMap((session, process) => session.map((step) => ({ ...step, process })))
    .map(({ process, isRead, key, value }, id) => ({
      ...{ id, process, f: isRead ? 'read' : 'write', key, input: isRead ? null : value },
      output: isRead && value === 0 ? null : value,
      ...{ calledAt: 2 * id, returnedAt: 2 * id + 1, line: undefined, returnLine: undefined },
    }));
}

export function check(steps: Steps, guarantee: GuaranteeId) {
  const history = sessionsOf(operationsOf(steps), { nilReads: 'absent', initial: null });
  return checkConsistency(history, guarantee, limits);
}

/** The sizes of sessions that hold so many operations, the largest first. */
function sizesOf(operations: number, sessionsMax: number, largest = operations): number[][] {
  if (operations === 0) return [[]];
  if (sessionsMax === 0) return [];
  return Array.from({ length: Math.min(largest, operations) }, (_, less) => less + 1).flatMap(
    (size) => sizesOf(operations - size, sessionsMax - 1, size).map((sizes) => [size, ...sizes]),
  );
}

/** Every history of so many operations in up to three sessions on two keys. */
export function* allSteps(operations: number): Generator<Steps> {
  const kinds = [0, 1].flatMap((key) => [true, false].map((isRead) => ({ isRead, key })));
  for (const sizes of sizesOf(operations, 3)) {
    for (const chosen of choices(operations, kinds)) {
      yield* withValues(chosen, sizes);
    }
  }
}

function* choices<Each>(count: number, of: readonly Each[]): Generator<Each[]> {
  if (count === 0) yield [];
  else for (const rest of choices(count - 1, of)) for (const each of of) yield [...rest, each];
}

type Kind = Pick<Step, 'isRead' | 'key'>;

/** Writes are numbered by key; a read returns any of them, or the initial value. */
function* withValues(kinds: readonly Kind[], sizes: readonly number[]): Generator<Steps> {
  const numbered = numberedWrites(kinds);
  const extend = function* (steps: readonly Step[]): Generator<Steps> {
    const kind = numbered[steps.length];
    if (kind === undefined) yield inSessions(steps, sizes);
    else for (const value of kind.values) yield* extend([...steps, { ...kind, value }]);
  };
  yield* extend([]);
}

function numberedWrites(kinds: readonly Kind[]): (Kind & { values: number[] })[] {
  const counts = [0, 0, 0];
  const writes = kinds.map(({ isRead, key }) => {
    if (!isRead) counts[key] = (counts[key] ?? 0) + 1;
    return counts[key] ?? 0;
  });
  return kinds.map(({ isRead, key }, place) => {
    const all = Array.from({ length: 1 + (counts[key] ?? 0) }, (_, value) => value);
    return { isRead, key, values: isRead ? all : [writes[place] ?? 0] };
  });
}

function inSessions(steps: readonly Step[], sizes: readonly number[]): Steps {
  let start = 0;
  return sizes.map((size) => {
    start += size;
    return steps.slice(start - size, start);
  });
}

/** Of up to three sessions and two keys, with reads of what was written. */
export function randomSteps(stream: RandomStream, operations: number): Steps {
  const sizes = pick(stream, sizesOf(operations, 3));
  const keys = randomInteger(stream, 1, 2);
  const kinds = Array.from({ length: operations }, () => ({
    isRead: chance(stream, 0.6),
    key: randomInteger(stream, 0, keys - 1),
  }));
  const steps = numberedWrites(kinds).map(({ isRead, key, values }) => ({
    ...{ isRead, key },
    value: pick(stream, values),
  }));
  return inSessions(steps, sizes);
}
