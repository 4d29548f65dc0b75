import * as z from 'zod';
import type { ResetCounter } from '../../sims/crdt/counters/reset-counter.ts';
import { everythingArrives } from '../../sims/crdt/invariants.ts';
import { onEffect, replicate, valueAt } from '../../sims/crdt/replication/group.ts';
import { exactly } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { heal, partition } from '../../src/world/fault.ts';
import {
  aboutCrdt,
  at,
  gossipParam,
  networkParams,
  replicaNames,
  replicasParam,
  settleMs,
} from './common.ts';

const params = z.object({
  policy: z.enum(['state', 'delta']).default('delta').describe('what replicas ship'),
  replicas: replicasParam,
  each: whole(1, 20, 4, 'how often each replica counts before'),
  resets: whole(1, 49, 2, 'replicas that reset the counter at once: all but the last, at most'),
  late: whole(0, 20, 3, 'how often the last replica counts at the same time'),
  gossipMs: gossipParam,
  ...networkParams(),
});
type Params = z.output<typeof params>;

const cutAtMs = (params: Params) => settleMs(params);
const healAtMs = (params: Params) => cutAtMs(params) + 100;
const resetting = ({ replicas, resets }: Params) => Math.min(replicas - 1, resets);
const countedBefore = ({ replicas, each }: Params) => replicas * each;

/** A counter that can be reset, and a PN-Counter from which people take what they see, side by side. */
const kinds = ['reset', 'pn'] as const;
type Kind = (typeof kinds)[number];
const namesOf = (kind: Kind, replicas: number) =>
  replicaNames(replicas).map((name) => `${kind}-${name}`);

function editsOf(kind: Kind, params: Params) {
  const names = namesOf(kind, params.replicas);
  const toZero = kind === 'reset' ? { reset: true as const } : { add: -countedBefore(params) };
  const times = (count: number) => Array.from({ length: count }, (_, place) => place);
  return [
    ...names.flatMap((name) => times(params.each).map((ms) => at(ms, name, { add: 1 }))),
    ...names.slice(0, resetting(params)).map((name) => at(cutAtMs(params) + 10, name, toZero)),
    ...names
      .slice(-1)
      .flatMap((name) =>
        times(params.late).map((ms) => at(cutAtMs(params) + ms, name, { add: 1 })),
      ),
  ];
}

export default scenario({
  ...aboutCrdt,
  id: 'crdt/counter-reset',
  asks: 'Several people reset a counter at once while another keeps counting. What does it show?',
  claims: [],
  code: [
    'sims/crdt/counters/reset-counter.ts#resetCounter',
    'sims/crdt/counters/reset-counter.ts#increment',
  ],
  params,
  durationMs: (params) => healAtMs(params) + settleMs(params),
  plan: (params) => {
    const everyOne = kinds.flatMap((kind) => namesOf(kind, params.replicas));
    return [
      { atMs: cutAtMs(params), fault: partition(...everyOne.map((name) => [name])) },
      ...kinds.flatMap((kind) => editsOf(kind, params)),
      { atMs: healAtMs(params), fault: heal() },
    ].sort((a, b) => a.atMs - b.atMs);
  },
  metrics: {
    afterReset: gauge('counts', 'that the counter with a reset shows at the end'),
    afterTaking: gauge('counts', 'that a PN-Counter shows, from which each took what it saw'),
    dots: gauge('dots', 'that the counter with a reset held before it was reset, at the most'),
  },
  build({ world, params, rules, metrics }) {
    const { policy, replicas, gossipMs } = params;
    const [reset, pn] = kinds.map((kind) => {
      const nodes = namesOf(kind, replicas);
      return replicate(world, rules, { nodes, type: `${kind}-counter`, policy, gossipMs });
    });
    if (reset === undefined || pn === undefined) throw new Error('there are two counters');
    onEffect(world, reset, () => {
      const [first] = reset.replicas;
      if (first === undefined) return;
      metrics.afterReset.set(Number(valueAt(reset, first)));
      const payload = first.state?.payload as ResetCounter | undefined;
      const dots = Object.keys(payload?.increments ?? {}).length;
      metrics.dots.set(Math.max(metrics.dots.value ?? 0, dots));
    });
    onEffect(world, pn, () => {
      const [first] = pn.replicas;
      if (first !== undefined) metrics.afterTaking.set(Number(valueAt(pn, first)));
    });
    return { groups: [reset, pn] };
  },
  goals: (params) => [everythingArrives(settleMs(params))],
  expect: (params) => [
    exactly(params.late, 'afterReset', 'what-came-with-the-reset-counts').says(
      'count shown after the resets: what was counted meanwhile, however many replicas reset it',
    ),
    exactly(
      params.late + (1 - resetting(params)) * countedBefore(params),
      'afterTaking',
      'each-takes-all',
    ).says(
      'count shown by a PN-Counter from which each resetting replica subtracts what it sees: too low, as the same counts are subtracted several times',
    ),
    exactly(countedBefore(params), 'dots', 'a-dot-a-count').says(
      'ids that the counter keeps until the reset: one for each count, to tell which ones a reset has seen',
    ),
  ],
  tells: ({ params, metrics: { afterReset, afterTaking, dots } }) =>
    'What no reset had seen: each increment has an id of its own, and a reset drops only the increments that it has seen. ' +
    `${counted(countedBefore(params), 'count')} stood when ${counted(resetting(params), 'replica')} reset the counter and another added ${params.late}: it shows ${afterReset.value ?? 0}. ` +
    `A PN-Counter from which each subtracts what it sees shows ${afterTaking.value ?? 0}. The price is an id to keep for each count until the reset: ${dots.value ?? 0}.`,
});

// Left out: counters that are never reset, which need one number a replica, and a reset to a value other than zero.
