import * as z from 'zod';
import type { HttpLaw, HttpSubject } from '../../sims/traffic/http/laws.ts';
import {
  emptyLimited,
  type LimitedTotals,
  limitedClient,
  limitedServer,
} from '../../sims/traffic/http/limited.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inSeconds, times } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutHttp } from './http-kit.ts';

const params = z.object({
  perSecond: whole(1, 100, 10, 'requests a second that the API admits per client'),
  requests: whole(10, 5_000, 100, 'requests that a client has to send, as fast as it may'),
  backoffMs: real(10, 900, 50, 'backoff of a client that ignores Retry-After'),
});
type Params = z.output<typeof params>;

const says = { heeds: 'waits as Retry-After says', ignores: 'comes back after its own backoff' };
type Arm = keyof typeof says;
const arms = Object.keys(says) as Arm[];
const hops = { atLeast: 0.4, atMost: 1.6 };

/** A second’s worth may arrive at once. */
const limitOf = ({ perSecond }: Params) => ({
  count: perSecond,
  periodMs: 1_000,
  burst: perSecond,
});
/** Until the last request is admitted: those beyond the burst are admitted at the rate. */
const lastMs = ({ requests, perSecond }: Params) =>
  (1_000 * Math.max(0, requests - perSecond)) / perSecond;
const durationMs = (p: Params) => lastMs(p) + p.requests * 3 + 4_000;

/**
 * A client that waits gets a second’s worth each time, and is then refused: once for each second
 * that the rest of its requests takes; round trips bring a token now and then. One that does not
 * wait is refused each time it comes back.
 */
function refusedOf(arm: Arm, p: Params) {
  const seconds = lastMs(p) / 1_000;
  if (arm === 'heeds') {
    const saved = (p.requests * hops.atMost) / 1_000;
    return {
      atLeast: Math.max(0, Math.floor(seconds - saved) - 1),
      atMost: Math.ceil(seconds) + 1,
    };
  }
  const waitedMs = (from: number) => Math.max(0, lastMs(p) - p.requests * from);
  // Each token waits for the next try, up to one backoff later.
  return {
    atLeast: Math.floor(waitedMs(hops.atMost) / (p.backoffMs + hops.atMost)) - 1,
    atMost: Math.ceil((lastMs(p) + p.backoffMs) / (p.backoffMs + hops.atLeast)) + 1,
  };
}

interface Subject extends HttpSubject {
  readonly totals: readonly LimitedTotals[];
}

export default scenario({
  ...aboutHttp,
  id: 'traffic/told-to-wait',
  asks: 'A client sends faster than its limit, and gets HTTP 429 with Retry-After. Does it finish earlier if it ignores the header, and what does that cost the API?',
  claims: ['http-429-retry-after'],
  code: ['sims/traffic/http/limited.ts#ask'],
  params,
  durationMs,
  metrics: {
    ...gaugePer(arms, 'refused', 'requests', (arm) => `answered with 429, the client ${says[arm]}`),
    ...gaugePer(
      arms,
      'endedMs',
      'ms',
      (arm) => `until all requests are admitted, the client ${says[arm]}`,
    ),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<HttpLaw>();
    const totals = arms.map((arm) => {
      const total = emptyLimited();
      const own = arm === 'ignores' ? { ...rules, 'client-waits-as-told': false } : rules;
      const early = (client: string, byMs: number) => {
        if (arm === 'ignores') return;
        const how = `client ${client} asks again ${byMs.toFixed(0)} ms before the time that Retry-After told it`;
        breaches.report('no-request-before-its-time', how);
      };
      world.addServer(`api-${arm}`, limitedServer(rules, limitOf(p), early));
      const options = { server: `api-${arm}`, requests: p.requests, backoffMs: p.backoffMs };
      world.addServer(`client-${arm}`, limitedClient(own, options, total));
      world.at(durationMs(p) - 1, () => {
        metrics[`${arm}.refused`].set(total.refused);
        if (total.endedMs !== undefined) metrics[`${arm}.endedMs`].set(total.endedMs);
      });
      return total;
    });
    return { breaches, totals, rows: () => world.nodes.map(stateRow) };
  },
  goals: () => [
    sometimes<Subject>('all-admitted', 'all requests of both clients are admitted', ({ totals }) =>
      totals.every(({ endedMs }) => endedMs !== undefined),
    ),
  ],
  expect: (p) =>
    arms.flatMap((arm) => [
      within(`${arm}.refused` as const, `refused-${arm}`, refusedOf(arm, p)).says(
        `requests that are refused, if the client ${says[arm]}`,
        'http-429-retry-after',
      ),
      within(`${arm}.endedMs` as const, `ended-${arm}`, {
        atLeast: lastMs(p),
        atMost: lastMs(p) + 1_000 + 3 * p.requests,
      }).says(`ms until all are admitted, if the client ${says[arm]}: no faster than the limit`),
    ]),
  tells: ({ params: p, metrics: m }) =>
    `A client should wait as told, because ignoring Retry-After hardly helps: the API admits ${inDigits(p.perSecond)} requests a second whatever a client does, so ${inDigits(p.requests)} requests took ${inSeconds(m['ignores.endedMs'].value)} for the one that ignored the header, and ${inSeconds(m['heeds.endedMs'].value)} for the one that waited. ` +
    `The API refused the first ${times(m['ignores.refused'].value ?? 0)} with 429, and the other ${times(m['heeds.refused'].value ?? 0)}.\n\n` +
    plainTable([
      ['the client', '429', 'all admitted after'],
      ...arms.map((arm) => [
        says[arm],
        inDigits(m[`${arm}.refused`].value ?? 0),
        inSeconds(m[`${arm}.endedMs`].value),
      ]),
    ]),
});

// Left out: many clients that are told the same second and come back together:
// `resilience/retry-after`.
