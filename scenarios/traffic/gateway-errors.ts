import * as z from 'zod';
import { attempt } from '../../sims/traffic/attempt.ts';
import {
  type Fate,
  gatewayServer,
  type HttpRequest,
  type HttpResponse,
  upstreamServer,
} from '../../sims/traffic/http/gateway.ts';
import type { HttpLaw, HttpSubject } from '../../sims/traffic/http/laws.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gaugePer } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { outage } from '../../src/world/fault.ts';
import { client, type ServerContext } from '../../src/world/server.ts';
import { aboutHttp } from './http-kit.ts';

const params = z.object({
  each: whole(1, 2_000, 30, 'requests for each cause'),
  workMs: real(0, 1_000, 20, 'time that a server takes for a request'),
  timeoutMs: real(2_000, 60_000, 2_000, 'how long the gateway waits for a server'),
  checkMs: real(100, 10_000, 1_000, 'time from one health check to the next'),
});
type Params = z.output<typeof params>;

interface Cause {
  readonly says: string;
  readonly goes: Fate;
  readonly status: number;
  /** How long the client waits. */
  readonly leaves?: true;
}

const causes = {
  well: { says: 'the server answers', goes: 'well', status: 200 },
  crashes: { says: 'the server crashes in the middle of the answer', goes: 'crashes', status: 502 },
  garbage: { says: 'the answer is not HTTP', goes: 'garbage', status: 502 },
  shed: { says: 'the server is overloaded, and says so', goes: 'is-shed', status: 503 },
  hangs: { says: 'the server does not answer in time', goes: 'hangs', status: 504 },
  leaves: { says: 'the client gives up before that', goes: 'hangs', status: 499, leaves: true },
  down: { says: 'nothing listens, and no check has noticed yet', goes: 'well', status: 502 },
  ill: { says: 'no server passes its checks', goes: 'well', status: 503 },
} as const satisfies Record<string, Cause>;
type CauseName = keyof typeof causes;
const names = Object.keys(causes) as CauseName[];

const gapMs = 50;
const beforeOutage = names.slice(0, -2);
/** The servers go down just after a check, when all earlier requests have ended. */
function timesOf(p: Params) {
  const endedMs = beforeOutage.length * p.each * gapMs + p.timeoutMs + p.workMs + 3_000;
  // A check takes a hop there and back, so the next one begins that much later.
  const downMs = endedMs;
  return { downMs, illMs: downMs + 2 * p.checkMs + 2_000 };
}
const leavesMs = ({ timeoutMs }: Params) => timeoutMs / 2;
const durationMs = (p: Params) => timesOf(p).illMs + p.each * gapMs + 3_000;

interface Subject extends HttpSubject {
  readonly logged: { count: number };
}

export default scenario({
  ...aboutHttp,
  id: 'traffic/gateway-errors',
  asks: 'A gateway passes requests on to servers that crash, answer garbage, are overloaded, hang, or are down. Which status does a client get: 502, 503 or 504?',
  claims: ['http-502-503-504-causes'],
  code: ['sims/traffic/http/gateway.ts#forward'],
  params,
  durationMs,
  metrics: gaugePer(
    names,
    'named',
    'share',
    (name) => `with ${causes[name].status}, if ${causes[name].says}`,
  ),
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<HttpLaw>();
    const logged = { count: 0 };
    const causeOf = new Map<number, CauseName>();
    const named = new Map<CauseName, number>();
    const logs = ({ http }: HttpRequest, status: number) => {
      const cause = causeOf.get(http);
      if (cause === undefined) return;
      logged.count += 1;
      const isNamed = status === causes[cause].status;
      named.set(cause, (named.get(cause) ?? 0) + (isNamed ? 1 : 0));
      metrics[`${cause}.named`].set((named.get(cause) ?? 0) / p.each);
      // A check may detect the outage before the requests that arrive right after its beginning.
      if (!isNamed && !(cause === 'down' && status === causes.ill.status))
        breaches.report(
          'status-tells-what-failed',
          `the client gets ${status}, although ${causes[cause].says}, which is a ${causes[cause].status}`,
        );
    };
    for (const server of ['server-1', 'server-2'])
      world.addServer(server, upstreamServer(p.workMs));
    const upstreams = ['server-1', 'server-2'];
    const { timeoutMs, checkMs } = p;
    const gateway = { upstreams, timeoutMs, checkMs, hangsUp: true, logs };
    world.addServer('gateway', gatewayServer(rules, gateway));
    let http = 0;
    const send = (node: ServerContext, name: CauseName) => {
      http += 1;
      causeOf.set(http, name);
      node.spawn(
        ask(node, { http, goes: causes[name].goes }, name === 'leaves' ? leavesMs(p) : undefined),
      );
    };
    world.addServer(
      'client',
      client('client', (node) => {
        node.spawn(requests(node, p, send));
        return {};
      }),
    );
    return { breaches, logged, rows: () => world.nodes.map(stateRow) };
  },
  plan: (p) =>
    ['server-1', 'server-2'].map((server) => ({
      atMs: timesOf(p).downMs,
      fault: outage(server, 'refuses', durationMs(p)),
    })),
  goals: ({ each }) => [
    sometimes<Subject>(
      'all-logged',
      'the gateway has logged every request',
      ({ logged }) => logged.count === names.length * each,
    ),
  ],
  expect: (p) => [
    ...names
      .filter((name) => name !== 'down')
      .map((name) =>
        exactly(1, `${name}.named` as const, name).says(
          `share of requests that get ${causes[name].status}, if ${causes[name].says}`,
          ...(causes[name].status === 499 || name === 'well'
            ? []
            : (['http-502-503-504-causes'] as const)),
        ),
      ),
    within('down.named', 'down', { atLeast: 1 / p.each, atMost: 1 }).says(
      `share of requests that get ${causes.down.status}, if ${causes.down.says}`,
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `502 (bad gateway) if the answer is broken or missing, because the connection was closed or refused; 503 (service unavailable) if the server or the gateway has no capacity; 504 (gateway timeout) if the server has not answered within ${inDigits(p.timeoutMs / 1_000)} s. With 499 the client has closed its connection, so the code appears only in the log (nginx).\n\n` +
    plainTable([
      ['what happens', 'status', 'requests with this status'],
      ...names.map((name) => [
        causes[name].says,
        `${causes[name].status}`,
        `${Math.round((m[`${name}.named`].value ?? 0) * p.each)} of ${p.each}`,
      ]),
    ]),
});

function* requests(
  node: ServerContext,
  p: Params,
  send: (node: ServerContext, name: CauseName) => void,
): Process<void> {
  for (let round = 0; round < p.each; round++) {
    for (const name of beforeOutage) {
      send(node, name);
      yield* node.sleep(gapMs);
    }
  }
  const { downMs, illMs } = timesOf(p);
  yield* node.sleep(downMs - node.now() + 2);
  for (let round = 0; round < p.each; round++) send(node, 'down');
  yield* node.sleep(illMs - node.now());
  for (let round = 0; round < p.each; round++) send(node, 'ill');
}

function* ask(node: ServerContext, request: HttpRequest, timeoutMs?: number): Process<void> {
  const options = timeoutMs === undefined ? {} : { timeoutMs, hangsUp: true };
  yield* attempt(node.call<HttpResponse>('gateway', request, options));
}

// Left out: gateways that try another server first, which turns most 502s into a longer wait.
