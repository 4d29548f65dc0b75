/**
 * From one configuration to the next, as arithmetic on configurations (paper, §6; dissertation,
 * chapter 4). Learners count towards no majority, so any number of them may join and leave at once.
 * A voter that becomes a learner keeps voting as part of C_old, and learns from C_new on
 * (`learners_next` in etcd).
 */
import type { NodeId } from '../../../src/world/actor.ts';
import type { Configuration } from '../log/entry.ts';

/** The intended voters and learners; no server is both. */
export type Membership = Pick<Configuration, 'voters' | 'learners'>;

/** C_old,new. */
export function enterJoint(
  current: Configuration,
  { voters, learners }: Membership,
): Configuration {
  const outgoing = current.voters;
  const demoted = learners.filter((id) => outgoing.includes(id));
  const others = learners.filter((id) => !outgoing.includes(id));
  const joint = { voters, outgoing, learners: others };
  return demoted.length === 0 ? joint : { ...joint, learnersNext: demoted };
}

/** C_new. */
export function leaveJoint(joint: Configuration): Configuration {
  const { voters, learners, learnersNext = [] } = joint;
  return { voters, learners: [...learners, ...learnersNext] };
}

/** The present voters, plus the future voters as learners until they have caught up (§4.2.1). */
export function withLearners({ voters, learners }: Configuration, { voters: wanted }: Membership) {
  const learning = newVoters({ voters, learners }, wanted);
  return { voters, learners: [...new Set([...learners, ...learning])] };
}

export function newVoters({ voters }: Membership, wanted: readonly NodeId[]): NodeId[] {
  return wanted.filter((id) => !voters.includes(id));
}

/** How many servers gain or lose a vote. */
export function votersChanged(current: Membership, wanted: Membership): number {
  return differences(current.voters, wanted.voters);
}

/** Is it the same as the present configuration, in any order? */
export function isSameMembership(current: Membership, wanted: Membership): boolean {
  const { voters, learners } = current;
  return differences(voters, wanted.voters) + differences(learners, wanted.learners) === 0;
}

function differences(some: readonly NodeId[], others: readonly NodeId[]): number {
  return [...new Set([...some, ...others])].filter(
    (id) => some.includes(id) !== others.includes(id),
  ).length;
}
