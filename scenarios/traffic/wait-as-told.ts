import { z } from 'zod';
import { gateway } from '../../sims/traffic/limits/gateway.ts';
import type { LimitLaw, LimitSubject } from '../../sims/traffic/limits/laws.ts';
import { TokenBucket } from '../../sims/traffic/limits/token-bucket.ts';
import { waitingClient } from '../../sims/traffic/limits/waiting.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inSeconds } from '../../src/words/numbers.ts';
import { aboutLimits } from './limiters.ts';

const params = z.object({
  perMinute: whole(1, 50, 7, 'requests a minute'),
  requests: whole(4, 30, 12, 'requests that each client has to make'),
});
type Params = z.output<typeof params>;

const burst = 3;
const everyMs = 250;
/** A call takes twice a latency below a millisecond. */
const callMs = 2;

/** When the last request can be admitted: the burst at once, the others at the rate. */
const lastMs = ({ perMinute, requests }: Params) => ((requests - burst) * 60_000) / perMinute;

interface Subject extends LimitSubject {
  readonly done: Set<string>;
}

export default scenario({
  ...aboutLimits,
  id: 'traffic/wait-as-told',
  asks: 'A client that is refused waits as long as Retry-After says; another asks again four times a second. Which of them is done first, and how many refusals does it cost?',
  claims: [],
  params,
  durationMs: (p) => lastMs(p) + 60_000,
  metrics: {
    waiting: counter('refusals', 'of the client that waits as it is told'),
    hammering: counter('refusals', 'of the client that does not'),
    waitingMs: gauge('ms', 'until the last request of the client that waits is admitted'),
    hammeringMs: gauge('ms', 'until the last request of the other is admitted'),
  },
  build({ world, rules, metrics, params: { perMinute, requests } }): Subject {
    const breaches = new Breaches<LimitLaw>();
    const done = new Set<string>();
    const limit = { count: perMinute, periodMs: 60_000, burst };
    const makeLimiter = () => new TokenBucket(rules, limit);
    const server = gateway({ rules, makeLimiter, chargeOf: ({ cost }) => cost, sees: () => {} });
    world.addServer('gateway', server);
    for (const name of ['waiting', 'hammering'] as const) {
      const own = name === 'waiting' ? {} : { everyMs };
      const asking = waitingClient({
        ...{ gateway: 'gateway', key: name, requests, ...own },
        sees({ status, hasWaited, admitted, atMs }) {
          if (status === 429) metrics[name].add();
          else metrics[`${name}Ms`].set(atMs);
          if (status === 429 && hasWaited)
            breaches.report('retry-after-is-true', `refused again at ${Math.floor(atMs)} ms`);
          if (admitted === requests) done.add(name);
        },
      });
      world.addServer(name, asking);
    }
    return { breaches, done, rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [
    sometimes<Subject>('both-done', 'both clients are done', ({ done }) => done.size === 2),
  ],
  expect: (p) => {
    const attempts = lastMs(p) / everyMs;
    return [
      exactly(p.requests - burst, 'waiting', 'waiting').says(
        'refusals of the client that waits: one for each request beyond the burst',
      ),
      within('hammering', 'hammering', {
        atLeast: Math.floor(attempts) + 1 - p.requests,
        atMost: Math.ceil(attempts) + 1 - p.requests,
      }).says('of the other: all attempts until the last is admitted, but those that are'),
      // Whole seconds: less than one is waited too long, and what a wait is too long the next is shorter.
      within('waitingMs', 'waiting-ms', {
        atLeast: lastMs(p),
        atMost: lastMs(p) + 1_000 + callMs * 2 * p.requests,
      }).says('ms until the client that waits is done: what the rate allows, and a second at most'),
      within('hammeringMs', 'hammering-ms', {
        atLeast: lastMs(p),
        atMost: lastMs(p) + everyMs + callMs,
      }).says('ms until the other is done: what the rate allows, and its pause at most'),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `The client that waits has ${inDigits(m.waiting.value)} refusals and is done after ${inSeconds(m.waitingMs.value)}; the other has ${inDigits(m.hammering.value)} and is done after ${inSeconds(m.hammeringMs.value)}. ` +
    `The rate decides when the last of ${inDigits(p.requests)} is admitted, after ${inSeconds(lastMs(p))}, and asking more often gains less than a second: Retry-After has whole seconds, rounded up.`,
});

// Left out: many clients that are told the same second and come back at once (resilience/retry-storm has jitter).
