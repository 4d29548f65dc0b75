import * as z from 'zod';
import { everythingArrives } from '../../sims/crdt/invariants.ts';
import { bytesOf } from '../../sims/crdt/messages.ts';
import { crdtNotes } from '../../sims/crdt/notes.ts';
import {
  type Experiment,
  hasConverged,
  onEffect,
  replicate,
  valueAt,
} from '../../sims/crdt/replication/group.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter, gauge } from '../../src/check/metric.ts';
import { must } from '../../src/kernel/must.ts';
import { pick, randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { heal, partition } from '../../src/world/fault.ts';
import { aboutCrdt, at, networkParams, replicaNames, replicasParam, settleMs } from './common.ts';

const params = z.object({
  replicas: replicasParam.describe('how many people write; the last of them is offline'),
  edits: z
    .int()
    .min(1)
    .max(300)
    .default(40)
    .describe('edits in all, each a word typed or a letter deleted'),
  gossipMs: z
    .number()
    .min(1_000)
    .max(3_600_000)
    .default(600_000)
    .describe('how often replicas gossip'),
  ...networkParams(),
});
type Params = z.output<typeof params>;

const dayMs = 24 * 3_600_000;
const offlineAtMs = (params: Params) => settleMs(params);
const onlineAtMs = (params: Params) => offlineAtMs(params) + dayMs;
const words = ['the ', 'quick ', 'brown ', 'fox ', 'jumps ', 'over ', 'lazy ', 'dogs '];

const apart = sometimes<Experiment>(
  'texts-apart',
  'while one is offline, not all see the same text',
  ({ groups }) =>
    groups.some((group) => new Set(group.replicas.map((node) => valueAt(group, node))).size > 1),
);

export default scenario({
  ...aboutCrdt,
  id: 'crdt/offline-day',
  asks: 'A person edits a document offline for a day while others keep working. What happens at the merge?',
  claims: ['crdt-rga-ordered-list', 'top-crdts-merge-uncoordinated'],
  code: [
    'sims/crdt/text/rga.ts#applyInsert',
    'sims/crdt/text/rga.ts#placeFor',
    'sims/crdt/replication/causal-broadcast.ts#delivery',
  ],
  params,
  durationMs: (params) => onlineAtMs(params) + settleMs(params),
  plan: (params, random) => {
    const stream = random.stream('plan');
    const names = replicaNames(params.replicas);
    const offline = must(names.at(-1), 'last replica');
    const steps = Array.from({ length: params.edits }, (_, index) => {
      const atMs = offlineAtMs(params) + randomInteger(stream, 1, dayMs - 1);
      // The first two see to it that there is something to merge.
      const who = index === 0 ? offline : index === 1 ? 'r1' : pick(stream, names);
      const position = randomInteger(stream, 0, 60);
      const isDelete = index > 1 && stream() < 0.25;
      return at(
        atMs,
        who,
        isDelete ? { at: position, delete: 1 } : { at: position, type: pick(stream, words) },
      );
    });
    return [
      at(0, 'r1', { at: 0, type: 'Once upon a time. ' }),
      { atMs: offlineAtMs(params), fault: partition([offline]) },
      ...steps,
      { atMs: onlineAtMs(params), fault: heal() },
    ];
  },
  metrics: {
    offlineEdits: counter('edits', 'made offline'),
    onlineEdits: counter('edits', 'made by the others meanwhile'),
    mergedMs: gauge('ms', 'from coming online until all see the same text'),
    mergeBytes: counter('bytes', 'sent in that time, as JSON'),
    missing: gauge('letters', 'typed and never deleted, but missing from the text at the end'),
  },
  build({ world, params, rules, metrics }) {
    const nodes = replicaNames(params.replicas);
    const { gossipMs } = params;
    const group = replicate(world, rules, { nodes, type: 'rga', policy: 'op', gossipMs });
    const offline = nodes.at(-1);
    const isMerging = (atMs: number) =>
      atMs >= onlineAtMs(params) && metrics.mergedMs.value === undefined;
    world.trace.on('send', ({ atMs, detail }) => {
      if (isMerging(atMs)) metrics.mergeBytes.add(bytesOf(detail));
    });
    crdtNotes.listen(world.trace, 'edits', (_note, by, atMs) => {
      if (atMs < offlineAtMs(params)) return;
      (by === offline ? metrics.offlineEdits : metrics.onlineEdits).add();
    });
    onEffect(world, group, (atMs) => {
      if (isMerging(atMs) && hasConverged(group)) metrics.mergedMs.set(atMs - onlineAtMs(params));
      const typed = group.history.reduce(
        (sum, { edit }) => sum + ((edit as { type?: string }).type?.length ?? 0),
        0,
      );
      const deleted = group.history.filter(({ edit }) => 'delete' in (edit as object)).length;
      const shortest = Math.min(
        ...group.replicas.map((node) => String(valueAt(group, node)).length),
      );
      // Two may delete the same letter: then more is left than the count says.
      metrics.missing.set(Math.max(0, typed - deleted - shortest));
    });
    return { groups: [group] };
  },
  goals: (params) => [...(params.edits > 1 ? [apart] : []), everythingArrives(settleMs(params))],
  expect: (params) => [
    {
      id: 'nothing-is-lost',
      text: 'letters that were not deleted, but are missing from a replica’s text',
      claim: 'crdt-rga-ordered-list',
      measured: ({ missing }) => missing.value,
      bound: { atMost: 0 },
    },
    {
      id: 'merged-soon',
      text: 'time from coming online until all replicas show the same text, in ms: at most the sync rounds that lost messages cost, however long one was offline',
      measured: ({ mergedMs }) => mergedMs.value,
      bound: { atMost: settleMs(params) },
    },
  ],
  tells: ({ params, metrics }) =>
    `Both texts merge without a conflict: each letter has an id of its own and names the letter that it follows, so every replica puts it at the same place, and ${metrics.missing.value ?? 0} letters are lost. ` +
    `No merge knows what was meant, though: whether the sentence still makes sense only a person can tell. ` +
    `One of ${params.replicas} people made ${metrics.offlineEdits.value} edits offline in a day, the others ` +
    `${metrics.onlineEdits.value}. ${inDigits(Math.round((metrics.mergedMs.value ?? 0) / 6_000) / 10)} minutes after coming online, with a sync every ${params.gossipMs / 60_000} minutes, every replica had the same text; ` +
    `${inDigits(metrics.mergeBytes.value)} bytes went over the network for it.`,
});

// Left out: meaning. Sentences that two people changed at once come out whole, not sensible.
