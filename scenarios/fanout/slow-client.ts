import * as z from 'zod';
import { logServer, pullClient } from '../../sims/fanout/buffers/pull.ts';
import { gatewayServer, slowClient, sourceServer, window } from '../../sims/fanout/buffers/push.ts';
import { type Policy, policies, type Value } from '../../sims/fanout/buffers/queue.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutServers, watching } from './kit.ts';

const params = z.object({
  everyMs: real(5, 100, 10, 'between two values of the source, on average'),
  slowness: real(1.5, 5, 2.5, 'how many times longer the client takes for a value'),
  limit: whole(5, 100, 20, 'values that a gateway holds for a client'),
  keys: whole(1, 5, 5, 'that the values are of'),
  values: whole(200, 1_000, 400, 'from the source'),
});
type Params = z.output<typeof params>;

const workMs = (p: Params) => p.slowness * p.everyMs;
/** What is left when the source ends is still read. */
const runMs = (p: Params) => 1.3 * p.values * p.everyMs + p.values * (workMs(p) + 3) + 1_000;
/** Values of the source while so many are read. */
const lagging = (p: Params) => 1 - 1 / p.slowness;

const says: Readonly<Record<Policy, string>> = {
  'drop-oldest': 'drop the oldest',
  'drop-newest': 'drop the newest',
  conflate: 'keep the last value of each key',
  disconnect: 'disconnect',
  pull: 'the client reads a log',
  unbounded: 'no limit',
};

interface Outcome {
  held: number;
  dropped: number;
  shown: number;
  /** The last number shown of each key. */
  readonly last: Map<number, number>;
  lateMs: number;
}

