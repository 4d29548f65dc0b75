/** Replication as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import { replicationInvariants } from './invariants.ts';
import { replicationNotes } from './notes.ts';
import { primaryMessageInWords } from './primary/words.ts';
import { quorumMessageInWords } from './quorum/words.ts';
import { type ReplicationRule, replicationRules } from './rules.ts';
import { viewOf } from './view.ts';

export const replication: Sim<ReplicationRule> = {
  id: 'replication',
  title: 'Replication: primary and replicas, quorums',
  about:
    'A primary takes writes into a log and ships it to replicas, which acknowledge and apply it. A failover manager grants the primary a lease, and makes the most complete replica the next primary when it is over. ' +
    'Sessions read from replicas with a token that says what they have seen. ' +
    'In a store of quorums any client coordinates: reads wait for R replicas of N and writes for W, stand-ins keep hints, and Merkle trees find what a replica has missed.',
  sources: [
    'Terry et al., Session Guarantees for Weakly Consistent Replicated Data, 1994',
    'MySQL Reference Manual, Semisynchronous Replication, 8.4',
    'Kafka KIP-101, Leader Epoch, 2016',
    'Gifford, Weighted Voting for Replicated Data, 1979',
    'DeCandia et al., Dynamo: Amazon’s Highly Available Key-value Store, SOSP 2007',
    'Bailis et al., Probabilistically Bounded Staleness for Practical Partial Quorums, VLDB 2012',
  ],
  rules: replicationRules,
  invariants: replicationInvariants,
  files: [
    'primary/rules.ts',
    'quorum/rules.ts',
    'rules.ts',
    'primary/notes.ts',
    'pbs/notes.ts',
    'quorum/versions.ts',
    'quorum/notes.ts',
    'notes.ts',
    'subject.ts',
    'primary/laws.ts',
    'primary/messages.ts',
    'primary/log.ts',
    'primary/metrics.ts',
    'primary/judge.ts',
    'primary/options.ts',
    'primary/parts.ts',
    'primary/manager.ts',
    'primary/memory.ts',
    'primary/replica.ts',
    'primary/shipping.ts',
    'primary/node.ts',
    'primary/access.ts',
    'primary/writer.ts',
    'primary/session.ts',
    'primary/cluster.ts',
    'primary/properties.ts',
    'quorum/gather.ts',
    'quorum/laws.ts',
    'quorum/judge.ts',
    'quorum/ring.ts',
    'quorum/parts.ts',
    'quorum/merkle.ts',
    'quorum/anti-entropy.ts',
    'quorum/replica.ts',
    'quorum/coordinator.ts',
    'quorum/cluster.ts',
    'invariants.ts',
    'view.ts',
    'primary/words.ts',
    'exploration/register.ts',
    'exploration/abd-register.ts',
    'exploration/single-copy-register.ts',
    'pbs/k-staleness.ts',
    'pbs/latencies.ts',
    'pbs/published.ts',
    'pbs/wars.ts',
    'pbs/study.ts',
    'quorum/words.ts',
  ],
  notes: replicationNotes,
  arrowText: (message) => quorumMessageInWords(message) ?? primaryMessageInWords(message),
  view: viewOf,
};
