import * as z from 'zod';
import { crdtNotes } from '../../sims/crdt/notes.ts';
import {
  type Experiment,
  type Group,
  replicate,
  valueAt,
  viewBook,
} from '../../sims/crdt/replication/group.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { chance, pick, randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { drawFaultPlan } from '../../src/world/random-plan.ts';
import { aboutCrdt, at, drawEdit, evictAt, networkParams, replicaNames } from './common.ts';

const params = z.object({
  replicas: z.int().min(3).max(50).default(3).describe('how many replicas there are'),
  edits: z.int().min(1).max(500).default(30).describe('how many edits are made'),
  evictions: z
    .int()
    .min(1)
    .max(50)
    .default(4)
    .describe('how often replicas evict others, two at once but for the first time'),
  faults: z.int().min(0).max(200).default(8).describe('how many faults strike'),
  stormMs: z.int().min(300).max(100_000).default(1000).describe('how long all this goes on'),
  gossipMs: z.number().positive().default(20).describe('how often replicas gossip'),
  ...networkParams(),
});

const viewChanges = sometimes<Experiment>(
  'view-changes',
  'a replica enters a view other than the first',
  ({ groups }) =>
    groups.some(({ replicas }) =>
      replicas.some(({ state }) => ((state && viewBook(state)?.view.number) ?? 1) > 1),
    ),
);

export default scenario({
  ...aboutCrdt,
  id: 'crdt/random-evictions',
  asks: 'Replicas evict one another and join again in the middle of random edits and faults. Does anything that was removed ever come back?',
  claims: [],
  code: [
    'sims/crdt/replication/membership.ts#membership',
    'sims/crdt/replication/stable-gossip.ts#stableGossip',
    'sims/crdt/replication/membership.ts#startAfresh',
  ],
  params,
  durationMs: ({ stormMs, gossipMs, latencyMs }) => stormMs + 20 * (gossipMs + 2 * latencyMs.max),
  plan: ({ replicas, edits, evictions, faults, stormMs }, random) => {
    const stream = random.stream('plan');
    const names = replicaNames(replicas);
    const steps = Array.from({ length: edits }, () =>
      at(
        randomInteger(stream, 0, stormMs - 1),
        pick(stream, names),
        drawEdit('collected-set', stream, names),
      ),
    );
    // One eviction comes before anything goes wrong.
    const calmMs = Math.min(stormMs - 1, 200);
    const later = Array.from({ length: evictions - 1 }, () => {
      const atMs = randomInteger(stream, calmMs, stormMs - 1);
      const side = names.filter(() => chance(stream, 0.5));
      const other = names.filter((name) => !side.includes(name));
      // Two evict at once: each side the other, or each of two replicas one of the others.
      if (side.length > 0 && other.length > 0 && chance(stream, 0.5)) {
        return [evictAt(atMs, pick(stream, side), other), evictAt(atMs, pick(stream, other), side)];
      }
      return [0, 1].map(() => {
        const by = pick(stream, names);
        return evictAt(atMs, by, [
          pick(
            stream,
            names.filter((name) => name !== by),
          ),
        ]);
      });
    }).flat();
    const options = { nodes: names, faults, fromMs: calmMs, untilMs: stormMs, pauseMsMax: 100 };
    const storm = drawFaultPlan(random.stream('faults'), { ...options, rateMax: 0.5 });
    const first = evictAt(0, 'r1', names.slice(-1));
    return [first, ...steps, ...later, ...storm].sort((a, b) => a.atMs - b.atMs);
  },
  metrics: {
    views: gauge('views', 'that the group has been in'),
    afresh: counter('replicas', 'that learnt that they were out, and started afresh'),
    ignored: counter(
      'states',
      'that were ignored: older ones, and those of replicas outside the view',
    ),
    accepted: counter('edits', 'that took effect where they were made'),
  },
  build({ world, params, rules, metrics }) {
    const { replicas, gossipMs } = params;
    const group = replicate(world, rules, {
      nodes: replicaNames(replicas),
      type: 'collected-set',
      policy: 'stable-state',
      gossipMs,
      isDurable: true,
    });
    metrics.views.set(1);
    crdtNotes.listen(world.trace, 'edits', () => metrics.accepted.add());
    crdtNotes.listen(world.trace, 'ignores', () => metrics.ignored.add());
    crdtNotes.listen(world.trace, 'starts-afresh', () => metrics.afresh.add());
    crdtNotes.listen(world.trace, 'enters', ({ number }) =>
      metrics.views.set(Math.max(metrics.views.value ?? 1, number)),
    );
    return { groups: [group] };
  },
  goals: () => [viewChanges],
  expect: () => [],
  tells: ({ params, metrics, subject: { groups } }) =>
    'Not if a replica that was evicted joins again with nothing but a new name, and members ignore states from before their view. ' +
    `At the end ${counted(
      groups.reduce((sum, group) => sum + showingMore(group), 0),
      'replica',
    )} of ${params.replicas} show an element that was removed, or lack one, after ${counted(metrics.accepted.value, 'edit')} and ${counted(params.faults, 'fault')}. ` +
    `The group of ${params.replicas} went through ${counted(metrics.views.value ?? 1, 'view')}, and evicted replicas started afresh ${counted(metrics.afresh.value, 'time')}. ` +
    `The replicas ignored ${counted(metrics.ignored.value, 'state')} that could have brought something back.`,
});

/** How many replicas show something else than the edits that have arrived there make. */
function showingMore(group: Group): number {
  return group.replicas.filter((node) => {
    const arrived = node.state?.edits.flatMap((number) => group.history[number] ?? []) ?? [];
    const value = valueAt(group, node);
    return value !== undefined && group.type.model?.(value, arrived) !== undefined;
  }).length;
}

// Left out: that everybody is a member again in the end. Two evictions at once can block one another.
