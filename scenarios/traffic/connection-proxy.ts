import * as z from 'zod';
import { clientsOf } from '../../sims/traffic/queues/formulas.ts';
import type { QueueLaw, QueueSubject } from '../../sims/traffic/queues/laws.ts';
import { emptyTally, type Tally } from '../../sims/traffic/queues/meter.ts';
import { type ProxyMeasures, proxy } from '../../sims/traffic/queues/proxy.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutQueues, allMeasured, around, overTime } from './queues-kit.ts';

const params = z.object({
  clients: whole(20, 1_000, 200, 'clients, each with a connection to the proxy'),
  holdMs: real(1, 1_000, 20, 'mean duration of a transaction, exponential'),
  transactions: whole(2_000, 1_000_000, 5_000, 'transactions on average, for each kind of client'),
});
type Params = z.output<typeof params>;

/** The fraction of time in which a client has a transaction. */
const shares = { 'half the time': 0.5, 'a tenth': 0.1, 'a hundredth': 0.01 } as const;
type Arm = keyof typeof shares;
const arms = Object.keys(shares) as Arm[];

const thinkMs = (arm: Arm, { holdMs }: Params) => holdMs * (1 / shares[arm] - 1);
const neededOf = (arm: Arm, { clients }: Params) => clients * shares[arm];
const perMs = (arm: Arm, p: Params) => neededOf(arm, p) / p.holdMs;
const spanMs = (arm: Arm, p: Params) => p.transactions / perMs(arm, p);
const warmUpMs = ({ holdMs }: Params) => 20 * holdMs;
/** All clients think first: until the first transactions of all have begun. */
const fromMs = (arm: Arm, p: Params) => warmUpMs(p) + 3 * Math.min(thinkMs(arm, p), 100 * p.holdMs);
const lastMs = (p: Params) => Math.max(...arms.map((arm) => fromMs(arm, p) + spanMs(arm, p)));

/** The mean demand plus headroom for fluctuation: three standard deviations, and one more. */
const connectionsOf = (arm: Arm, p: Params) =>
  Math.min(p.clients, Math.ceil(neededOf(arm, p) + 3 * Math.sqrt(neededOf(arm, p))) + 1);

/** Clients that have a transaction or wait for a connection: a birth-death chain. */
function wantedOf(arm: Arm, p: Params) {
  const chain = clientsOf(p.clients, connectionsOf(arm, p), thinkMs(arm, p), p.holdMs);
  return overTime(chain, (n) => n, spanMs(arm, p));
}

interface Subject extends QueueSubject {
  readonly tallies: readonly Tally[];
}

export default scenario({
  ...aboutQueues,
  id: 'traffic/connection-proxy',
  asks: 'Many clients share a proxy’s few connections, from the beginning of a transaction to its end. How many connections does the database need?',
  claims: ['aws-rds-proxy-multiplex', 'q11-pooler-10-100x'],
  code: ['sims/traffic/queues/proxy.ts#client', 'sims/traffic/queues/formulas.ts#clientsOf'],
  params,
  durationMs: (p) => lastMs(p) * 1.02 + 10 * p.holdMs,
  metrics: {
    ...gaugePer(arms, 'wanted', 'clients', (arm) => `with a transaction on average, ${arm}`),
    ...gaugePer(arms, 'most', 'connections', (arm) => `in use at once at most, ${arm}`),
    ...gaugePer(arms, 'delayed', 'share', (arm) => `of transactions that wait, ${arm}`),
    ...gaugePer(arms, 'fewer', 'times', (arm) => `fewer connections than clients, ${arm}`),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<QueueLaw>();
    const tallies = arms.map((arm) => {
      const measures: ProxyMeasures = { tally: emptyTally(), breaches, most: 0 };
      const span = { fromMs: fromMs(arm, p), untilMs: fromMs(arm, p) + spanMs(arm, p) };
      const options = {
        ...{ span, clients: p.clients, connections: connectionsOf(arm, p) },
        ...{ holdMs: p.holdMs, thinkMs: thinkMs(arm, p) },
      };
      world.addServer(`proxy for ${arm}`, proxy(rules, options, measures));
      world.at(span.untilMs + 1, () => {
        const { tally, most } = measures;
        metrics[`${arm}.wanted`].set(tally.presentMs / spanMs(arm, p));
        metrics[`${arm}.most`].set(most);
        metrics[`${arm}.delayed`].set(tally.delayed / tally.arrivals);
        metrics[`${arm}.fewer`].set(p.clients / connectionsOf(arm, p));
      });
      return measures.tally;
    });
    return { breaches, tallies, rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [allMeasured<Subject>()],
  expect: (p) =>
    arms.flatMap((arm) => [
      within(`${arm}.wanted` as const, `wanted-${arm}`, around(wantedOf(arm, p))).says(
        `clients in a transaction at a time, on average, if each is in one ${arm} of the time: rate x duration of a transaction`.replace(
          'half the time of the time',
          'half of the time',
        ),
        'aws-rds-proxy-multiplex',
      ),
      within(`${arm}.fewer` as const, `fewer-${arm}`, { atMost: 1 / shares[arm] }).says(
        `clients per connection, if each is in a transaction ${arm} of the time: at most 1 / that share`.replace(
          'half the time of the time',
          'half of the time',
        ),
        'q11-pooler-10-100x',
      ),
    ]),
  tells: ({ params: p, metrics: m }) =>
    'The database needs one connection per transaction in progress, and none for a client outside a transaction: clients x share of time in a transaction, and a few for chance. ' +
    `For ${inDigits(p.clients)} clients these are ${arms.map((arm) => `${connectionsOf(arm, p)} connections if they have a transaction ${arm} of the time`.replace('half the time of the time', 'half of the time')).join(', ')}.\n\n` +
    plainTable([
      [
        'a client has a transaction',
        'in progress',
        'closed form',
        'connections',
        'share that waits',
        'fewer',
      ],
      ...arms.map((arm) => [
        arm,
        (m[`${arm}.wanted`].value ?? 0).toFixed(2),
        wantedOf(arm, p).mean.toFixed(2),
        `${connectionsOf(arm, p)} for ${inDigits(p.clients)} clients`,
        percent(m[`${arm}.delayed`].value, 2),
        `${(m[`${arm}.fewer`].value ?? 0).toFixed(1)} times`,
      ]),
    ]),
});

// Left out: anything that pins a client to its connection: session settings, prepared statements,
// advisory locks.
