/** Last writer wins, either for the whole item or for each field: the same edits on both. */

import * as z from 'zod';
import { everythingArrives } from '../../sims/crdt/invariants.ts';
import type { Fields } from '../../sims/crdt/maps/lww-map.ts';
import {
  type Experiment,
  edit,
  groupOf,
  onEffect,
  replicate,
  valueAt,
} from '../../sims/crdt/replication/group.ts';
import { gauge } from '../../src/check/metric.ts';
import { must } from '../../src/kernel/must.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { heal, partition } from '../../src/world/fault.ts';
import {
  aboutCrdt,
  at,
  type EditOperation,
  gossipParam,
  networkParams,
  onEdit,
  settleMs,
} from './common.ts';

const params = z.object({
  rounds: z.int().min(1).max(100).default(6).describe('how often both change something at once'),
  gossipMs: gossipParam,
  ...networkParams(),
});
type Params = z.output<typeof params>;

const roundMs = (params: Params) => settleMs(params) + 100;
const items = ['item-west', 'item-east'];
const fields = ['field-west', 'field-east'];

/** Each round has its own profile, so that one round’s loss does not hide another’s. */
const changes = (round: number) => [{ [`p${round}.name`]: 'west' }, { [`p${round}.city`]: 'east' }];

export default scenario({
  ...aboutCrdt,
  id: 'crdt/profile-fields',
  asks: 'Two people change different fields of one profile at once. Are both changes kept?',
  claims: ['aws-dynamo-gt-lww-attribute', 'crdt-dynamodb-uses-crdts', 'crdt-lww-drops-concurrent'],
  code: ['sims/crdt/maps/lww-map.ts#lwwMap'],
  params,
  durationMs: (params) => (params.rounds + 1) * roundMs(params),
  plan: (params, random) => {
    const stream = random.stream('plan');
    return Array.from({ length: params.rounds }, (_, index) => {
      const startMs = index * roundMs(params);
      const when = () => startMs + randomInteger(stream, 1, 99);
      const sides = changes(index + 1).flatMap((set, side) => {
        const atMs = when();
        return [items, fields].map((names) =>
          at(atMs, must(names[side], 'name of the side'), { set }),
        );
      });
      return [
        {
          atMs: startMs,
          fault: partition(['item-west', 'field-west'], ['item-east', 'field-east']),
        },
        ...sides,
        { atMs: startMs + 100, fault: heal() },
      ];
    }).flat();
  },
  operations: {
    ...aboutCrdt.operations,
    perform: (experiment: Experiment, { replica, edit: what }: EditOperation) => {
      const group = groupOf(experiment, replica);
      const node = group?.replicas.find(({ self }) => self === replica);
      if (group === undefined || node === undefined || !('set' in what)) return;
      // Per item, who changes a field writes the whole item, as read.
      if (group.typeName === 'lww-map') edit(group, replica, what);
      else
        edit(group, replica, {
          write: JSON.stringify({ ...itemAt(valueAt(group, node)), ...what.set }),
        });
    },
  },
  metrics: {
    changes: gauge('changes', 'that were made'),
    lostPerItem: gauge('changes', 'that are not to be seen at the end, last writer wins per item'),
    lostPerField: gauge(
      'changes',
      'that are not to be seen at the end, last writer wins per field',
    ),
  },
  build({ world, params, rules, metrics }) {
    const { gossipMs } = params;
    const shared = { policy: 'state' as const, gossipMs };
    const item = replicate(world, rules, { ...shared, nodes: items, type: 'lww-register' });
    const field = replicate(world, rules, { ...shared, nodes: fields, type: 'lww-map' });
    const made = new Set<string>();
    const missing = (shown: Fields) => [...made].filter((name) => shown[name] === undefined).length;
    onEdit(world.trace, ({ edit }) => {
      if ('set' in edit) for (const name of Object.keys(edit.set)) made.add(name);
      metrics.changes.set(made.size);
    });
    onEffect(world, item, () => {
      metrics.lostPerItem.set(
        Math.max(...item.replicas.map((node) => missing(itemAt(valueAt(item, node))))),
      );
    });
    onEffect(world, field, () => {
      metrics.lostPerField.set(
        Math.max(...field.replicas.map((node) => missing(valueAt(field, node) as Fields))),
      );
    });
    return { groups: [item, field] };
  },
  goals: (params) => [everythingArrives(settleMs(params))],
  expect: ({ rounds }) => [
    {
      id: 'per-item-loses-one-a-round',
      text: 'changes lost if the last writer wins for the whole item, as in DynamoDB’s global tables: one of each two',
      claim: 'aws-dynamo-gt-lww-attribute',
      measured: ({ lostPerItem }) => lostPerItem.value,
      bound: { atLeast: rounds, atMost: rounds },
    },
    {
      id: 'per-field-loses-none',
      text: 'changes lost if the last writer wins for each field: none, as only changes of the same field collide',
      claim: 'aws-dynamo-gt-lww-attribute',
      measured: ({ lostPerField }) => lostPerField.value,
      bound: { atMost: 0 },
    },
  ],
  tells: ({ params, metrics }) =>
    `Both are kept if the last writer wins for each field: then ${metrics.lostPerField.value ?? 0} of ${metrics.changes.value ?? 0} changes were lost; if the last writer wins for the whole item, ${metrics.lostPerItem.value ?? 0} were, one of the two each time. ` +
    `Here ${params.rounds} times two people changed different fields of a profile at once. Merging by field costs a timestamp for each field, and may combine fields that do not belong together. DynamoDB documents its global tables as last writer wins between whole items.`,
});

function itemAt(value: unknown): Fields {
  return typeof value === 'string' ? (JSON.parse(value) as Fields) : {};
}

// Left out: conditional writes, which see only their own region and do not help against another.
