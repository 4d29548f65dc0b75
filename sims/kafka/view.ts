/** What the debugger shows: partitions with their offsets, and the members of groups. */

import type { ViewRow } from '../../src/check/sim.ts';
import { logEnd } from './broker/log.ts';
import { isRunning } from './consumer/consumer.ts';
import { lagAt } from './group/group.ts';
import type { HasCluster } from './model.ts';

export function kafkaView({ cluster }: HasCluster): ViewRow[] {
  const groups = [...cluster.groups.values()];
  const partitions = [...cluster.topics.values()].flatMap((topic) =>
    topic.partitions.map((partition): ViewRow => {
      const { leader, isr } = partition;
      const readers = groups.filter(({ topics }) => topics.includes(topic));
      return {
        name: partition.name,
        cells: [
          ['leader', leader?.broker.name ?? 'none'],
          ['in sync', isr.map(({ broker }) => broker.name).join(' ')],
          ['from', String(leader?.log.startOffset ?? 0)],
          ['HW', String(leader?.highWatermark ?? 0)],
          ['LEO', String(leader === undefined ? 0 : logEnd(leader.log))],
          [
            'committed',
            readers
              .map((group) => `${group.name} ${group.committed.get(partition) ?? '-'}`)
              .join(', '),
          ],
          ['lag', readers.map((group) => lagAt(group, partition)).join(', ')],
        ],
      };
    }),
  );
  const members = [...cluster.consumers.values()].map((consumer): ViewRow => {
    const owned = [...consumer.owned.values()];
    return {
      name: consumer.name,
      cells: [
        ['is', isRunning(consumer) ? consumer.state : 'down'],
        ['generation', String(consumer.generation)],
        [
          'reads',
          owned.map(({ partition, position }) => `${partition.name}@${position}`).join(' ') || '-',
        ],
      ],
    };
  });
  const coordinators = groups.map(({ name, state, generation, members: { size } }): ViewRow => {
    return {
      name,
      cells: [
        ['state', state],
        ['generation', String(generation)],
        ['members', String(size)],
      ],
    };
  });
  return [...partitions, ...coordinators, ...members];
}
