/**
 * Range (the default, first of two): topic by topic, the members in order get equal ranges of
 * partitions, and the first few one more. With k topics of n + 1 partitions for n members the first
 * member gets k more than the others: that is its known weakness.
 */
import { must } from '../../../src/kernel/must.ts';
import { type Assignor, inMemberOrder, sorted, type TopicPartition } from './assignment.ts';

export const rangeAssignor: Assignor = (members, topics) => {
  const assignment = new Map<string, TopicPartition[]>(members.map(({ id }) => [id, []]));
  for (const topic of Object.keys(topics).sort()) {
    const readers = inMemberOrder(members.filter((member) => member.topics.includes(topic)));
    const each = Math.floor(must(topics[topic], 'count of the topic') / readers.length);
    const extra = must(topics[topic], 'count of the topic') % readers.length;
    let next = 0;
    for (const [place, { id }] of readers.entries()) {
      const share = each + (place < extra ? 1 : 0);
      for (let count = 0; count < share; count++) {
        assignment.get(id)?.push({ topic, partition: next++ });
      }
    }
  }
  return sorted(assignment);
};
