import * as z from 'zod';
import { rowsOf } from '../../sims/transactions/isolation/system.ts';
import { transfer } from '../../sims/transactions/isolation/transfers.ts';
import { exactly, none, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { linkMs } from './common.ts';
import { aboutStores, allRounds, roundsMs, storesSideBySide } from './stores.ts';

const params = z.object({
  rounds: whole(1, 20, 5, 'pairs of transfers, one after the other'),
  thinkMs: real(5, 100, 20, 'of a transfer between its two updates'),
  deadlockTimeoutMs: whole(
    50,
    2_000,
    1_000,
    'that a transaction waits before it looks for a deadlock',
  ),
});
type Params = z.output<typeof params>;

const names = ['as-it-comes', 'one-order'] as const;
/** The second transfer starts a little later, so that the first one waits first. */
const laterMs = 2;
const everyMs = (p: Params) => p.deadlockTimeoutMs + 6 * p.thinkMs + 100;

export default scenario({
  ...aboutStores,
  id: 'transactions/lock-order',
  asks: 'Two transfers go from account 1 to 2 and from 2 to 1 at the same moment. Which one fails, after how long, and what prevents it?',
  claims: [],
  code: [
    'sims/transactions/isolation/transfers.ts#transfer',
    'sims/transactions/isolation/database.ts#isDeadlocked',
  ],
  params,
  durationMs: (p) => roundsMs(p.rounds, everyMs(p)),
  metrics: {
    ...gaugePer(names, 'failed', 'tries', (name) => `${name}: transfers that fail by a deadlock`),
    ...gaugePer(names, 'slowestMs', 'ms', (name) => `${name}: slowest transfer`),
    firstFailed: gauge('tries', 'of the transfer that has waited first, as it comes'),
    missing: gauge('', 'money that is missing at the end, in both'),
  },
  build: ({ world, rules, metrics, params: p }) => {
    const failures = { first: 0 };
    let missing = 0;
    return storesSideBySide(
      { world, rules, rounds: p.rounds, everyMs: everyMs(p) },
      names.map((name) => {
        const own = name === 'one-order' ? rules : { ...rules, 'lock-in-one-order': false };
        return {
          name,
          options: {
            rows: [
              { id: 1, balance: 100 },
              { id: 2, balance: 100 },
            ],
            level: 'read-committed' as const,
            deadlockTimeoutMs: p.deadlockTimeoutMs,
            clients: 2,
            startsAfterMs: (client: number) => client * laterMs,
            does: (client: number) =>
              function* (session, node) {
                const [from, to] = client === 0 ? [1, 2] : [2, 1];
                yield* transfer(own, session, node, { from, to, thinkMs: p.thinkMs });
                if (name === 'as-it-comes' && client === 0) failures.first = session.failures;
              },
          },
          judge: (system, report) => {
            metrics[`${name}.failed`].set(system.failures);
            metrics[`${name}.slowestMs`].set(system.slowestMs);
            const balance = rowsOf(system).reduce((sum, row) => sum + (row['balance'] ?? 0), 0);
            missing += Math.abs(200 - balance);
            metrics.missing.set(missing);
            if (name === 'as-it-comes') metrics.firstFailed.set(failures.first);
            else if (system.failures > 0)
              report('no-deadlock', `${counted(system.failures, 'transfer')} failed by a deadlock`);
          },
        };
      }),
    );
  },
  goals: () => [allRounds],
  expect: (p) => [
    exactly(p.rounds, 'as-it-comes.failed', 'as-it-comes-failed').says(
      'transfers that fail when each locks its accounts as they come: one of each two',
    ),
    exactly(p.rounds, 'firstFailed', 'first-failed').says(
      'of the transfers that fail, those that had begun to wait first, and so look for a deadlock first',
    ),
    within('as-it-comes.slowestMs', 'as-it-comes-slowest', slowestOf(p)).says(
      'slowest transfer when each locks its accounts as they come, in ms: the deadlock timeout, and the whole transfer again',
    ),
    none('one-order.failed', 'one-order-failed').says(
      'transfers that fail when each locks the smaller account number first',
    ),
    within('one-order.slowestMs', 'one-order-slowest', waitedOf(p)).says(
      'slowest transfer when each locks the smaller account number first, in ms: its own work and a wait for the other one',
    ),
    none('missing', 'missing').says('money that is missing from both accounts in the end'),
  ],
  tells: ({ metrics: m, params: p }) =>
    `The transfer that has waited longest fails: after ${inTime(p.deadlockTimeoutMs)} (deadlock_timeout) it looks for a cycle of waits, finds one, and is rolled back. ${inDigits(m['as-it-comes.failed'].value ?? 0)} of ${inDigits(2 * p.rounds)} transfers fail and are retried, and the slowest takes ${inTime(Math.round(m['as-it-comes.slowestMs'].value ?? 0))}. ` +
    `If each locks the account with the smaller number first, none fails, and the slowest takes ${inTime(Math.round(m['one-order.slowestMs'].value ?? 0))}: the second waits for the first from the start, so no cycle can form.`,
});

type Slowest = Readonly<Record<'atLeast' | 'atMost', number>>;

const between = (fixedMs: number, messages: number): Slowest => ({
  atLeast: fixedMs + messages * linkMs.min,
  atMost: fixedMs + messages * linkMs.max,
});

/**
 * Update and answer, think, update, the timeout, and the refusal: 4 messages. The update is sent again while the other
 * one gets its answer and commits: 1. Then its answer, think, update and answer, commit and answer: 5.
 */
const slowestOf = (p: Params) => between(2 * p.thinkMs + p.deadlockTimeoutMs, 10);

/**
 * The first one, which had a head start: update and answer, think, update and answer, commit: 5 messages. Then the second
 * one gets the answer for which it has waited, and does the same.
 */
const waitedOf = (p: Params) => between(2 * p.thinkMs - laterMs, 10);

// Left out: a shorter timeout, which looks more often, and three transfers in a circle, of which one fails as well.
