/**
 * Goal: processes and their combinators end when, and as, their definitions say, and `finally`
 * blocks always run. Method: random trees of processes, carried out by the kernel and by a model
 * that computes every end by recursion.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { all, race } from '../../src/kernel/combinators.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import {
  Cancelled,
  join,
  type Process,
  sleep,
  spawn,
  startProcess,
  type Task,
} from '../../src/kernel/process.ts';
import { TimedOut, timeout } from '../../src/kernel/timeout.ts';
import { countOf } from '../support/campaign.ts';

/** A process as data. Spans are distinct, so that no two things happen at the same time. */
type Tree =
  | { kind: 'work'; spanMs: number; fails: boolean }
  | { kind: 'sequence' | 'race' | 'all'; parts: Tree[] }
  | { kind: 'timeout'; spanMs: number; part: Tree };

const span = fc.double({ min: 0.001, max: 100, noNaN: true });

const tree = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.record({
      kind: fc.constant('work' as const),
      spanMs: span,
      fails: fc.boolean(),
    }),
    fc.record({
      kind: fc.constantFrom('sequence' as const, 'race' as const, 'all' as const),
      parts: fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
    }),
    fc.record({ kind: fc.constant('timeout' as const), spanMs: span, part: tie('tree') }),
  ),
})).tree;

/** How the works of a tree ended, in order. */
type Log = { atMs: number; spanMs: number; how: 'done' | 'failed' | 'cancelled' }[];

function* carryOut(tree: Tree, kernel: Kernel, log: Log): Process<string> {
  switch (tree.kind) {
    case 'work': {
      let how: Log[number]['how'] = 'cancelled';
      try {
        yield* sleep(tree.spanMs);
        how = tree.fails ? 'failed' : 'done';
      } finally {
        log.push({ atMs: kernel.nowMs, spanMs: tree.spanMs, how });
      }
      if (tree.fails) throw new Error(`failed ${tree.spanMs}`);
      return `done ${tree.spanMs}`;
    }
    case 'sequence': {
      let last = '';
      for (const part of tree.parts) last = yield* carryOut(part, kernel, log);
      return last;
    }
    case 'race':
      return yield* race(tree.parts.map((part) => carryOut(part, kernel, log)));
    case 'all':
      return (yield* all(tree.parts.map((part) => carryOut(part, kernel, log)))).join();
    case 'timeout':
      return yield* timeout(tree.spanMs, carryOut(tree.part, kernel, log));
  }
}

interface End {
  atMs: number;
  ok: boolean;
  outcome: string;
}

/** When and how a tree ends that starts at a time and nobody cancels. */
function endOf(tree: Tree, startMs: number): End {
  switch (tree.kind) {
    case 'work': {
      const outcome = `${tree.fails ? 'failed' : 'done'} ${tree.spanMs}`;
      return { atMs: startMs + tree.spanMs, ok: !tree.fails, outcome };
    }
    case 'sequence': {
      let end: End = { atMs: startMs, ok: true, outcome: '' };
      for (const part of tree.parts) if (end.ok) end = endOf(part, end.atMs);
      return end;
    }
    case 'race':
      return tree.parts
        .map((part) => endOf(part, startMs))
        .reduce((a, b) => (b.atMs < a.atMs ? b : a));
    case 'all': {
      const ends = tree.parts.map((part) => endOf(part, startMs));
      const failures = ends.filter(({ ok }) => !ok);
      if (failures.length > 0) return failures.reduce((a, b) => (b.atMs < a.atMs ? b : a));
      const atMs = Math.max(...ends.map((end) => end.atMs));
      return { atMs, ok: true, outcome: ends.map(({ outcome }) => outcome).join() };
    }
    case 'timeout': {
      const end = endOf(tree.part, startMs);
      const dueMs = startMs + tree.spanMs;
      if (end.atMs < dueMs) return end;
      return { atMs: dueMs, ok: false, outcome: `timed out after ${tree.spanMs} ms` };
    }
  }
}

