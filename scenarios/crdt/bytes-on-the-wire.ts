/**
 * The same set at three groups of replicas, filled beforehand, then the same few edits at each; only
 * the way of shipping differs.
 */

import * as z from 'zod';
import { everythingArrives, mergeLaws } from '../../sims/crdt/invariants.ts';
import { onMessage } from '../../sims/crdt/listeners.ts';
import { bytesOf } from '../../sims/crdt/messages.ts';
import {
  edit,
  type Group,
  hasConverged,
  onEffect,
  replicate,
} from '../../sims/crdt/replication/group.ts';
import { counter, gauge, type MetricsOf } from '../../src/check/metric.ts';
import { must } from '../../src/kernel/must.ts';
import { pick, randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import {
  aboutCrdt,
  at,
  gossipParam,
  inMs,
  networkParams,
  replicaNames,
  replicasParam,
  settleMs,
} from './common.ts';

const params = z.object({
  size: z.int().min(0).max(2_000).default(100).describe('elements in the set before'),
  edits: z.int().min(1).max(200).default(10).describe('elements added then'),
  replicas: replicasParam,
  gossipMs: gossipParam,
  ...networkParams(),
});
type Params = z.output<typeof params>;

const editMs = 200;
/** A second round, in which what was passed on is acknowledged, too. */
const editAtMs = (params: Params) => 2 * settleMs(params);
const policies = ['state', 'delta', 'op'] as const;

const metrics = {
  stateBytes: counter(
    'bytes',
    'sent with whole states, from the first edit until all had the last',
  ),
  deltaBytes: counter('bytes', 'sent with delta-intervals and acknowledgements, in that time'),
  opBytes: counter('bytes', 'sent with operations and what replicas have, in that time'),
  stateMessageMax: gauge('bytes', 'of the largest state sent'),
  deltaMessageMax: gauge('bytes', 'of the largest delta-interval sent'),
  opMessageMax: gauge('bytes', 'of the largest operation sent'),
  stateMs: gauge('ms', 'from the last edit until all had it, with whole states'),
  deltaMs: gauge('ms', 'the same, with deltas'),
  opMs: gauge('ms', 'the same, with operations'),
};
type Metrics = MetricsOf<typeof metrics>;

/** Each element is a text of this many letters: `e0001`. */
const elementLength = 5;
const element = (index: number) => `e${String(index).padStart(elementLength - 1, '0')}`;

export default scenario({
  ...aboutCrdt,
  // Sets of this size would take most of the time to merge in every order.
  invariants: aboutCrdt.invariants.filter((invariant) => invariant !== mergeLaws),
  id: 'crdt/bytes-on-the-wire',
  asks: 'Whole states, deltas or operations: how many bytes does an edit cost as the data grows, and how soon does it reach every replica?',
  claims: ['crdt-state-expensive-large', 'crdt-state-merge-aci'],
  code: [
    'sims/crdt/replication/delta-gossip.ts#deltaGossip',
    'sims/crdt/replication/state-gossip.ts#stateGossip',
    'sims/crdt/replication/causal-broadcast.ts#causalBroadcast',
  ],
  params,
  durationMs: (params) => editAtMs(params) + editMs + settleMs(params),
  plan: (params, random) => {
    const stream = random.stream('plan');
    const { replicas, edits, size } = params;
    return Array.from({ length: edits }, (_, index) => ({
      atMs: editAtMs(params) + randomInteger(stream, 0, editMs),
      who: pick(stream, replicaNames(replicas)),
      add: element(size + index + 1),
    }))
      .sort((a, b) => a.atMs - b.atMs)
      .flatMap(({ atMs, who, add }) =>
        policies.map((policy) => at(atMs, `${policy}-${who}`, { add })),
      );
  },
  metrics,
  build({ world, params, rules, metrics }) {
    const { replicas, gossipMs, size, edits } = params;
    const groups = policies.map((policy) => {
      const nodes = replicaNames(replicas).map((name) => `${policy}-${name}`);
      return replicate(world, rules, { nodes, type: 'g-set', policy, gossipMs });
    });
    const isDone = new Set<string>();
    onMessage(world.trace, 'send', (message, { node = '', atMs }) => {
      const policy = must(
        policies.find((one) => node.startsWith(`${one}-`)),
        'policy in the name of the node',
      );
      if (atMs < editAtMs(params) || isDone.has(policy)) return;
      const bytes = bytesOf(message);
      metrics[`${policy}Bytes`].add(bytes);
      const { kind } = message;
      if (kind === 'acknowledgement' || kind === 'hello' || kind === 'have') return;
      const max = metrics[`${policy}MessageMax`];
      max.set(Math.max(max.value ?? 0, bytes));
    });
    for (const [index, group] of groups.entries()) {
      const policy = must(policies[index], 'policy of the column');
      for (let i = 1; i <= size; i++) edit(group, `${policy}-r1`, { add: element(i) });
      let lastEditMs = 0;
      world.trace.on('operation', ({ atMs }) => {
        lastEditMs = atMs;
      });
      onEffect(world, group, (atMs) => {
        if (group.history.length < size + edits || !hasConverged(group)) return;
        isDone.add(policy);
        metrics[`${policy}Ms`].set(atMs - lastEditMs);
      });
    }
    return { groups } satisfies { groups: Group[] };
  },
  goals: (params) => [everythingArrives(editAtMs(params) + editMs + settleMs(params))],
  expect: ({ size, edits, replicas }) => [
    {
      id: 'a-state-carries-everything',
      text: 'largest message with a whole state, in bytes: at least the whole set, however small the edit',
      claim: 'crdt-state-expensive-large',
      measured: ({ stateMessageMax }: Metrics) => stateMessageMax.value,
      bound: { atLeast: (size + edits) * (elementLength + 3) },
    },
    {
      id: 'an-operation-carries-itself',
      text: 'largest message with an operation, in bytes: one element, its author and a number for each replica, whatever the size of the set',
      claim: 'crdt-state-expensive-large',
      measured: ({ opMessageMax }: Metrics) => opMessageMax.value,
      bound: { atMost: 120 + elementLength + replicas * 20 },
    },
    {
      id: 'a-delta-carries-what-is-new',
      text: 'largest message with a delta, in bytes: at most all new elements and two numbers',
      claim: 'crdt-state-expensive-large',
      measured: ({ deltaMessageMax }: Metrics) => deltaMessageMax.value,
      bound: { atMost: 100 + edits * (elementLength + 3) },
    },
  ],
  tells: ({ params, metrics }) => {
    const each = (bytes: number) => Math.round(bytes / params.edits);
    return (
      'A whole state costs as much as the set, an operation or a delta only as much as the edit; operations and deltas must be remembered until acknowledged. ' +
      `${params.edits} elements were added to a set of ${params.size} at ${params.replicas} replicas. Whole states took ` +
      `${inDigits(each(metrics.stateBytes.value))} bytes per edit and ${inMs(metrics.stateMs.value)} to reach every replica, deltas ` +
      `${inDigits(each(metrics.deltaBytes.value))} bytes and ${inMs(metrics.deltaMs.value)}, operations ${inDigits(each(metrics.opBytes.value))} ` +
      `bytes and ${inMs(metrics.opMs.value)}.`
    );
  },
});

// Left out: compression, and the overhead of packets; bytes are those of JSON.
