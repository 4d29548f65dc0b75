/**
 * Cooperative sticky (KIP-429): reaches the sticky assignment in two rounds. A partition that
 * another member still owns is not assigned in this round: its owner sees that it must give it up,
 * does so, and joins again; the next round assigns it. The same holds for a partition that two
 * members claim in one generation, because both may still read it. So no partition is revoked and
 * assigned in one round, and no member stops reading the partitions that it keeps.
 */
import { type Assignor, nameOf } from './assignment.ts';
import { claimsOf, stickyAssignor } from './sticky.ts';

export const cooperativeStickyAssignor: Assignor = (members, topics) => {
  const { owners, contested } = claimsOf(members);
  const isFreeFor = (id: string, name: string) =>
    (owners.get(name) ?? id) === id && !contested.has(name);
  return new Map(
    [...stickyAssignor(members, topics)].map(([id, target]) => [
      id,
      target.filter((partition) => isFreeFor(id, nameOf(partition))),
    ]),
  );
};
