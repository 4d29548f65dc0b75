/** What the debugger shows: partitions, groups with their offsets and owners, and consumers. */

import type { ViewRow } from '../../src/check/sim.ts';
import { logEnd } from './broker/log.ts';
import type { Partition } from './broker/replica.ts';
import { isRunning } from './consumer/consumer.ts';
import { lagAt, lagOf, partitionsOf } from './group/group.ts';
import type { Consumer, Group, HasCluster } from './model.ts';

export function kafkaView({ cluster }: HasCluster): ViewRow[] {
  const groups = [...cluster.groups.values()];
  return [
    ...[...cluster.partitions.values()].map(rowOfPartition),
    ...groups.map(rowOfGroup),
    ...groups.flatMap(rowsOfOffsets),
    ...[...cluster.consumers.values()].map(rowOfConsumer),
  ];
}

function rowOfPartition({ name, leader, isr }: Partition): ViewRow {
  return {
    name,
    cells: [
      ['leader', leader?.broker.name ?? 'none'],
      ['in sync', isr.map(({ broker }) => broker.name).join(' ')],
      ['start', String(leader?.log.startOffset ?? 0)],
      ['HW', String(leader?.highWatermark ?? 0)],
      ['LEO', String(leader === undefined ? 0 : logEnd(leader.log))],
    ],
  };
}

function rowOfGroup(group: Group): ViewRow {
  const { name, state, generation, members } = group;
  return {
    name,
    cells: [
      ['state', state],
      ['generation', String(generation)],
      ['members', String(members.size)],
      ['lag', String(lagOf(group))],
    ],
  };
}

/** For each partition of the group: its owner, where that reads, what is committed and what is left. */
function rowsOfOffsets(group: Group): ViewRow[] {
  return partitionsOf(group).map((partition) => {
    const member = group.members.get(group.assignment.get(partition) ?? '');
    const consumer = group.cluster.consumers.get(member?.consumer ?? '');
    const position = consumer?.owned.get(partition)?.position;
    return {
      name: `${group.name}: ${partition.name}`,
      cells: [
        ['owner', member?.consumer ?? 'none'],
        ['reads at', position === undefined ? '' : String(position)],
        ['committed', String(group.committed.get(partition) ?? '')],
        ['lag', String(lagAt(group, partition))],
      ],
    };
  });
}

function rowOfConsumer(consumer: Consumer): ViewRow {
  const owned = [...consumer.owned.values()];
  return {
    name: consumer.name,
    cells: [
      ['state', isRunning(consumer) ? consumer.state : 'down'],
      ['generation', String(consumer.generation)],
      [
        'reads',
        owned.map(({ partition, position }) => `${partition.name}@${position}`).join(' ') || '-',
      ],
    ],
  };
}
