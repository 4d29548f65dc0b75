/** How every order of a commit is explored: how far, and what must hold in each state. */
import type { Explorable, ExploredNode, ExploredProperty } from '../../../src/check/exploration.ts';
import { commitLaws } from './laws.ts';
import type { CommitState } from './node.ts';

/** TCConsistent of the specification, applied to the outcomes of the participants. */
const atomicity: ExploredProperty = {
  id: 'atomicity',
  says: commitLaws.atomicity,
  of: 'pair',
  check(one, other) {
    const stages = [one, other].map(stageOf);
    if (!stages.includes('committed') || !stages.includes('aborted')) return undefined;
    return `${one.id} has ${stages[0]}, and ${other.id} has ${stages[1]}`;
  },
};

const stageOf = ({ kind, state }: ExploredNode): string | undefined =>
  kind === 'commit-node' && state !== undefined
    ? (state as CommitState).participant?.stage
    : undefined;

export const commitExplorable: Explorable = {
  // A replay cannot repeat what chance would choose, so votes=either is for explorations that need
  // no story.
  params: { participants: 2 },
  clockRules: ['recovery-asks-coordinator'],
  of: () => ({
    bounds: {
      ownMessages: 'first',
      crashes: 1,
      disks: 'any-time',
      timeouts: { votes: 1, inquire: 1, resend: 1, 'give-up': 1 },
    },
    reach: {},
    within: () => true,
    canonical: {},
    ghost: { initial: null, observe: () => undefined, next: () => null },
    properties: [atomicity],
    goals: [],
  }),
};
