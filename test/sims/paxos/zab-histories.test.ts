/**
 * Goal: what clients of any follower see is sequentially consistent, each client in its own order,
 * but not linearizable: reads are stale. If a client may move to a server that is behind it, it is
 * neither.
 */
import { expect, test } from 'vitest';
import zabReads from '../../../scenarios/paxos/zab-reads.ts';
import { recordHistory } from '../../../sims/paxos/store/history.ts';
import { checkConsistency } from '../../../src/check/consistency/check.ts';
import { sessionsOf } from '../../../src/check/consistency/sessions.ts';
import { operationsOf } from '../../../src/check/linearizability/history.ts';
import { whyNotLinearizable } from '../../../src/check/linearizability/why.ts';
import { Run } from '../../../src/lab/run.ts';

const limits = { triesMax: 1_000_000, bytesMax: 2 ** 26 };

function historyOf(seed: string, without: readonly string[] = []) {
  const run = new Run(zabReads, { seed, without });
  const history = recordHistory(run.world.trace);
  run.finish();
  return history;
}

function sequential(history: ReturnType<typeof historyOf>) {
  const { operations } = operationsOf(history);
  const sessions = sessionsOf(operations, { nilReads: 'absent', initial: null });
  return checkConsistency(sessions, 'sequential', limits);
}

test('reads from any follower are sequentially consistent, and not linearizable', () => {
  const history = historyOf('1');
  expect(sequential(history)).toMatchObject({ verdict: 'holds', violation: undefined });
  expect(whyNotLinearizable(history)).toMatch(/no order explains that get of k\d+ returned/);
});

test('a client that changes to a server behind it goes back in time: that is not sequential', () => {
  const { verdict, alsoBroken } = sequential(historyOf('1', ['session-not-behind']));
  expect(verdict).toBe('violated');
  expect(alsoBroken).toContain('monotonic-reads');
});
