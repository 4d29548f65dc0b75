/** The rules of gossip. */

const demers = 'Demers et al., Epidemic Algorithms for Replicated Database Maintenance, PODC 1987';

export const gossipRules = {
  'pull-as-well-as-push': {
    protects: 'all-know-soon',
    source: 'Karp et al., Randomized Rumor Spreading, FOCS 2000, §2',
    because:
      'the last few nodes wait, because pushes alone seldom hit them: each round misses 1/e of them',
  },
  'partner-at-random': {
    protects: 'all-know-soon',
    source: `${demers}, §1.3`,
    because: 'an update moves from neighbour to neighbour, by one node a round',
  },
  'rumour-outlives-first-known': {
    protects: 'rumour-misses-few',
    source: `${demers}, §1.4`,
    because: 'a rumour stops at the first node that knows it, and misses a fifth of all nodes',
  },
  'anti-entropy-for-the-rest': {
    protects: 'every-node-learns',
    source: `${demers}, §1.5`,
    because:
      'a node that was down, or that a rumour had not reached before it ended, never learns of it',
  },
} as const;

type GossipRule = keyof typeof gossipRules;
export type GossipRules = Readonly<Record<GossipRule, boolean>>;
