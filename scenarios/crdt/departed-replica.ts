import * as z from 'zod';
import { crdtNotes } from '../../sims/crdt/notes.ts';
import {
  type Experiment,
  type Group,
  replicate,
  viewBook,
} from '../../sims/crdt/replication/group.ts';
import type { ReplicaState } from '../../sims/crdt/replication/replica.ts';
import { type CollectedSet, tombstonesIn } from '../../sims/crdt/sets/collected-set.ts';
import { exactly, none } from '../../src/check/expected.ts';
import { eventually } from '../../src/check/goal.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { heal, partition } from '../../src/world/fault.ts';
import {
  aboutCrdt,
  at,
  evictAt,
  gossipParam,
  networkParams,
  replicaNames,
  settleMs,
} from './common.ts';

const params = z.object({
  replicas: z.int().min(3).max(50).default(3).describe('how many replicas there are'),
  elements: z
    .int()
    .min(1)
    .max(200)
    .default(8)
    .describe('how many elements all have seen, and are removed after one replica has gone'),
  unsent: z
    .int()
    .min(1)
    .max(50)
    .default(2)
    .describe('how many elements the departed replica adds that no other gets'),
  gossipMs: gossipParam,
  ...networkParams({ loss: 0.02 }),
});
type Params = z.output<typeof params>;

const stepMs = 10;
const cutAtMs = (params: Params) => 100 + 2 * settleMs(params);
const evictAtMs = (params: Params) =>
  cutAtMs(params) + stepMs * (params.elements + 1) + 2 * settleMs(params);
/** To agree, to hear of it, and to hear everybody in the new view. */
const returnAtMs = (params: Params) => evictAtMs(params) + 4 * settleMs(params);

