/**
 * Which member reads which partition: what every assignor takes and returns, and when an assignment
 * is valid.
 */

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A member of a group as the assignor sees it. */
export interface Subscriber {
  readonly id: string;
  /** group.instance.id, if the member is static. */
  readonly instanceId?: string | undefined;
  readonly topics: readonly string[];
  /** What it reads so far, for sticky assignors. */
  readonly owned?: readonly TopicPartition[];
  /** The generation in which it was given that: an older claim loses to a newer one. */
  readonly generation?: number;
}

/** How many partitions each topic has. */
export type Topics = Readonly<Record<string, number>>;

/** By member, its partitions: sorted by topic, then by number. */
export type Assignment = ReadonlyMap<string, readonly TopicPartition[]>;

/** partition.assignment.strategy: maps the members and topics of a group to an assignment. */
export type Assignor = (members: readonly Subscriber[], topics: Topics) => Assignment;

export const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}-${partition}`;

export function byTopicAndNumber(a: TopicPartition, b: TopicPartition): number {
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1;
  return a.partition - b.partition;
}

/** Static members first, by instance id, then the others by member id (Kafka's order). */
export function inMemberOrder(members: readonly Subscriber[]): Subscriber[] {
  const keyOf = ({ id, instanceId }: Subscriber) =>
    instanceId === undefined ? `1${id}` : `0${instanceId}`;
  return [...members].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
}

/** Every partition with a subscriber, in order of topic and number. */
export function subscribedPartitions(
  members: readonly Subscriber[],
  topics: Topics,
): TopicPartition[] {
  const subscribed = [...new Set(members.flatMap((member) => member.topics))].sort();
  return subscribed.flatMap((topic) =>
    Array.from({ length: topics[topic] ?? 0 }, (_, partition) => ({ topic, partition })),
  );
}

export function sorted(assignment: ReadonlyMap<string, readonly TopicPartition[]>): Assignment {
  return new Map(
    [...assignment].map(([member, owned]) => [member, [...owned].sort(byTopicAndNumber)]),
  );
}

/**
 * What is wrong with an assignment; undefined if it is valid: every partition with a subscriber has
 * exactly one owner, which subscribes to it.
 */
export function faultOf(
  assignment: Assignment,
  members: readonly Subscriber[],
  topics: Topics,
): string | undefined {
  const owners = new Map<string, string>();
  for (const { id, topics: subscribed } of members) {
    for (const owned of assignment.get(id) ?? []) {
      const name = nameOf(owned);
      if (!subscribed.includes(owned.topic)) return `${id} reads ${name}, but has not subscribed`;
      const other = owners.get(name);
      if (other !== undefined) return `${name} is given to ${other} and to ${id}`;
      owners.set(name, id);
    }
  }
  const left = subscribedPartitions(members, topics).find((p) => !owners.has(nameOf(p)));
  return left === undefined ? undefined : `${nameOf(left)} is not assigned`;
}

/**
 * Whether no partition could move to a member that reads at least two fewer, as Kafka's tests of
 * sticky assignors require (verifyValidityAndBalance).
 */
export function isBalanced(assignment: Assignment, members: readonly Subscriber[]): boolean {
  return members.every(({ id }) => {
    const owned = assignment.get(id) ?? [];
    return members.every((other) => {
      const otherCount = assignment.get(other.id)?.length ?? 0;
      if (owned.length - otherCount <= 1) return true;
      return !owned.some(({ topic }) => other.topics.includes(topic));
    });
  });
}
