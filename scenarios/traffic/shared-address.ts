import * as z from 'zod';
import { limitersSideBySide } from '../../sims/traffic/limits/cluster.ts';
import type { Decided } from '../../sims/traffic/limits/gateway.ts';
import { exactly, none, within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { aboutLimits, allDecided } from './limiters.ts';

const params = z.object({
  users: whole(1, 40, 10, 'calm users behind the address, each at half the limit'),
});
type Params = z.output<typeof params>;

const limit = { count: 1, periodMs: 1_000, burst: 5 };
const lastsMs = 60_000;
const calmEveryMs = 2_000;
const greedyEveryMs = 200;
const address = '203.0.113.7';
const names = ['by-user', 'by-address'] as const;
type Name = (typeof names)[number];

const calmSent = ({ users }: Params) => (users * lastsMs) / calmEveryMs;
const greedySent = lastsMs / greedyEveryMs;
/** A client that always asks for more gets the burst, and then the rate. */
const most = limit.burst + Math.floor((lastsMs - 1) / limit.periodMs);

export default scenario({
  ...aboutLimits,
  id: 'traffic/shared-address',
  asks: 'An office is behind one address (NAT), and one of its users sends five requests a second. Which users does a per-address limit refuse, and which a per-user limit?',
  claims: [],
  code: ['sims/traffic/limits/gateway.ts#limitedKey'],
  params,
  durationMs: () => lastsMs + 1_000,
  metrics: {
    ...gaugePer(names, 'calm', 'requests', (name) => `${name}: of calm users, refused`),
    ...gaugePer(names, 'greedy', 'requests', (name) => `${name}: of the greedy user, admitted`),
    ...gaugePer(names, 'admitted', 'requests', (name) => `${name}: admitted in all`),
  },
  build({ world, rules, metrics, params: p }) {
    for (const name of names)
      for (const of of ['calm', 'greedy', 'admitted'] as const) metrics[`${name}.${of}`].set(0);
    const from = (user: string, everyMs: number, startMs: number) =>
      Array.from({ length: lastsMs / everyMs }, (_, nth) => ({
        ...{ atMs: startMs + nth * everyMs, key: user, address, cost: 1 },
      }));
    const calm = Array.from({ length: p.users }, (_, nth) =>
      from(`user ${nth + 1}`, calmEveryMs, 10 * nth + 3),
    );
    return limitersSideBySide({
      world,
      rules,
      limiters: names.map((name) => ({
        ...{ name, kind: 'token-bucket' as const, limit, sees: tally(name) },
        ...(name === 'by-address' ? { keyOf: ({ address: of = '' }) => of } : {}),
      })),
      arrivals: [...calm, from('greedy', greedyEveryMs, 0)]
        .flat()
        .sort((one, other) => one.atMs - other.atMs),
    });

    function tally(name: Name) {
      const count = (of: 'calm' | 'greedy' | 'admitted') =>
        metrics[`${name}.${of}`].set((metrics[`${name}.${of}`].value ?? 0) + 1);
      return ({ atMs, decision: { isAdmitted } }: Decided) => {
        if (isAdmitted) count('admitted');
        // Only the greedy user sends at whole fifths of a second.
        const isGreedy = atMs % greedyEveryMs === 0;
        if (isGreedy && isAdmitted) count('greedy');
        if (!isGreedy && !isAdmitted) count('calm');
      };
    }
  },
  goals: () => [allDecided],
  expect: (p) => [
    none('by-user.calm', 'user-calm').says('requests of calm users refused with a limit per user'),
    exactly(most, 'by-user.greedy', 'user-greedy').says(
      'requests of the greedy user admitted with a limit per user: burst + rate x time',
    ),
    exactly(most, 'by-address.admitted', 'address-admitted').says(
      'requests of all users together admitted with a limit per address: burst + rate x time',
    ),
    within('by-address.calm', 'address-calm', {
      atLeast: calmSent(p) - most,
      atMost: calmSent(p),
    }).says('requests of calm users refused with a limit per address, though each stays below it'),
  ],
  tells: ({ params: p, metrics: m }) =>
    `A limit per address refuses calm users too: it admits ${inDigits(m['by-address.admitted'].value ?? 0)} requests in a ` +
    `minute for ${counted(p.users + 1, 'user')} together, so ${inDigits(m['by-address.calm'].value ?? 0)} of ` +
    `${inDigits(calmSent(p))} requests of calm users are refused, and the greedy user gets ` +
    `${inDigits(m['by-address.greedy'].value ?? 0)}. With a limit per user no calm user is refused, and the greedy one gets ` +
    `${inDigits(m['by-user.greedy'].value ?? 0)} of ${inDigits(greedySent)}. ` +
    'If users log in, count by user; limit by address only before that.',
});

// Left out: a client with many addresses, for which a limit per address is one limit for each of
// them.
