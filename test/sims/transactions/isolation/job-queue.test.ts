/**
 * Goal: a claim gets the first job that is not done, waits for it, or skips it, as PostgreSQL’s documentation of the
 * locking clause says: "With SKIP LOCKED, any selected rows that cannot be immediately locked are skipped." Method: drawn
 * claims and ends of transactions beside a list that says of each job who has it.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  Database,
  type Result,
  type Waiting,
} from '../../../../sims/transactions/isolation/database.ts';
import {
  type Claim,
  claimStatement,
  claims,
  jobQueue,
} from '../../../../sims/transactions/isolation/job-queue.ts';
import { isolationRules } from '../../../../sims/transactions/isolation/rules.ts';
import {
  commit,
  rollback,
  type Statement,
  sqlOf,
  update,
} from '../../../../sims/transactions/isolation/statement.ts';
import { rowsOf, storeSystem } from '../../../../sims/transactions/isolation/system.ts';
import type { Transaction } from '../../../../sims/transactions/isolation/transaction.ts';
import { defineRules } from '../../../../src/check/rules.ts';
import { constant } from '../../../../src/kernel/distribution.ts';
import { must } from '../../../../src/kernel/must.ts';
import { crash, pause } from '../../../../src/world/fault.ts';
import { World } from '../../../../src/world/world.ts';

const book = defineRules('isolation', isolationRules);
const rules = book.without();
const jobs = 5;

interface Worker {
  readonly transaction: Transaction;
  readonly running: Waiting<Result>;
  readonly skips: boolean;
  /** Jobs that were open when it began to look, and that it has not looked at yet. */
  readonly toLookAt: number[];
  /** The job that it has; 0 if it waits or has found none. */
  job: number;
  waits: boolean;
}

const step = fc.record({
  worker: fc.nat(3),
  claim: fc.constantFrom<Claim>('for-update', 'skip-locked'),
  /** How a transaction that has a job ends. */
  end: fc.constantFrom('done', 'commit', 'rollback'),
});

test('claims agree with a list of who has which job', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      // Out of order, and with a row between that is no job.
      const ids = [3, 1, 5, 2, 4];
      const rows = ids.map((id) => ({ id, done: 0 }));
      const database = new Database(rules, { rows: [...rows, { id: 9, done: 1 }] });
      const say = (transaction: Transaction, statement: Statement) => {
        const answer = database.execute(transaction, statement).next();
        if (answer.done !== true) throw new Error('a statement waits');
        return answer.value;
      };
      const workers = new Map<number, Worker>();
      const isDone = new Set<number>();
      const locks = new Map<number, Worker>();
      const open = () => [1, 2, 3, 4, 5].filter((job) => !isDone.has(job));

      /** A worker that waits does so at the first job on its list; it keeps the lock of one that it finds done. */
      const expectedOf = (worker: Worker): 'waits' | number[] => {
        for (let job = worker.toLookAt[0]; job !== undefined; job = worker.toLookAt[0]) {
          const isLocked = locks.has(job) && locks.get(job) !== worker;
          if (isLocked && !worker.skips) return 'waits';
          worker.toLookAt.shift();
          if (isLocked) continue;
          locks.set(job, worker);
          if (!isDone.has(job)) return [job];
        }
        return [];
      };
      const goOn = (worker: Worker): void => {
        const answer = worker.running.next();
        const expected = expectedOf(worker);
        expect(answer.done === true ? answer.value.rows.map(({ id }) => id) : 'waits').toEqual(
          expected,
        );
        worker.waits = answer.done !== true;
        worker.job = expected === 'waits' ? 0 : (expected[0] ?? 0);
      };

      for (const { worker: place, claim, end } of steps) {
        const worker = workers.get(place);
        if (worker?.waits) continue;
        if (worker === undefined) {
          const transaction = database.begin('read-committed', `T${place}`);
          const running = database.execute(transaction, claimStatement(rules, claim));
          const skips = claim === 'skip-locked';
          const begun = { transaction, running, skips, toLookAt: open(), job: 0, waits: false };
          goOn(begun);
          workers.set(place, begun);
          continue;
        }
        const { transaction, job } = worker;
        if (end === 'done' && job > 0) say(transaction, update({ done: 1 }, { id: job }));
        say(transaction, end === 'rollback' ? rollback : commit);
        if (end === 'done' && job > 0) isDone.add(job);
        workers.delete(place);
        for (const [locked, by] of locks) if (by === worker) locks.delete(locked);
        // The one that has waited longest goes first.
        for (const other of workers.values()) if (other.waits) goOn(other);
      }
      const left = database.rows.filter(({ done }) => done === 0).map(({ id }) => id);
      expect(left.toSorted((one, other) => (one ?? 0) - (other ?? 0))).toEqual(open());
    }),
    { numRuns: 300, seed: 1 },
  );
});

