/** The rules of a quorum store, each with the property that fails without it. */
import type { Rule, Switches } from '../../../src/check/rules.ts';

const dynamo = 'DeCandia et al., Dynamo: Amazon’s Highly Available Key-value Store, SOSP 2007';

export const quorumRules = {
  'quorums-intersect': {
    protects: 'reads-see-acked-writes',
    source: 'Gifford, Weighted Voting for Replicated Data, SOSP 1979, §2',
    because: 'a read asks only replicas that the write has not reached',
  },
  'write-quorums-intersect': {
    protects: 'no-lost-update',
    source: 'Gifford, Weighted Voting for Replicated Data, SOSP 1979, §2',
    because: 'each half of a divided cluster acknowledges an update of the same version',
  },
  'only-home-replicas-count': {
    protects: 'reads-see-acked-writes',
    source: `${dynamo}, §4.6`,
    because: 'a write that stand-ins acknowledged is on no replica that a read asks',
  },
  'coordinator-takes-newest': {
    protects: 'reads-see-acked-writes',
    source: `${dynamo}, §4.5`,
    because: 'the coordinator takes the fastest answer, even from a replica that missed the write',
  },
  'version-order-total': {
    protects: 'replicas-agree',
    source: 'Lamport, Time, Clocks, and the Ordering of Events, CACM 1978, total ordering',
    because: 'of two versions with the same count, each replica keeps the one that came first',
  },
  'version-not-from-clock': {
    protects: 'last-acked-write-wins',
    source: 'Kingsbury, Jepsen: Cassandra, 2013, last write wins',
    because: 'a coordinator whose clock is fast hides every later write of the others',
  },
  'no-read-repair-of-older': {
    protects: 'monotonic-versions',
    source: `${dynamo}, §5, read repair`,
    because: 'a late repair overwrites a newer value',
  },
  'hint-is-delivered': {
    protects: 'replicas-agree',
    source: `${dynamo}, §4.6`,
    because: 'a replica that was down never gets the writes that its stand-in keeps for it',
  },
  'anti-entropy-runs': {
    protects: 'replicas-agree',
    source: `${dynamo}, §4.7`,
    because: 'a replica that missed a write without a hint never gets it',
  },
  'tombstones-outlive-repair': {
    protects: 'deleted-stays-deleted',
    source: 'Apache Cassandra documentation, Tombstones, gc_grace_seconds',
    because: 'a replica that was down for longer brings back what the others have forgotten',
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type QuorumRules = Switches<keyof typeof quorumRules>;
