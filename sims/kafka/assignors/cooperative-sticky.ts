/**
 * Cooperative sticky (KIP-429): the sticky assignment, reached in two rounds. A partition that another
 * member still owns is given to nobody in this round: its owner sees that it has to give it up, does
 * so, and joins again; the next round gives it away. The same goes for a partition that two members
 * claim in one generation, because both may still read it. So no partition is taken and given in one
 * round, and no member stops reading what stays with it.
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
