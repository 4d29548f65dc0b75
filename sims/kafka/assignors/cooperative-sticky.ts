/**
 * Cooperative sticky (KIP-429): the sticky assignment, reached in two rounds. What somebody else owns
 * still is given to nobody in this round: its owner sees that it has to give it up, does so, and joins
 * again; the next round gives it away. So no partition is taken and given in the same round, and
 * nobody stops reading what stays with him.
 */
import { type Assignor, nameOf } from './assignment.ts';
import { claimsOf, stickyAssignor } from './sticky.ts';

export const cooperativeStickyAssignor: Assignor = (members, topics) => {
  const owners = claimsOf(members, topics);
  return new Map(
    [...stickyAssignor(members, topics)].map(([id, target]) => [
      id,
      target.filter((partition) => (owners.get(nameOf(partition)) ?? id) === id),
    ]),
  );
};
