import * as z from 'zod';
import { attempt } from '../../sims/traffic/attempt.ts';
import { deadlineServer } from '../../sims/traffic/http/deadline.ts';
import { gatewayServer } from '../../sims/traffic/http/gateway.ts';
import type { HttpLaw, HttpSubject } from '../../sims/traffic/http/laws.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { exp, pow } from '../../src/kernel/elementary.ts';
import type { Process } from '../../src/kernel/process.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { shareBounds } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits, inSeconds, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { aboutHttp } from './http-kit.ts';
import { around } from './queues-kit.ts';

const params = z.object({
  workMs: real(100, 10_000, 800, 'mean work of the server per request, exponential'),
  gatewayMs: real(500, 60_000, 2_000, 'how long the gateway waits'),
  serverShare: real(
    0.1,
    0.9,
    0.75,
    'share of that time for which the server works on a request at most',
  ),
  requests: whole(200, 20_000, 1_500, 'requests in all'),
});
type Params = z.output<typeof params>;

const says = { longer: 'the server has no limit', shorter: 'the server gives up first' };
type Arm = keyof typeof says;
const arms = Object.keys(says) as Arm[];

const gapMs = 20;
const limitMs = ({ gatewayMs, serverShare }: Params) => gatewayMs * serverShare;
const durationMs = (p: Params) => p.requests * gapMs + p.gatewayMs + 60 * p.workMs;
/** A request and its answer take 0.4 to 1.6 ms of network time. */
const links = { atLeast: 0.4, atMost: 1.6 };
const beyond = (ms: number, { workMs }: Params) => exp(-ms / workMs);

/**
 * The rest of an exponential time is as long as the whole on average, so each abandoned request
 * costs one mean work.
 */
function wastedOf(p: Params) {
  const share = beyond(p.gatewayMs, p);
  const variance = 2 * pow(p.workMs, 2) * share - pow(p.workMs * share, 2);
  return { mean: p.workMs * share, deviation: Math.sqrt(variance / p.requests) };
}

interface Subject extends HttpSubject {
  readonly logged: { count: number };
}

export default scenario({
  ...aboutHttp,
  id: 'traffic/gateway-timeout',
  asks: 'A gateway waits two seconds for a server. Which of them should give up first, and what does it cost if the gateway does?',
  claims: [],
  code: ['sims/traffic/http/deadline.ts#serve'],
  params: params.refine((p) => (1 - p.serverShare) * p.gatewayMs > 2, {
    path: ['serverShare'],
    error: 'the server must give up earlier than the gateway by more than a round trip of 2 ms',
  }),
  durationMs,
  metrics: {
    ...gaugePer(arms, '504', 'share', (arm) => `of requests, ${says[arm]}`),
    ...gaugePer(arms, '503', 'share', (arm) => `of requests, ${says[arm]}`),
    ...gaugePer(arms, 'wastedMs', 'ms', (arm) => `wasted per request, ${says[arm]}`),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<HttpLaw>();
    const logged = { count: 0 };
    for (const arm of arms) {
      const own = arm === 'longer' ? { ...rules, 'upstream-gives-up-first': false } : rules;
      const answers = new Map<number, number>();
      let wastedMs = 0;
      const wastes = (ms: number) => {
        wastedMs += ms;
        if (arm === 'longer') return;
        breaches.report(
          'no-work-after-504',
          `the server works for ${ms.toFixed(0)} ms more on a request to which the gateway has already answered 504`,
        );
      };
      const { workMs, gatewayMs } = p;
      const options = { workMs, limitMs: limitMs(p), gatewayMs, wastes };
      world.addServer(`server-${arm}`, deadlineServer(own, options));
      const logs = (_request: unknown, status: number) => {
        logged.count += 1;
        answers.set(status, (answers.get(status) ?? 0) + 1);
      };
      const upstreams = [`server-${arm}`];
      const gateway = { upstreams, timeoutMs: gatewayMs, checkMs: 10_000, hangsUp: false, logs };
      world.addServer(`gateway-${arm}`, gatewayServer(rules, gateway));
      world.addServer(
        `client-${arm}`,
        client('client', (node) => {
          node.spawn(requests(node, `gateway-${arm}`, p));
          return {};
        }),
      );
      world.at(durationMs(p) - 1, () => {
        metrics[`${arm}.504`].set((answers.get(504) ?? 0) / p.requests);
        metrics[`${arm}.503`].set((answers.get(503) ?? 0) / p.requests);
        metrics[`${arm}.wastedMs`].set(wastedMs / p.requests);
      });
    }
    return { breaches, logged, rows: () => world.nodes.map(stateRow) };
  },
  goals: ({ requests }) => [
    sometimes<Subject>(
      'all-logged',
      'the gateways have logged every request',
      ({ logged }) => logged.count === arms.length * requests,
    ),
  ],
  expect: (p) => [
    within('longer.504', 'longer-504', {
      atLeast: shareBounds(p.requests, beyond(p.gatewayMs - links.atLeast, p)).atLeast,
      atMost: shareBounds(p.requests, beyond(p.gatewayMs - links.atMost, p)).atMost,
    }).says('share of requests that get a 504 (gateway timeout), if the server has no time limit'),
    within('longer.wastedMs', 'longer-wasted', around(wastedOf(p))).says(
      'ms that the server works in vain per request on average, if it has no time limit',
    ),
    within('shorter.503', 'shorter-503', shareBounds(p.requests, beyond(limitMs(p), p))).says(
      'share of requests that get a 503, if the server gives up first',
    ),
    exactly(0, 'shorter.504', 'shorter-504').says(
      'share of requests that get a 504, if the server gives up first',
    ),
    exactly(0, 'shorter.wastedMs', 'shorter-wasted').says(
      'ms that the server works in vain after a 504 per request on average, if it gives up first',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `The server should give up first: with a limit of ${inSeconds(limitMs(p))} it wastes no work, and can say why with a 503 of its own. After ${inSeconds(p.gatewayMs)} the gateway answers 504, and a server without a limit works on for an answer that goes nowhere: ${inDigits(Math.round(m['longer.wastedMs'].value ?? 0))} ms per request on average, ${percent((m['longer.wastedMs'].value ?? 0) / p.workMs)} of all its work.\n\n` +
    plainTable([
      ['who gives up', '504', '503', 'wasted work, ms a request'],
      ...arms.map((arm) => [
        says[arm],
        percent(m[`${arm}.504`].value),
        percent(m[`${arm}.503`].value),
        (m[`${arm}.wastedMs`].value ?? 0).toFixed(1),
      ]),
    ]),
});

function* requests(node: ServerContext, gateway: string, p: Params): Process<void> {
  for (let http = 1; http <= p.requests; http++) {
    yield* node.sleep(gapMs);
    node.spawn(attempt(node.call(gateway, { http, goes: 'well' })));
  }
}

// Left out: a gateway that closes the connection, which tells a server that listens:
// `resilience/uncancelled-timeout`.