/** Adds how every work in the tree ends, if the whole is cancelled at `cancelMs` at the latest. */
function logOf(tree: Tree, startMs: number, cancelMs: number, log: Log): void {
  if (startMs >= cancelMs) return;
  switch (tree.kind) {
    case 'work': {
      const { spanMs, fails } = tree;
      const atMs = startMs + spanMs;
      if (atMs < cancelMs) log.push({ atMs, spanMs, how: fails ? 'failed' : 'done' });
      else log.push({ atMs: cancelMs, spanMs, how: 'cancelled' });
      return;
    }
    case 'sequence': {
      let atMs = startMs;
      for (const part of tree.parts) {
        logOf(part, atMs, cancelMs, log);
        const end = endOf(part, atMs);
        if (!end.ok) return;
        atMs = end.atMs;
      }
      return;
    }
    case 'race':
    case 'all': {
      const ends = tree.parts.map((part) => endOf(part, startMs));
      const whole = endOf(tree, startMs);
      for (const [place, part] of tree.parts.entries()) {
        // Who decides is not cancelled by the decision.
        const decides = ends[place]?.atMs === whole.atMs;
        logOf(part, startMs, decides ? cancelMs : Math.min(cancelMs, whole.atMs), log);
      }
      return;
    }
    case 'timeout': {
      const dueMs = startMs + tree.spanMs;
      logOf(tree.part, startMs, Math.min(cancelMs, dueMs), log);
    }
  }
}

const byTime = (a: Log[number], b: Log[number]) => a.atMs - b.atMs || a.spanMs - b.spanMs;

/** Two ends at the very same time have an order that the model does not know. */
function hasTies(tree: Tree): boolean {
  const ends: number[] = [];
  const walk = (node: Tree, startMs: number): void => {
    if (node.kind === 'work') ends.push(startMs + node.spanMs);
    else if (node.kind === 'timeout') {
      ends.push(startMs + node.spanMs);
      walk(node.part, startMs);
    } else if (node.kind === 'sequence') {
      let atMs = startMs;
      for (const part of node.parts) {
        walk(part, atMs);
        atMs = endOf(part, atMs).atMs;
      }
    } else for (const part of node.parts) walk(part, startMs);
  };
  walk(tree, 0);
  return new Set(ends).size < ends.length;
}

