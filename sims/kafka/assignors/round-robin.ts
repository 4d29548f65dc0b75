/**
 * Round robin: deals all partitions of all topics, in order, to the members in turn, and skips
 * members that have not subscribed to a topic.
 */
import {
  type Assignor,
  inMemberOrder,
  sorted,
  subscribedPartitions,
  type TopicPartition,
} from './assignment.ts';

export const roundRobinAssignor: Assignor = (members, topics) => {
  const assignment = new Map<string, TopicPartition[]>(members.map(({ id }) => [id, []]));
  const circle = inMemberOrder(members);
  let turn = 0;
  for (const topicPartition of subscribedPartitions(members, topics)) {
    const subscribes = () => circle[turn % circle.length]?.topics.includes(topicPartition.topic);
    while (!subscribes()) turn += 1;
    assignment.get(circle[turn % circle.length]?.id as string)?.push(topicPartition);
    turn += 1;
  }
  return sorted(assignment);
};
