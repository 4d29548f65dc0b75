import * as z from 'zod';
import { balancerServer, reconnectClients, type Storm } from '../../sims/fanout/presence/storm.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutServers, watching } from './kit.ts';

const params = z.object({
  clients: whole(100, 2_000, 400, 'that are connected through the balancer'),
  acceptsPerSecond: real(20, 1_000, 100, 'that the balancer can accept'),
  backlog: whole(40, 100, 50, 'connections that may wait to be accepted'),
  spread: real(1.5, 10, 2, 'the window of the jitter, in times that accepting all of them takes'),
});
type Params = z.output<typeof params>;

const ways = ['at-once', 'jittered'] as const;
type Way = (typeof ways)[number];
const says: Readonly<Record<Way, string>> = {
  'at-once': 'at once, then exponential backoff',
  jittered: 'with jitter',
};

const [latencyMs, restartMs, backoffMs, backoffMaxMs] = [10, 1_000, 1_000, 30_000];
/** Closing messages and attempts, a tenth of a millisecond each at two nodes. */
const burstMs = (p: Params) => 0.3 * p.clients + 2 * latencyMs;
const acceptAllMs = (p: Params) => (p.clients / p.acceptsPerSecond) * 1_000;
const windowMs = (p: Params) => p.spread * acceptAllMs(p);
/** Each wave fills the backlog at least. */
const wavesMax = (p: Params) => Math.ceil(p.clients / p.backlog) + 1;
const runMs = (p: Params) => windowMs(p) + (wavesMax(p) + 6) * backoffMaxMs;

export default scenario({
  ...aboutServers,
  id: 'fanout/reconnect-storm',
  asks: 'A load balancer restarts, and every connection ends. What do the reconnecting clients do to it, with and without jitter?',
  claims: ['rt-lb-restart-drops-all'],
  code: ['sims/fanout/presence/storm.ts#reconnects'],
  params,
  network: () => ({ latencyMs: constant(latencyMs), ordered: true }),
  durationMs: runMs,
  metrics: {
    ...gaugePer(ways, 'severed', 'connections', (way) => `that end with the restart, ${says[way]}`),
    ...gaugePer(ways, 'peak', 'attempts', (way) => `in a second at most, ${says[way]}`),
    ...gaugePer(ways, 'refused', 'attempts', (way) => `turned away, ${says[way]}`),
    ...gaugePer(ways, 'lastMs', 'ms', (way) => `until all are connected again, ${says[way]}`),
  },
  build({ world, params: p, rules, metrics }) {
    const storms = new Map<Way, { readonly storm: Storm; readonly attemptsMs: number[] }>();
    const subject = watching(world, () =>
      [...storms.values()].every(({ storm }) => storm.connected === p.clients),
    );
    for (const way of ways) {
      const storm: Storm = { severed: 0, refused: 0, connected: 0, lastMs: 0 };
      const attemptsMs: number[] = [];
      storms.set(way, { storm, attemptsMs });
      const [balancer, clients] = [`balancer-${way}`, `clients-${way}`];
      world.addServer(
        balancer,
        balancerServer({ ...p, clients, connections: p.clients, restartMs }, (atMs) =>
          attemptsMs.push(atMs),
        ),
      );
      const isSpread = way === 'jittered';
      const options = { balancer, isSpread, windowMs: windowMs(p), backoffMs, backoffMaxMs };
      world.addServer(
        clients,
        reconnectClients(rules, options, storm, (id) => {
          if (way === 'jittered')
            subject.breaches.report(
              'accepts-within-capacity',
              `client ${id} is turned away, although clients that reconnect spread themselves`,
            );
        }),
      );
    }
    world.at(runMs(p) - 1, () => {
      for (const [way, { storm, attemptsMs }] of storms) {
        metrics[`${way}.severed`].set(storm.severed);
        metrics[`${way}.peak`].set(peakOf(attemptsMs));
        metrics[`${way}.refused`].set(storm.refused);
        metrics[`${way}.lastMs`].set(storm.lastMs - restartMs);
      }
    });
    return subject;
  },
  expect: (p) => {
    const { atMost } = binomialBounds(p.clients, Math.min(1, 1_000 / windowMs(p)));
    return [
      ...ways.map((way) =>
        exactly(p.clients, `${way}.severed`, `${way}-severed`).says(
          `connections that end with the restart: all (${says[way]})`,
          'rt-lb-restart-drops-all',
        ),
      ),
      within('at-once.peak', 'peak', {
        atLeast: p.clients,
        atMost: 2 * p.clients,
      }).says(
        'most attempts to connect in a second, without jitter: all clients, at least',
        'rt-lb-restart-drops-all',
      ),
      within('at-once.refused', 'refused', {
        atLeast: p.clients - p.backlog - 1 - Math.ceil((p.acceptsPerSecond * burstMs(p)) / 1_000),
      }).says(
        'attempts to connect that are turned away, without jitter: at least all but those that the balancer can queue',
        'rt-lb-restart-drops-all',
      ),
      within('jittered.peak', 'jittered-peak', {
        atLeast: Math.min(p.clients, (p.clients * 1_000) / (windowMs(p) + 1_000)),
        atMost: 2 * atMost,
      }).says(
        'most attempts to connect in a second, with jitter: about clients / jitter window in seconds',
        'rt-lb-restart-drops-all',
      ),
      exactly(0, 'jittered.refused', 'jittered-refused').says(
        'attempts to connect that are turned away, with jitter',
      ),
      within('jittered.lastMs', 'jittered-last', {
        atMost: windowMs(p) + burstMs(p) + ((p.backlog + 1) * 1_000) / p.acceptsPerSecond,
      }).says('ms until all clients are connected again, with jitter: about the jitter window'),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `Give the wait before a reconnect jitter, and drain servers one by one: without jitter all ${inDigits(p.clients)} clients come back within a second, and the balancer accepts ${inDigits(p.acceptsPerSecond)} a second: it turns ${inDigits(m['at-once.refused'].value ?? 0)} attempts away, exponential backoff brings the same clients back together, and it takes ${inTime(m['at-once.lastMs'].value ?? 0)} until all are connected. With jitter over ${inTime(windowMs(p))} there are ${inDigits(m['jittered.peak'].value ?? 0)} attempts a second at most, ${m['jittered.refused'].value} are turned away, and all are connected after ${inTime(m['jittered.lastMs'].value ?? 0)}. A restart that drains first, server by server and a few connections at a time, spreads them as well.`,
});

/** The most in any span of a second. */
function peakOf(timesMs: readonly number[]): number {
  let [peak, first] = [0, 0];
  for (const [place, atMs] of timesMs.entries()) {
    while ((timesMs[first] ?? atMs) <= atMs - 1_000) first += 1;
    peak = Math.max(peak, place - first + 1);
  }
  return peak;
}

// Left out: TLS handshakes, which cost the balancer more than the connection, and what clients load again once they are connected.
