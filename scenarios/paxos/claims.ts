/** What is said of paxos, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const paxosClaims: Claims = {
  'paxos-multi-needed': {
    says: 'Single-decree Paxos agrees on one value; a log needs Multi-Paxos.',
    verdict: 'confirmed',
    shownBy: 'paxos/one-value',
  },
  'num-zk-session-too-low': {
    says: 'A session timeout that is set too low expires healthy clients.',
    verdict: 'confirmed',
  },
};