export default scenario({
  ...aboutCrdt,
  id: 'crdt/departed-replica',
  asks: 'A replica has left for good and holds back the collection of tombstones. How do the others go on without it, and what if it comes back?',
  claims: ['crdt-metadata-grows-with-replicas'],
  code: [
    'sims/crdt/replication/membership.ts#membership',
    'sims/crdt/replication/membership.ts#startAfresh',
    'sims/crdt/replication/view.ts#isMajority',
  ],
  params,
  durationMs: (params) => returnAtMs(params) + 6 * settleMs(params),
  plan: (params, random) => {
    const stream = random.stream('plan');
    const { replicas, elements, unsent } = params;
    const names = replicaNames(replicas);
    const departed = String(names.at(-1));
    const cutAt = cutAtMs(params);
    return [
      at(0, departed, { add: 'old' }),
      ...Array.from({ length: elements }, (_, index) =>
        at(randomInteger(stream, 0, 90), 'r1', { add: `e${index + 1}` }),
      ),
      { atMs: cutAt, fault: partition([departed]) },
      ...Array.from({ length: elements }, (_, index) =>
        at(cutAt + stepMs * (index + 1), 'r2', { remove: `e${index + 1}` }),
      ),
      ...Array.from({ length: unsent }, (_, index) =>
        at(cutAt + randomInteger(stream, 1, stepMs), departed, { add: `unsent${index + 1}` }),
      ),
      evictAt(evictAtMs(params), 'r1', [departed]),
      { atMs: returnAtMs(params), fault: heal() },
      at(returnAtMs(params) + 5 * settleMs(params), departed, { add: 'new' }),
    ];
  },
  metrics: {
    keptBefore: gauge('tombstones', 'that a replica keeps because one is silent'),
    keptAfter: gauge('tombstones', 'that those that stayed keep in the new view, together'),
    entriesBefore: gauge('entries', 'of the vector of events before the eviction'),
    entriesAfter: gauge('entries', 'of the vector in the new view'),
    ignored: counter('states', 'of the departed replica that the others ignored'),
    back: gauge('elements', 'that were removed and are shown at the end'),
    lost: gauge('edits', 'of the departed replica that no replica has at the end'),
    names: gauge('names', 'under which replicas have been members'),
  },
  build({ world, params, rules, metrics }) {
    const { replicas, gossipMs } = params;
    const nodes = replicaNames(replicas);
    const group = replicate(world, rules, {
      nodes,
      type: 'collected-set',
      policy: 'stable-state',
      gossipMs,
    });
    const stayed = () => states(group).slice(0, -1);
    const ids = new Set<string>(nodes);
    // Collecting and changing the view are not edits: they follow from what others say.
    world.trace.on('timer', ({ atMs }) => {
      const kept = stayed().map((state) => tombstonesIn(setOf(state)));
      const entries = Object.keys(setOf(stayed()[0])?.seen ?? {}).length;
      if (atMs < evictAtMs(params)) {
        metrics.keptBefore.set(Math.max(...kept));
        metrics.entriesBefore.set(entries);
      } else if (atMs < returnAtMs(params)) {
        metrics.keptAfter.set(kept.reduce((sum, count) => sum + count, 0));
        metrics.entriesAfter.set(entries);
      }
      for (const state of states(group)) {
        for (const id of Object.values(viewBook(state)?.view.members ?? {})) ids.add(id);
      }
      metrics.names.set(ids.size);
      const shown = new Set(states(group).flatMap((state) => Object.values(setOf(state).added)));
      metrics.back.set([...shown].filter((element) => /^e\d/u.test(element)).length);
      const everywhere = new Set(states(group).flatMap(({ edits }) => edits));
      metrics.lost.set(group.history.length - everywhere.size);
    });
    crdtNotes.listen(world.trace, 'ignores', ({ from, why }) => {
      if (from === nodes.at(-1) && why === 'earlier view') metrics.ignored.add();
    });
    return { groups: [group] };
  },
  goals: (params) => [allInOneView(6 * settleMs(params))],
  expect: ({ replicas, elements, unsent }) => [
    exactly(elements, 'keptBefore', 'the-departed-holds-them-all').says(
      'tombstones at a replica before the eviction: one for each removed element',
    ),
    none('keptAfter', 'the-new-view-collects').says(
      'tombstones at a replica once the others have agreed on a list of members without the departed one',
    ),
    exactly(2, 'entriesAfter', 'its-entry-goes').says(
      'entries of the version vector after the eviction: one for each of the two replicas that edited and stayed',
      'crdt-metadata-grows-with-replicas',
    ),
    none('back', 'nothing-comes-back').says(
      'removed elements that come back with the departed replica',
    ),
    exactly(unsent, 'lost', 'what-it-never-sent-is-lost').says(
      'edits lost: those that the departed replica had not sent before it was evicted',
    ),
    exactly(replicas + 1, 'names', 'it-joins-under-another-name').says(
      'names used by all replicas: one each, and a new one for the replica that joins again',
    ),
  ],
  tells: ({ params, metrics }) =>
    `The others evict a replica that has left for good by a view (a list of members) that all of them agree on: of the ${counted(metrics.keptBefore.value ?? 0, 'tombstone')} that each kept, ${metrics.keptAfter.value ?? 0} are left, ` +
    `and its entry leaves the vector (${metrics.entriesBefore.value ?? 0} entries before, ${metrics.entriesAfter.value ?? 0} after). ` +
    `It came back with all ${params.elements} removed elements. The others ignored its old state, so ${metrics.back.value ?? 0} of them are shown at the end; it dropped that state and joined under a new name. ` +
    `The ${counted(metrics.lost.value ?? 0, 'edit')} that it had never sent ${metrics.lost.value === 1 ? 'is' : 'are'} lost.`,
});

const states = ({ replicas }: Group): readonly ReplicaState[] =>
  replicas.flatMap(({ state }) => state ?? []);
const setOf = (state: ReplicaState | undefined) => state?.payload as CollectedSet;

/** Liveness: who was evicted is a member again, and all show the same. */
const allInOneView = (withinMs: number) =>
  eventually<Experiment>(
    'all-in-one-view',
    'after the last fault all replicas are members of one view, and have the same edits at the end',
    withinMs,
    ({ groups }) =>
      groups.every((group) => {
        const [first, ...others] = states(group);
        if (first === undefined) return false;
        const { view } = viewBook(first) ?? { view: undefined };
        return (
          Object.keys(view?.members ?? {}).length === group.replicas.length &&
          others.every(
            (state) =>
              viewBook(state)?.view.number === view?.number &&
              String(state.edits) === String(first.edits),
          )
        );
      }),
  );

// Left out: a member that crashes for good before it has agreed, and two evictions at once: both block, and take a consensus protocol.
