/**
 * The fast region writes, then the honest one writes the same key, later in true time and without
 * having seen the first write. The first pair is the one from the book: at 12:00:01 on a clock that is
 * 2 s fast, and at 12:00:02. Afterwards the honest region reads what the fast one wrote, and writes
 * again: that write is later for everybody, and a hybrid logical clock keeps it.
 */
import * as z from 'zod';
import { everythingArrives } from '../../sims/crdt/invariants.ts';
import type { Fields } from '../../sims/crdt/maps/lww-map.ts';
import {
  type Experiment,
  onEffect,
  replicate,
  valueAt,
} from '../../sims/crdt/replication/group.ts';
import { gauge } from '../../src/check/metric.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { heal, partition } from '../../src/world/fault.ts';
import type { Plan } from '../../src/world/plan.ts';
import { aboutCrdt, at, gossipParam, inMs, networkParams, onEdit, settleMs } from './common.ts';

const params = z.object({
  skewMs: z.int().min(0).max(1_000_000).default(2_000).describe('how far the fast clock is ahead'),
  pairs: z.int().min(1).max(500).default(40).describe('keys that both regions write'),
  gapMsMax: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(4_000)
    .describe('the honest write comes up to so much later'),
  replies: z
    .int()
    .min(0)
    .max(100)
    .default(5)
    .describe('writes that had read the other region’s write'),
  gossipMs: gossipParam,
  ...networkParams({ loss: 0 }),
});
type Params = z.output<typeof params>;

const writeMs = 1_000;
const cutAtMs = 1;
/** 12:00:00 in the story. */
const noonMs = 10;
const healAtMs = ({ gapMsMax }: Params) => noonMs + 2 * writeMs + gapMsMax;
const fastAgainAtMs = (params: Params) => healAtMs(params) + settleMs(params);
const replyAtMs = (params: Params) => fastAgainAtMs(params) + settleMs(params);

/** The pairs whose honest write comes later by less than the skew, so that it loses. */
function doomed(pairs: readonly { gapMs: number }[], skewMs: number): number {
  return pairs.filter(({ gapMs }) => gapMs < skewMs).length;
}

const honest = 'honest';
const fast = 'fast';
const setNodes = ['set-fast', 'set-honest'];

