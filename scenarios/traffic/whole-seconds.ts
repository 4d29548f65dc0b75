import * as z from 'zod';
import { gateway } from '../../sims/traffic/limits/gateway.ts';
import { limiterKinds } from '../../sims/traffic/limits/kinds.ts';
import type { LimitLaw, LimitSubject } from '../../sims/traffic/limits/laws.ts';
import { waitingClient } from '../../sims/traffic/limits/waiting.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inSeconds } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutLimits } from './limiters.ts';

const params = z.object({
  perMinute: whole(4, 50, 7, 'requests a minute'),
  requests: whole(4, 30, 12, 'requests that each client has to make'),
});
type Params = z.output<typeof params>;

const kinds = ['fixed-window', 'sliding-log', 'token-bucket', 'gcra'] as const;
type Kind = (typeof kinds)[number];

const burst = 3;
const periodMs = 60_000;
/** A call takes twice a latency below a millisecond. */
const callMs = 2;

/** What the limiter allows: windows of `perMinute`, or a burst and then the rate. */
function allowed(kind: Kind, { perMinute, requests }: Params) {
  if (kind === 'fixed-window' || kind === 'sliding-log') {
    const waits = Math.ceil(requests / perMinute) - 1;
    return { waits, lastMs: waits * periodMs };
  }
  const waits = requests - burst;
  return { waits, lastMs: (waits * periodMs) / perMinute };
}

interface Subject extends LimitSubject {
  readonly done: Set<string>;
}

export default scenario({
  ...aboutLimits,
  id: 'traffic/whole-seconds',
  asks: 'Retry-After is given in whole seconds. Does a rate limiter admit a client that comes back exactly then, and how much of its rate does the client lose?',
  claims: [],
  code: ['sims/traffic/limits/gateway.ts#inSeconds'],
  params,
  durationMs: (p) => Math.max(...kinds.map((kind) => allowed(kind, p).lastMs)) + 60_000,
  metrics: {
    ...gaugePer(kinds, 'refused', 'requests', (kind) => `that the ${kind} answers with 429`),
    ...gaugePer(kinds, 'doneMs', 'ms', (kind) => `until the ${kind} has admitted all requests`),
  },
  build({ world, rules, metrics, params: { perMinute, requests } }): Subject {
    const breaches = new Breaches<LimitLaw>();
    const done = new Set<string>();
    const limit = { count: perMinute, periodMs, burst };
    for (const kind of kinds) {
      const makeLimiter = () => limiterKinds[kind].make(rules, limit);
      const server = gateway({ rules, makeLimiter, chargeOf: ({ cost }) => cost, sees: () => {} });
      world.addServer(kind, server);
      let refused = 0;
      const asking = waitingClient({
        ...{ gateway: kind, key: `client of ${kind}`, requests },
        sees({ status, hasWaited, admitted, atMs }) {
          if (status === 429) refused += 1;
          metrics[`${kind}.refused`].set(refused);
          if (status === 429 && hasWaited)
            breaches.report(
              'retry-after-is-true',
              `a client that waited as long as Retry-After said is refused again at ${Math.floor(atMs)} ms`,
            );
          if (admitted < requests) return;
          metrics[`${kind}.doneMs`].set(atMs);
          done.add(kind);
        },
      });
      world.addServer(`client of ${kind}`, asking);
    }
    return { breaches, done, rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [
    sometimes<Subject>(
      'all-done',
      'all clients are done',
      ({ done }) => done.size === kinds.length,
    ),
  ],
  expect: (p) =>
    kinds.flatMap((kind) => {
      const { waits, lastMs } = allowed(kind, p);
      return [
        exactly(waits, `${kind}.refused` as const, `refused-${kind}`).says(
          `requests refused by the ${kind}: one before each wait, and none after it`,
        ),
        // A bucket keeps filling while its client waits too long, so the next wait is that much
        // shorter. A window waits for its edge.
        within(`${kind}.doneMs` as const, `done-${kind}`, {
          atLeast: lastMs,
          atMost: lastMs + (waits > 0 ? 1_000 : 0) + callMs * 2 * (p.requests + waits),
        }).says(`ms until the ${kind} has admitted all: its own limit, plus at most a second`),
      ];
    }),
  tells: ({ params: p, metrics: m }) => {
    const again = kinds.reduce(
      (sum, kind) => sum + (m[`${kind}.refused`].value ?? 0) - allowed(kind, p).waits,
      0,
    );
    const told =
      again === 0
        ? 'Yes, if Retry-After is rounded up: no client is refused again when it comes back. A client loses less than a second over all its waits, because a bucket keeps filling while the client waits too long.'
        : `No, if Retry-After is rounded down, because that is too early: ${inDigits(again)} requests are refused again. In the last second before its time a client is told 0, and retries without a pause.`;
    const table = plainTable([
      ['limiter', '429', 'all admitted after', 'at the earliest'],
      ...kinds.map((kind) => [
        kind,
        inDigits(m[`${kind}.refused`].value ?? 0),
        inSeconds(m[`${kind}.doneMs`].value),
        inSeconds(allowed(kind, p).lastMs),
      ]),
    ]);
    return `${told}\n\n${table}`;
  },
});

// Left out: a date instead of seconds. `traffic/told-to-wait` has a client that does not wait.