export default scenario({
  ...aboutServers,
  id: 'fanout/slow-client',
  asks: 'A client reads slower than values come. What does the server hold, what is lost, and does the client end with the right values?',
  claims: ['q4-redis-pubsub-drops'],
  code: ['sims/fanout/buffers/queue.ts#add', 'sims/fanout/buffers/pull.ts#logServer'],
  params,
  network: () => ({ latencyMs: uniform(0.2, 0.8), ordered: true }),
  durationMs: runMs,
  metrics: {
    ...gaugePer(policies, 'held', 'values', (one) => `held at most, ${says[one]}`),
    ...gaugePer(policies, 'lost', 'values', (one) => `never shown, ${says[one]}`),
    ...gaugePer(policies, 'stale', 'keys', (one) => `whose last value is not shown, ${says[one]}`),
    ...gaugePer(
      policies,
      'lateMs',
      'ms',
      (one) => `of a value when it is shown, at most, ${says[one]}`,
    ),
  },
  build({ world, params: p, rules, metrics }) {
    let isOver = false;
    const subject = watching(world, () => isOver);
    const newest = new Map<number, number>();
    const madeMs = new Map<number, number>();
    const outcomes = new Map<Policy, Outcome>();
    const gateways: string[] = [];
    for (const policy of policies) {
      const outcome: Outcome = { held: 0, dropped: 0, shown: 0, last: new Map(), lateMs: 0 };
      outcomes.set(policy, outcome);
      const [gateway, client] = [
        policy === 'pull' ? 'log' : `gateway-${policy}`,
        `client-${policy}`,
      ];
      gateways.push(gateway);
      const shows = ({ key, number }: Value, atMs: number) => {
        outcome.shown += 1;
        outcome.last.set(key, number);
        outcome.lateMs = Math.max(outcome.lateMs, atMs - (madeMs.get(number) ?? atMs));
      };
      if (policy === 'pull') {
        world.addServer(gateway, logServer);
        world.addServer(client, pullClient(gateway, workMs(p), shows));
        continue;
      }
      const seen = {
        holds: (values: number) => {
          outcome.held = Math.max(outcome.held, values);
          if (values > p.limit && policy !== 'unbounded')
            subject.breaches.report(
              'memory-bounded',
              `the server holds ${values} values for a slow client, although its queue is bounded to ${p.limit} (${says[policy]})`,
            );
        },
        drops: () => {
          outcome.dropped += 1;
        },
      };
      world.addServer(gateway, gatewayServer(rules, { policy, client, limit: p.limit }, seen));
      world.addServer(client, slowClient(gateway, workMs(p), shows));
    }
    world.addServer(
      'source',
      sourceServer({ ...p, gateways }, ({ key, number }) => {
        newest.set(key, number);
        madeMs.set(number, world.kernel.nowMs);
      }),
    );
    world.at(runMs(p) - 1, () => {
      for (const [policy, { held, shown, last, lateMs }] of outcomes) {
        const stale = [...newest].filter(([key, number]) => last.get(key) !== number);
        metrics[`${policy}.held`].set(held);
        metrics[`${policy}.lost`].set(p.values - shown);
        metrics[`${policy}.stale`].set(stale.length);
        metrics[`${policy}.lateMs`].set(lateMs);
        const [key, number] = stale[0] ?? [];
        if (policy === 'conflate' && number !== undefined)
          subject.breaches.report(
            'newest-value-arrives',
            `the client ends with value ${last.get(Number(key)) ?? 0} of key ${key}, although ${number} is the newest`,
          );
      }
      isOver = newest.size > 0;
    });
    return subject;
  },
  expect: (p) => {
    /** Of the source's time, which is drawn, and of what is on its way. */
    const spread = (0.25 * Math.sqrt(p.values)) / p.slowness + 2 * window + 2;
    const kept = p.values / p.slowness + p.limit;
    const overflow = p.values * lagging(p);
    return [
      within('unbounded.held', 'unbounded', {
        atLeast: overflow - spread - 0.03 * p.values,
        atMost: overflow + spread,
      }).says(
        'values that the server holds at the end without a limit: those for which the client is too slow',
      ),
      ...(['drop-oldest', 'drop-newest'] as const).map((policy) =>
        within(`${policy}.lost`, `${policy}-lost`, {
          atLeast: p.values - kept - spread,
          atMost: p.values - kept + spread + 0.03 * p.values,
        }).says(
          `values never shown, with a bounded queue: all that do not fit (${says[policy]})`,
          'q4-redis-pubsub-drops',
        ),
      ),
      within('disconnect.lost', 'disconnect-lost', { atLeast: 1 }).says(
        'values never shown, if the client is disconnected when its queue is full: those that were held',
        'q4-redis-pubsub-drops',
      ),
      exactly(0, 'pull.lost', 'pull-lost').says(
        'values never shown, if the client pulls from a log',
        'q4-redis-pubsub-drops',
      ),
      within('pull.lateMs', 'pull-late', {
        atLeast: (overflow * workMs(p)) / 1.5,
        atMost: overflow * (workMs(p) + 3) * 1.1 + 5 * workMs(p),
      }).says(
        'ms from the last value to its display, if the client pulls from a log: the lag grows instead',
        'q4-redis-pubsub-drops',
      ),
      within('conflate.held', 'conflate-held', { atMost: Math.min(p.keys, p.limit) }).says(
        'values held at a time, at most, with only the newest of each key (conflation)',
      ),
      exactly(0, 'conflate.stale', 'conflate-stale').says(
        'keys whose newest value is not shown in the end, with conflation',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) => {
    const value = (name: keyof typeof m) => inDigits(m[name].value ?? 0);
    return `Bound the queue of each client, and keep only the newest value of each key (conflation), or let the client pull from a log: without a limit the server holds what the client has not taken, ${value('unbounded.held')} of ${inDigits(p.values)} values for one that is ${inDigits(p.slowness)} times too slow. With room for ${p.limit} a bounded queue is full after about ${inTime((p.limit / lagging(p)) * p.everyMs)}, and values are lost. Conflation makes the client end with the right ones: dropping the newest leaves ${value('drop-newest.stale')} of ${p.keys} keys with an old value, dropping the oldest ${value('drop-oldest.stale')}. A log that the client pulls from loses nothing: the client is ${inTime(m['pull.lateMs'].value ?? 0)} late instead.\n\n${plainTable(
      [
        ['queue', 'held at most', 'never shown', 'keys with an old value', 'late at most'],
        ...policies.map((policy) => [
          says[policy],
          policy === 'pull' ? 'the log' : value(`${policy}.held`),
          value(`${policy}.lost`),
          value(`${policy}.stale`),
          inTime(m[`${policy}.lateMs`].value ?? 0),
        ]),
      ],
    )}`;
  },
});

// Left out: TCP buffers of the operating system, which hold some hundred kilobytes before the gateway notices, and several clients.