export default scenario({
  ...aboutCrdt,
  id: 'crdt/skewed-clocks',
  asks: 'One region’s clock is fast. How many writes does last-writer-wins lose because of it?',
  claims: [
    'crdt-lww-clock-skew-example',
    'crdt-lww-drops-concurrent',
    'crdt-no-timestamp-more-robust',
    'crdt-gset-union',
  ],
  code: [
    'sims/crdt/registers/lww-register.ts#isLater',
    'sims/crdt/registers/lww-register.ts#lwwRegister',
    'sims/crdt/clocks/hybrid-logical-clock.ts#nextTime',
  ],
  params,
  durationMs: (params) => replyAtMs(params) + settleMs(params),
  plan: (params, random): Plan => {
    const stream = random.stream('plan');
    const { pairs, gapMsMax, replies } = params;
    const book = [{ key: 'book', firstMs: noonMs + 1_000, gapMs: 1_000 }];
    const drawn = Array.from({ length: pairs }, (_, index) => ({
      key: `k${index + 1}`,
      firstMs: noonMs + randomInteger(stream, 0, writeMs),
      gapMs: randomInteger(stream, 1, gapMsMax),
    }));
    const both = [...book, ...drawn].flatMap(({ key, firstMs, gapMs }) => [
      at(firstMs, fast, { set: { [key]: fast } }),
      at(firstMs, 'set-fast', { add: `${key}/${fast}` }),
      at(firstMs + gapMs, honest, { set: { [key]: honest } }),
      at(firstMs + gapMs, 'set-honest', { add: `${key}/${honest}` }),
    ]);
    const answers = Array.from({ length: replies }, (_, index) => [
      at(fastAgainAtMs(params), fast, { set: { [`reply${index + 1}`]: fast } }),
      at(replyAtMs(params), honest, { set: { [`reply${index + 1}`]: honest } }),
    ]);
    return [
      { atMs: cutAtMs, fault: partition([fast, 'set-fast'], [honest, 'set-honest']) },
      ...both,
      { atMs: healAtMs(params), fault: heal() },
      ...answers.flat(),
    ];
  },
  metrics: {
    pairs: gauge('keys', 'that both regions wrote, neither having seen the other'),
    vanished: gauge('writes', 'later in true time, that are not to be seen at the end'),
    predicted: gauge('writes', 'that come later by less than the skew'),
    bookShowsFast: gauge(
      'times',
      'that the fast region’s earlier write wins in the example of the book',
    ),
    repliesLost: gauge(
      'writes',
      'writes that had read the other region’s, and are missing at the end',
    ),
    setLost: gauge('elements', 'that a set without clocks lost from the same writes'),
  },
  build({ world, params, rules, metrics }) {
    const { skewMs, gossipMs } = params;
    const nodeOptions = (id: string) => ({ clockOffsetMs: id === fast ? skewMs : 0 });
    const map = replicate(world, rules, {
      nodes: [fast, honest],
      type: 'lww-map',
      policy: 'state',
      gossipMs,
      nodeOptions,
    });
    const set = replicate(world, rules, {
      nodes: setNodes,
      type: 'g-set',
      policy: 'state',
      gossipMs,
    });

    const writtenAtMs = new Map<string, number>();
    const gaps: { key: string; gapMs: number }[] = [];
    onEdit(world.trace, ({ replica, edit }, atMs) => {
      const [key] = 'set' in edit ? Object.keys(edit.set) : [];
      if (key === undefined || key.startsWith('reply')) return;
      if (replica === fast) writtenAtMs.set(key, atMs);
      else gaps.push({ key, gapMs: atMs - (writtenAtMs.get(key) ?? 0) });
      metrics.pairs.set(gaps.length);
      metrics.predicted.set(doomed(gaps, skewMs));
    });
    onEffect(world, map, () => {
      const [node] = map.replicas;
      const shown = node === undefined ? {} : (valueAt(map, node) as Fields);
      const lost = Object.entries(shown)
        .filter(([, value]) => value === fast)
        .map(([key]) => key);
      metrics.vanished.set(lost.filter((key) => !key.startsWith('reply')).length);
      metrics.repliesLost.set(lost.filter((key) => key.startsWith('reply')).length);
      metrics.bookShowsFast.set(lost.filter((key) => key === 'book').length);
    });
    onEffect(world, set, () => {
      const shown = set.replicas.map((node) => (valueAt(set, node) as readonly string[]).length);
      metrics.setLost.set(set.history.length - Math.min(...shown));
    });
    return { groups: [map, set] } satisfies Experiment;
  },
  goals: (params) => [everythingArrives(replyAtMs(params) + settleMs(params) - healAtMs(params))],
  expect: ({ skewMs }) => [
    {
      id: 'loses-what-comes-within-the-skew',
      text: 'lost writes of the region with the right clock, minus those that come later by less than the skew of the clocks: no difference',
      claim: 'crdt-lww-drops-concurrent',
      measured: ({ vanished, predicted }) =>
        vanished.value === undefined || predicted.value === undefined
          ? undefined
          : vanished.value - predicted.value,
      bound: { atLeast: 0, atMost: 0 },
    },
    {
      id: 'the-example-of-the-book',
      text:
        skewMs > 1_000
          ? 'later writes, of one at 12:00:02 by the right clock, that lose to the write of 12:00:01 on the fast clock'
          : 'later writes, of one at 12:00:02 by the right clock, that lose to the write of 12:00:01; none, with so little skew',
      claim: 'crdt-lww-clock-skew-example',
      measured: ({ bookShowsFast }) => bookShowsFast.value,
      bound: skewMs > 1_000 ? { atLeast: 1 } : { atMost: 0 },
    },
    {
      id: 'who-has-read-wins',
      text: 'writes lost whose author had read the other region’s write, however wrong the clock',
      measured: ({ repliesLost }) => repliesLost.value,
      bound: { atMost: 0 },
    },
    {
      id: 'no-clock-no-loss',
      text: 'elements lost from a grow-only set, which needs no clock',
      claim: 'crdt-no-timestamp-more-robust',
      measured: ({ setLost }) => setLost.value,
      bound: { atMost: 0 },
    },
  ],
  tells: ({ params, metrics }) => {
    const { pairs, vanished } = metrics;
    const each = params.skewMs === 0 ? 0 : (100 * (vanished.value ?? 0)) / params.skewMs;
    return (
      `With last writer wins a later write is lost if it comes within the skew of the clocks, because the larger timestamp wins, and no client is told: with one clock ${inMs(params.skewMs)} ahead, the ` +
      `later write of the region with the right clock was lost for ${vanished.value ?? 0} of ${pairs.value ?? 0} keys that both regions wrote, ${each.toFixed(2)} keys for every ` +
      `100 ms of skew. A write is stamped after what it has read: of ${params.replies} writes that had read the other region’s first, ` +
      `${metrics.repliesLost.value ?? 0} were lost. A grow-only set, which needs no clock, lost ${metrics.setLost.value ?? 0}.`
    );
  },
});

// Left out: clocks that are set right while the run goes on.