test.each([
  ['unlocked', 'select * from test where done = 0 order by id limit 1'],
  ['for-update', 'select * from test where done = 0 order by id limit 1 for update'],
  ['skip-locked', 'select * from test where done = 0 order by id limit 1 for update skip locked'],
] as const)('a claim in SQL: %s', (claim, sql) => {
  expect(sqlOf(claimStatement(rules, claim))).toBe(sql);
});

describe('workers', () => {
  const run = (claim: Claim, given: { workers: number; workMs: number }, ...off: string[]) => {
    const world = new World('1', { latencyMs: constant(0.5) });
    const times = { pollMs: 20, idleTimeoutMs: 100, startMs: 10, laterMs: 2, untilMs: 900 };
    const queue = jobQueue(world, book.without(...off), { claim, jobs, ...given, ...times });
    return { world, queue, until: () => world.kernel.runUntil(1_000) };
  };

  test.each(claims)('one worker does every job once, one after the other: %s', (claim) => {
    const { queue, until } = run(claim, { workers: 1, workMs: 10 });
    until();
    expect([...queue.runs]).toEqual([1, 2, 3, 4, 5].map((job) => [job, 1]));
    // Ten ms of work and three calls of two messages each: 13 ms.
    expect([...queue.doneMs.values()]).toEqual([13, 26, 39, 52, 65]);
  });

  test('a dead worker’s job is taken 100 ms after its claim was answered', () => {
    const { world, queue, until } = run('skip-locked', { workers: 2, workMs: 10 });
    world.plan([{ atMs: 15, fault: crash('skip-locked/worker1') }]);
    until();
    expect(queue.runs.get(1)).toBe(1);
    expect([2, 3, 4, 5].map((job) => queue.doneMs.get(job))).toEqual([15, 28, 41, 54]);
    // Free after 100.5 ms. The looks of the other worker come every 22 ms: sleep, call, call of the rollback.
    const lookMs = 54 + 22 * Math.ceil((100.5 - 54.5) / 22);
    expect(queue.doneMs.get(1)).toBe(lookMs + 13);
  });

  test('a claim that waits for a dead worker goes on after the timeout', () => {
    const { world, queue, until } = run('for-update', { workers: 2, workMs: 10 });
    world.plan([{ atMs: 15, fault: crash('for-update/worker1') }]);
    until();
    // The first claim is answered at 0.5 ms; its answer after 100 ms, the work, and two calls.
    expect([...queue.doneMs.values()]).toEqual([113, 126, 139, 152, 165]);
  });

  test('a transaction may last longer than the timeout, if it is never silent for so long', () => {
    const world = new World('1', { latencyMs: constant(0.5) });
    const system = storeSystem(world, rules, {
      name: 'x',
      level: 'read-committed',
      rows: [{ id: 1, done: 0 }],
      clients: 1,
      rounds: 1,
      everyMs: 10,
      idleTimeoutMs: 100,
      does: () => (session, node) =>
        session.transact(function* (say) {
          for (let left = 3; left > 0; left--) {
            yield* say(update({ done: { plus: 1 } }, { id: 1 }));
            yield* node.sleep(60);
          }
          return 'commit';
        }),
    });
    world.kernel.runUntil(1_000);
    expect([system.ended, system.failures, rowsOf(system)]).toEqual([1, 0, [{ id: 1, done: 3 }]]);
  });

  test('a worker that is paused for longer finds its transaction gone, and does a job of its own again', () => {
    const { world, queue, until } = run('skip-locked', { workers: 2, workMs: 10 });
    world.plan([{ atMs: 15, fault: pause('skip-locked/worker1', 300) }]);
    until();
    expect(queue.runs.get(1)).toBe(2);
    expect(must(queue.store.state as { rows: { done: number }[] }, 'state').rows).toHaveLength(
      jobs,
    );
  });

  test('without the timeout the job of a dead worker is never done', () => {
    const { world, queue, until } = run(
      'skip-locked',
      { workers: 2, workMs: 10 },
      'idle-transaction-ends',
    );
    world.plan([{ atMs: 15, fault: crash('skip-locked/worker1') }]);
    until();
    expect(queue.runs.has(1)).toBe(false);
    expect(queue.doneMs.size).toBe(jobs - 1);
  });

  test('a job that takes longer than the timeout is never finished', () => {
    const { queue, until } = run('skip-locked', { workers: 1, workMs: 120 });
    until();
    expect(queue.runs.get(1)).toBeGreaterThan(1);
    expect(queue.doneMs.size).toBe(0);
  });
});
