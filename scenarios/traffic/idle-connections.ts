import * as z from 'zod';
import {
  emptyKeepAlive,
  type KeepAliveTotals,
  keepAliveGateway,
  keepAliveServer,
} from '../../sims/traffic/http/keep-alive.ts';
import type { HttpLaw, HttpSubject } from '../../sims/traffic/http/laws.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { exp } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits, inSeconds } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutHttp } from './http-kit.ts';

const params = z.object({
  serverIdleMs: real(
    1_000,
    600_000,
    5_000,
    'time after which the server closes an idle connection: 5 s in Node.js',
  ),
  gatewayShare: real(0.1, 0.89, 0.8, 'the gateway’s idle time, as a share of the server’s'),
  gapMs: real(10, 600_000, 4_000, 'mean time from an answer to the next request'),
  latencyMs: real(0.1, 50, 20, 'one-way delay from gateway to server'),
  requests: whole(500, 100_000, 5_000, 'requests, one after the other'),
});
type Params = z.output<typeof params>;

const says = { later: 'the gateway closes later', first: 'the gateway closes first' };
type Arm = keyof typeof says;
const arms = Object.keys(says) as Arm[];

const durationMs = ({ requests, gapMs, latencyMs, serverIdleMs }: Params) =>
  requests * (gapMs + 2 * latencyMs) * (1 + 6 / Math.sqrt(requests)) + 14 * serverIdleMs;

/**
 * The server closes when it was idle for T. A request arrives too late, but was sent too early to
 * know, if it was sent from T - 2 hops to T after the last answer arrived: for exponential gaps,
 * e^(-(T - 2h) / gap) - e^(-T / gap).
 */
const badShare = ({ serverIdleMs, gapMs, latencyMs }: Params) =>
  exp(-(serverIdleMs - 2 * latencyMs) / gapMs) - exp(-serverIdleMs / gapMs);

interface Subject extends HttpSubject {
  readonly totals: readonly KeepAliveTotals[];
}

export default scenario({
  ...aboutHttp,
  id: 'traffic/idle-connections',
  asks: 'A gateway keeps connections to a server open. Which side should close them when they are idle, and why do a few unexplained 502s occur every day?',
  claims: [],
  code: [
    'sims/traffic/http/keep-alive.ts#requests',
    'sims/traffic/http/keep-alive.ts#serve',
    'sims/traffic/http/keep-alive.ts#closeIdle',
  ],
  params: params
    .refine(
      ({ serverIdleMs, gatewayShare, latencyMs }) =>
        (1 - gatewayShare) * serverIdleMs > 2 * latencyMs,
      {
        path: ['gatewayShare'],
        error: 'the gateway must close earlier than the server by more than a round trip',
      },
    )
    .refine((p) => p.requests * badShare(p) >= 1, {
      path: ['serverIdleMs'],
      error:
        'fewer than one of the requests is expected to meet the closing of its connection: make gapMs longer, or take more requests',
    }),
  durationMs,
  network: ({ latencyMs }) => ({ latencyMs: constant(latencyMs) }),
  metrics: {
    ...gaugePer(arms, 'bad', 'requests', (arm) => `answered with 502, ${says[arm]}`),
    ...gaugePer(arms, 'opened', 'connections', (arm) => `opened, ${says[arm]}`),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<HttpLaw>();
    const totals = arms.map((arm) => {
      const total = emptyKeepAlive();
      const own = arm === 'later' ? { ...rules, 'gateway-closes-idle-first': false } : rules;
      const options = { ...p, gatewayIdleMs: p.gatewayShare * p.serverIdleMs };
      const resets = (request: number) => {
        if (arm === 'later') return;
        const how = `request ${request} is in flight while the server closes its connection`;
        breaches.report('no-request-on-a-closed-connection', how);
      };
      world.addServer(`server-${arm}`, keepAliveServer(options, resets));
      world.addServer(`gateway-${arm}`, keepAliveGateway(own, `server-${arm}`, options, total));
      world.at(durationMs(p) - 1, () => {
        metrics[`${arm}.bad`].set(total.bad);
        metrics[`${arm}.opened`].set(total.opened);
      });
      return total;
    });
    return { breaches, totals, rows: () => world.nodes.map(stateRow) };
  },
  goals: ({ requests }) => [
    sometimes<Subject>('all-answered', 'every request gets an answer', ({ totals }) =>
      totals.every(({ answered, bad }) => answered + bad === requests),
    ),
  ],
  expect: (p) => [
    within('later.bad', 'later', binomialBounds(p.requests, badShare(p))).says(
      'requests that get a 502 if the server closes first: those sent within a round trip of its closing',
    ),
    exactly(0, 'first.bad', 'first').says('requests that get a 502, if the gateway closes first'),
  ],
  tells: ({ params: p, metrics: m }) =>
    `The gateway should close first, so keep the server’s keep-alive timeout longer than the gateway’s: a server that closes first can close while a request is in flight, and ${inDigits(m['later.bad'].value ?? 0)} of ${inDigits(p.requests)} requests got a 502. The server closes after ${inSeconds(p.serverIdleMs)}, and if the gateway keeps a connection longer, a request may be in flight at that moment: ${(p.requests * badShare(p)).toFixed(1)} of ${inDigits(p.requests)} are expected by the closed form, because the race lasts one round trip of ${inDigits(2 * p.latencyMs)} ms. Here the safe gateway closes after ${inSeconds(p.gatewayShare * p.serverIdleMs)}.\n\n` +
    plainTable([
      ['who closes', '502', 'closed form', 'connections opened'],
      ...arms.map((arm) => [
        says[arm],
        `${m[`${arm}.bad`].value ?? 0} of ${inDigits(p.requests)}`,
        arm === 'first' ? '0' : (p.requests * badShare(p)).toFixed(1),
        inDigits(m[`${arm}.opened`].value ?? 0),
      ]),
    ]),
});

// Left out: requests that may be repeated because they change nothing, which hides the race.
