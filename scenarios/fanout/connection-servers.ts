import * as z from 'zod';
import { serversFor, serversWithSpare } from '../../sims/fanout/formulas.ts';
import type { FanoutLaw } from '../../sims/fanout/laws.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping, Study } from '../../src/check/study.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inUnits } from '../../src/words/units.ts';
import { aboutFanout } from './kit.ts';

const params = z.object({
  connections: whole(1_000, 100_000_000, 1_000_000, 'that are open at the same time'),
  perServer: whole(1_000, 1_000_000, 50_000, 'connections that one server holds'),
  kilobytes: whole(1, 1_000, 30, 'of memory for a connection'),
});
/** Connections of a server are drawn, of so many at most. */
const drawnMax = 200_000;

export default scenario({
  ...aboutFanout,
  id: 'fanout/connection-servers',
  asks: 'A million clients hold a connection each. How many servers is that, and is there room if one of them fails?',
  claims: ['q4-sse-50-100k-20-servers'],
  code: ['sims/fanout/formulas.ts#serversFor', 'sims/fanout/formulas.ts#serversWithSpare'],
  params,
  metrics: {
    servers: gauge('servers', 'that hold all connections'),
    twice: gauge('servers', 'if each holds twice as many'),
    spare: gauge('servers', 'that still hold all if one fails'),
    afterLoss: gauge('connections', 'of each of the others if one fails, without a spare'),
    memory: gauge('B', 'of memory on each server'),
    busiest: gauge('share', 'of its connections more than its part, busiest server, at random'),
  },
  build({ world, params: p, metrics }) {
    const study = new Study<FanoutLaw>(world);
    const { estimates, observes } = keeping(study, metrics);
    const count = serversFor(p.connections, p.perServer);
    return study
      .next(() => estimates('servers', 'servers', count))
      .next(() => {
        estimates('twice', 'servers of twice the size', serversFor(p.connections, 2 * p.perServer));
      })
      .next(() => {
        const spare = serversWithSpare(p.connections, p.perServer);
        estimates('spare', 'with one to spare', spare);
      })
      .next(() => {
        const others = Math.max(1, count - 1);
        estimates('afterLoss', 'connections each if one fails', p.connections / others);
      })
      .next(() => {
        const each = p.connections / count;
        estimates('memory', 'memory of a server', each * p.kilobytes * 1_000, 'B');
      })
      .next(() => {
        // A balancer that chooses at random.
        const drawn = Math.min(p.connections, drawnMax);
        const stream = study.stream('balancer');
        const held = new Array<number>(count).fill(0);
        for (let connection = 0; connection < drawn; connection++) {
          const server = Math.floor(stream() * count);
          held[server] = (held[server] ?? 0) + 1;
        }
        observes(
          'busiest',
          'busiest server, more than its part',
          Math.max(...held) / (drawn / count) - 1,
        );
      })
      .next(() => study.observes('connections', p.connections))
      .next(() => study.observes('connections a server', p.perServer))
      .next(() => study.observes('memory for a connection', p.kilobytes * 1_000, 'B'))
      .next(() => study.observes('connections on average', p.connections / count))
      .next(() => study.observes('room left on a server', p.perServer - p.connections / count));
  },
  expect: (p) => {
    const count = serversFor(p.connections, p.perServer);
    const drawn = Math.min(p.connections, drawnMax);
    const { atMost } = binomialBounds(drawn, 1 / count);
    return [
      exactly(Math.ceil(p.connections / p.perServer), 'servers', 'servers').says(
        'servers needed: connections / connections that a server holds, rounded up',
        'q4-sse-50-100k-20-servers',
      ),
      exactly(Math.ceil(p.connections / (2 * p.perServer)), 'twice', 'twice').says(
        'servers needed, if each holds twice as many',
        'q4-sse-50-100k-20-servers',
      ),
      exactly(1 + Math.ceil(p.connections / p.perServer), 'spare', 'spare').says(
        'servers needed so that the others hold all if one fails: one more',
        'q4-sse-50-100k-20-servers',
      ),
      within('afterLoss', 'after-loss', {
        atLeast: p.connections / count,
        atMost: Math.max(p.connections, (p.perServer * count) / Math.max(1, count - 1)),
      }).says('connections of each remaining server, if one fails', 'q4-sse-50-100k-20-servers'),
      within('busiest', 'busiest', {
        atLeast: 0,
        atMost: (atMost * count) / drawn - 1,
      }).says(
        'connections that the busiest server has more than the mean, as a share of the mean, if they are spread at random',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `${m.servers.value} servers, and ${m.spare.value} with room for the loss of one: ${inDigits(p.connections)} connections at ${inDigits(p.perServer)} a server (${m.twice.value} servers if one holds twice as many). Each needs ${inUnits(m.memory.value ?? 0, 'B')} of memory at ${inDigits(p.kilobytes)} kB a connection. If one of ${m.servers.value} fails, the others would hold ${inDigits(Math.round(m.afterLoss.value ?? 0))} each, which is more than they can.`,
});

// Left out: connections that differ in what they cost, and clients that come back all at once.
