/**
 * Sticky (KIP-54): as even as can be first, and then as much as can be left where it is. Both are
 * exact here, not heuristic: where all members subscribe to the same topics by counting, otherwise as
 * a flow of least cost.
 */
import {
  type Assignment,
  type Assignor,
  inMemberOrder,
  nameOf,
  type Subscriber,
  sorted,
  subscribedPartitions,
  type TopicPartition,
  type Topics,
} from './assignment.ts';

export const stickyAssignor: Assignor = (members, topics) => {
  const order = inMemberOrder(members);
  const partitions = subscribedPartitions(order, topics);
  const owners = claimsOf(order, topics);
  const subscription = (member: Subscriber) => [...new Set(member.topics)].sort().join();
  const alike = order.every(
    (member) => subscription(member) === subscription(order[0] as Subscriber),
  );
  return alike ? byCounting(order, partitions, owners) : byFlow(order, partitions, owners);
};

/**
 * Who owns what by now, by the name of the partition: the claim of the latest generation counts, and
 * of two claims in the same generation neither.
 */
export function claimsOf(members: readonly Subscriber[], topics: Topics): Map<string, string> {
  const claims = new Map<
    string,
    { readonly id: string | undefined; readonly generation: number }
  >();
  for (const { id, owned = [], topics: subscribed, generation = 0 } of members) {
    for (const topicPartition of owned) {
      const { topic, partition } = topicPartition;
      if (!subscribed.includes(topic) || partition >= (topics[topic] ?? 0)) continue;
      const name = nameOf(topicPartition);
      const other = claims.get(name);
      if (other === undefined || other.generation < generation)
        claims.set(name, { id, generation });
      else if (other.generation === generation) claims.set(name, { id: undefined, generation });
    }
  }
  return new Map([...claims].flatMap(([name, { id }]) => (id === undefined ? [] : [[name, id]])));
}

/**
 * Everybody may read everything. Of n members and p partitions, p mod n get one more than the others;
 * those who own more go first. O(p + n log n).
 */
function byCounting(
  members: readonly Subscriber[],
  partitions: readonly TopicPartition[],
  owners: ReadonlyMap<string, string>,
): Assignment {
  const owned = new Map<string, TopicPartition[]>(members.map(({ id }) => [id, []]));
  for (const partition of partitions)
    owned.get(owners.get(nameOf(partition)) ?? '')?.push(partition);
  const most = [...owned].sort(([, a], [, b]) => b.length - a.length);
  const each = Math.floor(partitions.length / members.length);
  const extra = partitions.length % members.length;
  const assignment = new Map<string, TopicPartition[]>();
  for (const [place, [id, own]] of most.entries()) {
    assignment.set(id, own.slice(0, each + (place < extra ? 1 : 0)));
  }
  const kept = new Set([...assignment.values()].flat().map(nameOf));
  const free = partitions.filter((partition) => !kept.has(nameOf(partition)));
  for (const [place, [id]] of most.entries()) {
    const own = assignment.get(id) as TopicPartition[];
    own.push(...free.splice(0, each + (place < extra ? 1 : 0) - own.length));
  }
  return sorted(assignment);
}

/**
 * Subscriptions differ. Partitions flow to members: the k-th partition of a member costs 2k - 1 times
 * more than all moves together, which makes the sum of squared loads least, and a move costs 1. Each
 * partition is added along the cheapest path of moves (successive shortest paths, Bellman and Ford).
 * O(p (p n + n^3)).
 */
function byFlow(
  members: readonly Subscriber[],
  partitions: readonly TopicPartition[],
  owners: ReadonlyMap<string, string>,
): Assignment {
  const moveAll = partitions.length + 1;
  const cost = partitions.map((partition) =>
    members.map(({ id, topics }) => {
      if (!topics.includes(partition.topic)) return Infinity;
      return owners.get(nameOf(partition)) === id ? 0 : 1;
    }),
  );
  const costOf = (partition: number, member: number) => cost[partition]?.[member] as number;
  const held: number[][] = members.map(() => []);
  for (const added of partitions.keys()) {
    const distance = members.map((_, member) => costOf(added, member));
    const reachedBy: { from: number; moving: number }[] = [];
    for (let round = 0; round < members.length; round++) {
      let shorter = false;
      for (const from of members.keys()) {
        for (const moving of held[from] as number[]) {
          for (const to of members.keys()) {
            const reach = (distance[from] as number) + costOf(moving, to) - costOf(moving, from);
            if (reach >= (distance[to] as number)) continue;
            distance[to] = reach;
            reachedBy[to] = { from, moving };
            shorter = true;
          }
        }
      }
      if (!shorter) break;
    }
    let end = 0;
    const total = (member: number) =>
      (distance[member] as number) + moveAll * (2 * (held[member]?.length ?? 0) + 1);
    for (const member of members.keys()) if (total(member) < total(end)) end = member;
    for (let step = reachedBy[end]; step !== undefined; step = reachedBy[end]) {
      const { from, moving } = step;
      held[from] = (held[from] as number[]).filter((partition) => partition !== moving);
      held[end]?.push(moving);
      end = from;
    }
    held[end]?.push(added);
  }
  return sorted(
    new Map(
      members.map(({ id }, member) => [
        id,
        (held[member] as number[]).map((place) => partitions[place] as TopicPartition),
      ]),
    ),
  );
}
