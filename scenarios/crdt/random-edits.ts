/**
 * People edit at replicas taken at random while links are cut, messages lost, doubled and held back,
 * and replicas pause and crash. Then everything is mended, and all must come to the same value.
 */

import * as z from 'zod';
import { everythingArrives } from '../../sims/crdt/invariants.ts';
import { crdtNotes } from '../../sims/crdt/notes.ts';
import { type Experiment, replicate, valueAt } from '../../sims/crdt/replication/group.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { pick, randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { drawFaultPlan } from '../../src/world/random-plan.ts';
import {
  aboutCrdt,
  at,
  drawEdit,
  firstEdit,
  networkParams,
  policyParam,
  replicaNames,
  suitPolicy,
  typeParam,
} from './common.ts';

const params = z.object({
  type: typeParam('orswot'),
  policy: policyParam('delta'),
  replicas: z.int().min(1).max(50).default(3).describe('how many replicas there are'),
  edits: z.int().min(1).max(500).default(12).describe('how many edits are made'),
  faults: z.int().min(0).max(200).default(6).describe('how many faults strike'),
  stormMs: z.int().min(1).max(100_000).default(400).describe('how long edits and faults go on'),
  gossipMs: z.number().positive().default(50).describe('how often replicas gossip'),
  order: z
    .enum(['causal', 'precondition'])
    .default('causal')
    .describe('what an operation waits for: all its author had seen, or its precondition only'),
  ...networkParams(),
});

/** An OR-Set’s operations have no precondition: causal delivery brings each add before its remove (RR-7506, Specification 15). */
function suitOrder({ value, issues }: z.core.ParsePayload<z.output<typeof params>>): void {
  const { type, policy, order } = value;
  if (type !== 'or-set' || policy !== 'op' || order !== 'precondition') return;
  const message = 'the operations of an or-set need causal delivery, so set order=causal';
  issues.push({ code: 'custom', path: ['order'], message, input: order });
}

const severalEdited = sometimes<Experiment>(
  'several-edited',
  'edits are made at as many replicas as there are edits and replicas for, two at the most',
  ({ groups }) =>
    groups.every(({ history, replicas }) => {
      const authors = new Set(history.map(({ node }) => node)).size;
      return history.length > 0 && authors >= Math.min(2, replicas.length, history.length);
    }),
);

const settleMs = ({ gossipMs, latencyMs }: z.output<typeof params>) =>
  // Nothing is lost any more: a round to say what one has, one to send what is missing, for whoever
  // had to start afresh one more, and what was on its way or held up by a pause.
  8 * gossipMs + 8 * latencyMs.max + 200;

const shippedAs = {
  state: 'whole states',
  op: 'operations',
  delta: 'deltas',
  'stable-state': 'states that acknowledge events',
};

export default scenario({
  ...aboutCrdt,
  id: 'crdt/random-edits',
  asks: 'Do random edits and faults ever leave replicas with different values, for any type and any way of shipping it?',
  claims: ['top-crdts-merge-uncoordinated', 'crdt-state-merge-aci'],
  code: ['sims/crdt/laws.ts#noUpperBound', 'sims/crdt/sets/orswot.ts#joinDottedSets'],
  params: params.check(suitPolicy).check(suitOrder),
  durationMs: (params) => params.stormMs + settleMs(params),
  plan: ({ type, replicas, edits, faults, stormMs }, random) => {
    const stream = random.stream('plan');
    const names = replicaNames(replicas);
    // Half of the edits come at a moment at which others come too.
    const times = Array.from({ length: Math.ceil(edits / 2) }, () =>
      randomInteger(stream, 0, stormMs - 1),
    );
    // Two replicas begin, before anything goes wrong.
    const first = names.slice(0, Math.min(2, edits)).map((name) => at(0, name, firstEdit(type)));
    const steps = Array.from({ length: edits - first.length }, () =>
      at(pick(stream, times), pick(stream, names), drawEdit(type, stream, names)),
    );
    const options = { nodes: names, faults, fromMs: 0, untilMs: stormMs, pauseMsMax: 100 };
    const storm = drawFaultPlan(random.stream('faults'), { ...options, rateMax: 0.5 });
    return [...first, ...steps, ...storm].sort((a, b) => a.atMs - b.atMs);
  },
  metrics: {
    accepted: counter('edits', 'that took effect where they were made'),
    refused: counter('edits', 'that the type refused, or that came to a replica that was down'),
  },
  build({ world, params, rules, metrics }) {
    const { type, policy, replicas, gossipMs, order } = params;
    const group = replicate(world, rules, {
      nodes: replicaNames(replicas),
      type,
      policy,
      gossipMs,
      isDurable: true,
      broadcast: { order },
    });
    crdtNotes.listen(world.trace, 'edits', () => metrics.accepted.add());
    crdtNotes.listen(world.trace, 'refuses', () => metrics.refused.add());
    return { groups: [group] };
  },
  goals: (params) => [severalEdited, everythingArrives(settleMs(params))],
  expect: () => [],
  tells: ({ params, subject: { groups }, metrics }) => {
    const [group] = groups;
    const values = group?.replicas.map((node) => JSON.stringify(valueAt(group, node))) ?? [];
    return (
      'No, as long as the merge is commutative, associative and idempotent: then the order and the number of deliveries do not matter. ' +
      `In this run ${params.replicas} replicas of the type ${params.type === 'orswot' ? 'ORSWOT' : params.type} made ${metrics.accepted.value} edits and exchanged ${shippedAs[params.policy]}, while ${params.faults} faults struck. ` +
      `At the end ${new Set(values).size === 1 ? 'all show the same' : 'they differ'}: ${[...new Set(values)].join(' and ')}.`
    );
  },
});

// Left out: replicas that lie. Those that leave and join are in crdt/random-evictions.
