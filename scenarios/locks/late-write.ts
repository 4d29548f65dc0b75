import * as z from 'zod';
import { holdsAtLeast } from '../../sims/locks/invariants.ts';
import { locksMetrics } from '../../sims/locks/metrics.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { crash, pause, restart } from '../../src/world/fault.ts';
import { aboutLocks, manySystems, tripsMs } from './common.ts';

const params = z.object({
  pauses: whole(2, 40, 12, 'number of pause lengths that are tried'),
  fromMs: whole(24_000, 60_000, 25_000, 'the shortest pause'),
  stepMs: whole(100, 5_000, 2_000, 'how much longer each pause is than the one before'),
});
type Params = z.output<typeof params>;

const [startMs, ttlMs, workMs, prepareMs, retryMs] = [1_000, 30_000, 5_000, 1_000, 50];
const pauseAtMs = startMs + workMs + prepareMs / 2;
/** When the second holder writes first, apart from network delays. */
const successorMs = startMs + ttlMs + workMs + prepareMs;
const uncertainMs = retryMs + tripsMs;

const resumesMs = ({ pauses, fromMs, stepMs }: Params): number[] =>
  Array.from({ length: pauses }, (_, place) => pauseAtMs + fromMs + place * stepMs);

/** How many first writes leave between these times, at least and at most. */
function writesBetween(p: Params, fromMs: number, untilMs: number) {
  const count = (least: number, most: number) =>
    resumesMs(p).filter((atMs) => atMs > least && atMs < most).length;
  return {
    atLeast: count(fromMs + uncertainMs, untilMs),
    atMost: count(fromMs, untilMs + uncertainMs),
  };
}

const { refused, lateInOrder, letThrough } = locksMetrics;

export default scenario({
  ...aboutLocks,
  id: 'locks/late-write',
  asks: 'The write of a former holder arrives late. When does a store with fencing tokens refuse it, and when does it accept it?',
  claims: ['q15-fencing-check-highest-seen'],
  code: ['sims/locks/store.ts#isTooOld', 'sims/locks/client.ts#toStore'],
  params,
  durationMs: (p) => Math.max(successorMs + 4_000, ...resumesMs(p)) + 3_000,
  plan: (p) => [
    ...resumesMs(p).map((atMs, place) => {
      return { atMs: pauseAtMs, fault: pause(`first-client#${place + 1}`, atMs - pauseAtMs) };
    }),
    { atMs: successorMs + 3_000, fault: crash('stores') },
    { atMs: successorMs + 3_100, fault: restart('stores') },
  ],
  metrics: { refused, lateInOrder, letThrough },
  build: (parts) =>
    manySystems(parts, parts.params.pauses, () => ({
      ttlMs,
      startsMs: (client: number) => startMs + 1_000 * client,
      workMs: constant(workMs),
      prepareMs,
      writes: 2,
      retryMs: constant(retryMs),
      renews: false,
    })),
  goals: () => [holdsAtLeast(2)],
  expect: (p) => [
    {
      id: 'refused',
      text: `first writes of ${p.pauses} late holders that the store refused: those that arrive after the successor’s first write`,
      claim: 'q15-fencing-check-highest-seen',
      measured: ({ refused }) => refused.value,
      bound: writesBetween(p, successorMs, Infinity),
    },
    {
      id: 'taken',
      text: `first writes of ${p.pauses} late holders that the store accepted: those that arrive when the successor has the lock but has not written`,
      measured: ({ lateInOrder }) => lateInOrder.value,
      bound: writesBetween(p, startMs + ttlMs, successorMs),
    },
    {
      id: 'none-gets-past',
      text: 'late writes that the store accepted after the successor had written: none',
      measured: ({ letThrough }) => letThrough.value,
      bound: { atMost: 0 },
    },
  ],
  tells: ({ params: { pauses }, metrics }) =>
    `A store with fencing tokens refuses a write once it has seen a higher token: of ${counted(pauses, 'late holder')}, ${metrics.refused.value} came ` +
    `after their successor’s first write and were refused. It accepted ${metrics.lateInOrder.value} that came while the ` +
    'successor held the lock but had not written: the store has not seen the newer token yet, and such a write overwrites nothing newer. ' +
    'Several writes of one holder carry the same token, so the store must accept an equal one; and it must keep the highest token on disk, or a restart forgets it.',
});

// Left out: a store without a place for the token. There a compare-and-swap on the row’s version
// does the same.