describe('processes', () => {
  test.prop([tree], { numRuns: countOf({ unit: 150, deep: 20_000 }) })(
    'end as the model says',
    (tree) => {
      fc.pre(!hasTies(tree));
      const kernel = new Kernel('seed');
      const log: Log = [];
      const task = startProcess(kernel, carryOut(tree, kernel, log));
      let endedAtMs = -1;
      task.watch(() => {
        endedAtMs = kernel.nowMs;
      });
      kernel.runUntil(Infinity, 100_000);

      const expected = endOf(tree, 0);
      const expectedLog: Log = [];
      logOf(tree, 0, Infinity, expectedLog);
      expect(endedAtMs).toBe(expected.atMs);
      expect(task.state).toBe(expected.ok ? 'done' : 'failed');
      if (expected.ok) expect(task.value).toBe(expected.outcome);
      else expect(() => task.value).toThrow(expected.outcome);
      expect(log.sort(byTime)).toEqual(expectedLog.sort(byTime));
      expect(kernel.pending).toBe(0);
    },
  );

  test.prop([tree, span], { numRuns: countOf({ unit: 100, deep: 10_000 }) })(
    'cancelled at any time, end there',
    (tree, atMs) => {
      fc.pre(!hasTies(tree) && atMs < endOf(tree, 0).atMs);
      const kernel = new Kernel('seed');
      const log: Log = [];
      const task = startProcess(kernel, carryOut(tree, kernel, log));
      task.watch(() => {});
      kernel.schedule(atMs, () => task.cancel(), undefined);
      kernel.runUntil(Infinity, 100_000);

      const expectedLog: Log = [];
      logOf(tree, 0, atMs, expectedLog);
      expect(task.state).toBe('cancelled');
      expect(() => task.value).toThrow(Cancelled);
      expect(log.sort(byTime)).toEqual(expectedLog.sort(byTime));
      expect(kernel.nowMs).toBeLessThanOrEqual(Math.max(atMs, 0));
    },
  );

  test('a spawned process lives on when the one that spawned it ends', () => {
    const kernel = new Kernel('seed');
    let ended = 0;
    startProcess(
      kernel,
      (function* (): Process<void> {
        yield* spawn(
          (function* (): Process<void> {
            yield* sleep(10);
            ended = kernel.nowMs;
          })(),
        );
      })(),
    );
    kernel.runUntil(100);
    expect(ended).toBe(10);
  });

  test('join returns what the other process returned, whether it has ended or not', () => {
    const kernel = new Kernel('seed');
    const heard: string[] = [];
    startProcess(
      kernel,
      (function* (): Process<void> {
        const worker = yield* spawn(
          (function* (): Process<string> {
            yield* sleep(10);
            return 'result';
          })(),
        );
        heard.push(`${yield* join(worker)} at ${kernel.nowMs}`);
        yield* sleep(5);
        heard.push(`${yield* join(worker)} at ${kernel.nowMs}`);
      })(),
    );
    kernel.runUntil(100);
    expect(heard).toEqual(['result at 10', 'result at 15']);
  });

  test('the error of a process for which nobody waits fails the run', () => {
    const kernel = new Kernel('seed');
    startProcess(
      kernel,
      (function* (): Process<void> {
        yield* sleep(1);
        throw new Error('nobody waits for me');
      })(),
    );
    expect(() => kernel.runUntil(10)).toThrow('nobody waits for me');
  });

  test('clean-up may take time, and its own error is not lost', () => {
    const kernel = new Kernel('seed');
    const log: string[] = [];
    const task = startProcess(
      kernel,
      (function* (): Process<void> {
        try {
          yield* sleep(100);
        } finally {
          yield* sleep(5);
          log.push(`cleaned up at ${kernel.nowMs}`);
        }
      })(),
    );
    kernel.schedule(10, () => task.cancel(), undefined);
    kernel.runUntil(200);
    expect(log).toEqual(['cleaned up at 15']);
    expect(task.state).toBe('cancelled');

    startProcess(
      kernel,
      (function* (): Process<void> {
        yield* race([
          sleep(1),
          (function* (): Process<void> {
            try {
              yield* sleep(100);
            } finally {
              // biome-ignore lint/correctness/noUnsafeFinally: the clean-up that fails is the point
              throw new Error('the clean-up failed');
            }
          })(),
        ]);
      })(),
    );
    expect(() => kernel.runUntil(300)).toThrow('the clean-up failed');
  });

  test('a process that cancels itself ends where it waits next', () => {
    const kernel = new Kernel('seed');
    const log: string[] = [];
    let task: Task<void> | undefined;
    task = startProcess(
      kernel,
      (function* (): Process<void> {
        yield* sleep(1);
        task?.cancel();
        log.push('goes on to its next wait');
        yield* sleep(1);
        log.push('never');
      })(),
    );
    kernel.runUntil(10);
    expect(log).toEqual(['goes on to its next wait']);
    expect(task.state).toBe('cancelled');
  });

  test('a timeout names itself and its span', () => {
    const kernel = new Kernel('seed');
    const task = startProcess(kernel, timeout(5, sleep(10)));
    task.watch(() => {});
    kernel.runUntil(10);
    expect(() => task.value).toThrow(TimedOut);
    expect(() => task.value).toThrow('timed out after 5 ms');
  });

  test('nothing races with nothing, and all of nothing is nothing', () => {
    expect(() => race([])).toThrow(RangeError);
    const kernel = new Kernel('seed');
    const task = startProcess(kernel, all([]));
    kernel.runUntil(1);
    expect(task.value).toEqual([]);
  });
});
