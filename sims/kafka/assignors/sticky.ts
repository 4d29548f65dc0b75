/**
 * Sticky (KIP-54): first as balanced as possible, then as few moves as possible. Both are exact
 * here, not heuristic: by counting if all members subscribe to the same topics, otherwise as a
 * minimum-cost flow. Remaining freedom spreads each topic over the members.
 */
import { must } from '../../../src/kernel/must.ts';
import {
  type Assignment,
  type Assignor,
  inMemberOrder,
  nameOf,
  type Subscriber,
  sorted,
  subscribedPartitions,
  type TopicPartition,
} from './assignment.ts';

export const stickyAssignor: Assignor = (members, topics) => {
  const order = inMemberOrder(members);
  const partitions = subscribedPartitions(order, topics);
  const { owners } = claimsOf(order);
  const subscription = (member: Subscriber) => [...new Set(member.topics)].sort().join();
  const alike = order.every(
    (member) => subscription(member) === subscription(must(order[0], 'first subscriber')),
  );
  return alike ? byCounting(order, partitions, owners) : byFlow(order, partitions, owners);
};

export interface Claims {
  /** By the name of the partition, the member that owns it. */
  readonly owners: ReadonlyMap<string, string>;
  /** Partitions that several members claim in the same generation: neither claim counts. */
  readonly contested: ReadonlySet<string>;
}

/** The current owners: of several claims to a partition the one of the latest generation counts. */
export function claimsOf(members: readonly Subscriber[]): Claims {
  const owners = new Map<string, string>();
  const generations = new Map<string, number>();
  const contested = new Set<string>();
  for (const { id, owned = [], topics: subscribed, generation = 0 } of members) {
    for (const topicPartition of owned) {
      if (!subscribed.includes(topicPartition.topic)) continue;
      const name = nameOf(topicPartition);
      const latest = generations.get(name) ?? -Infinity;
      if (generation < latest) continue;
      generations.set(name, generation);
      if (generation === latest) {
        owners.delete(name);
        contested.add(name);
      } else {
        owners.set(name, id);
        contested.delete(name);
      }
    }
  }
  return { owners, contested };
}

/** What a member has so far, and how many partitions it will have. */
interface Share {
  readonly id: string;
  readonly quota: number;
  readonly own: TopicPartition[];
  readonly ofTopic: Map<string, number>;
}

/**
 * All members may read everything. With n members and p partitions, p mod n get one more than the
 * others, first those that own most. O(p n).
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
  const shares = most.map(([id, own], place): Share => {
    const quota = each + (place < extra ? 1 : 0);
    const kept = topicByTopic(own).slice(0, quota);
    return { id, quota, own: kept, ofTopic: countByTopic(kept) };
  });
  const kept = new Set(shares.flatMap(({ own }) => own.map(nameOf)));
  for (const partition of partitions) {
    if (!kept.has(nameOf(partition))) giveTo(neediest(shares, partition.topic), partition);
  }
  return sorted(new Map(shares.map(({ id, own }) => [id, own])));
}

/** The same partitions, ordered so that the first few of them are spread evenly over the topics. */
function topicByTopic(owned: readonly TopicPartition[]): TopicPartition[] {
  const turns = new Map<string, number>();
  const turnOf = owned.map(({ topic }) => {
    const turn = turns.get(topic) ?? 0;
    turns.set(topic, turn + 1);
    return turn;
  });
  const places = [...owned.keys()].sort(
    (a, b) =>
      must(turnOf[a], 'turn of the partition') - must(turnOf[b], 'turn of the partition') || a - b,
  );
  return places.map((place) => must(owned[place], 'partition at the place'));
}

function countByTopic(owned: readonly TopicPartition[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { topic } of owned) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return counts;
}

/**
 * Among those with room left, the one with the fewest partitions of the topic, then the fewest of
 * all.
 */
function neediest(shares: readonly Share[], topic: string): Share {
  const holds = ({ own, ofTopic }: Share) => (ofTopic.get(topic) ?? 0) * 2 ** 26 + own.length;
  let best: Share | undefined;
  for (const share of shares) {
    if (share.own.length === share.quota) continue;
    if (best === undefined || holds(share) < holds(best)) best = share;
  }
  return best as Share;
}

function giveTo({ own, ofTopic }: Share, partition: TopicPartition): void {
  own.push(partition);
  ofTopic.set(partition.topic, (ofTopic.get(partition.topic) ?? 0) + 1);
}

/**
 * Subscriptions differ. Partitions flow to members: the k-th partition of a member costs 2k - 1
 * times more than all moves together, which minimises the sum of squared loads; a move costs 1.
 * Each partition is added along the cheapest path of moves (successive shortest paths, Bellman and
 * Ford). O(p (p n + n^3)).
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
  const costOf = (partition: number, member: number) =>
    must(cost[partition]?.[member], 'cost of the move');
  const held: number[][] = members.map(() => []);
  for (const added of partitions.keys()) {
    const distance = members.map((_, member) => costOf(added, member));
    const reachedBy: { from: number; moving: number }[] = [];
    for (let round = 0; round < members.length; round++) {
      let shorter = false;
      for (const from of members.keys()) {
        for (const moving of must(held[from], 'partitions of the member')) {
          for (const to of members.keys()) {
            const reach =
              must(distance[from], 'distance of the member') +
              costOf(moving, to) -
              costOf(moving, from);
            if (reach >= must(distance[to], 'distance of the member')) continue;
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
      must(distance[member], 'distance of the member') +
      moveAll * (2 * (held[member]?.length ?? 0) + 1);
    for (const member of members.keys()) if (total(member) < total(end)) end = member;
    for (let step = reachedBy[end]; step !== undefined; step = reachedBy[end]) {
      const { from, moving } = step;
      held[from] = must(held[from], 'partitions of the member').filter(
        (partition) => partition !== moving,
      );
      held[end]?.push(moving);
      end = from;
    }
    held[end]?.push(added);
  }
  return sorted(
    new Map(
      members.map(({ id }, member) => [
        id,
        must(held[member], 'partitions of the member').map((place) =>
          must(partitions[place], 'partition at the place'),
        ),
      ]),
    ),
  );
}
