/** Replication as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import type { RegisterSubject } from './abd/cluster.ts';
import { abdMessageInWords } from './abd/messages.ts';
import { abdRules } from './abd/rules.ts';
import { chainMessageInWords } from './chain/messages.ts';
import { gossipMessageInWords } from './gossip/notes.ts';
import { replicationInvariants } from './invariants.ts';
import { replicationNotes } from './notes.ts';
import { primaryMessageInWords } from './primary/words.ts';
import { quorumMessageInWords } from './quorum/words.ts';
import { type ReplicationRule, replicationRules } from './rules.ts';
import { siblingMessageInWords } from './siblings/words.ts';
import { viewOf } from './view.ts';

export const replication: Sim<ReplicationRule> = {
  id: 'replication',
  title: 'Replication: primary and replicas, quorums, durability, partitions',
  about:
    'A primary writes to a log and ships it to replicas, which acknowledge and apply it. ' +
    'A failover manager grants the primary a lease, and makes the most complete replica the next primary when it expires. ' +
    'Sessions read from replicas with a token that says what they have seen. ' +
    'Stores bring their log to disk by the policies of Redis, and a store of five replicas chooses consistency or ' +
    'availability under a partition. In a quorum store any client coordinates: ' +
    'reads wait for R of N replicas and writes for W, stand-ins keep hints, and Merkle trees find what a replica has missed. ' +
    'In a store of siblings a write replaces what its client has read, by dotted version vectors, and becomes a sibling of ' +
    'what it has not. A register of plain actors is atomic because its reads write back, and every order of its messages can ' +
    'be tried. In a chain of replicas writes go from head to tail, and any node answers reads.',
  sources: [
    'Terry et al., Session Guarantees for Weakly Consistent Replicated Data, 1994',
    'MySQL Reference Manual, Semisynchronous Replication, 8.4',
    'Kafka KIP-101, Leader Epoch, 2016',
    'Gilbert and Lynch, Brewer’s Conjecture and the Feasibility of Consistent, Available, Partition-Tolerant Web Services, 2002',
    'Redis documentation, Redis persistence',
    'Gifford, Weighted Voting for Replicated Data, 1979',
    'DeCandia et al., Dynamo: Amazon’s Highly Available Key-value Store, SOSP 2007',
    'Preguiça et al., Dotted Version Vectors: Logical Clocks for Optimistic Replication, 2012',
    'Demers et al., Epidemic Algorithms for Replicated Database Maintenance, PODC 1987',
    'Attiya, Bar-Noy and Dolev, Sharing Memory Robustly in Message-Passing Systems, JACM 1995',
    'Van Renesse and Schneider, Chain Replication for Supporting High Throughput and Availability, OSDI 2004',
    'Terrace and Freedman, Object Storage on CRAQ, USENIX ATC 2009',
    'Bailis et al., Probabilistically Bounded Staleness for Practical Partial Quorums, VLDB 2012',
  ],
  rules: replicationRules,
  invariants: replicationInvariants,
  files: [
    'primary/rules.ts',
    'durability/rules.ts',
    'partition/rules.ts',
    'quorum/rules.ts',
    'abd/rules.ts',
    'chain/rules.ts',
    'siblings/rules.ts',
    'regions/rules.ts',
    'gossip/rules.ts',
    'rules.ts',
    'primary/notes.ts',
    'pbs/notes.ts',
    'quorum/versions.ts',
    'quorum/notes.ts',
    'durability/notes.ts',
    'nines/notes.ts',
    'partition/notes.ts',
    'abd/messages.ts',
    'abd/notes.ts',
    'chain/notes.ts',
    'siblings/notes.ts',
    'regions/notes.ts',
    'gossip/notes.ts',
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
    'primary/formulas.ts',
    'durability/laws.ts',
    'durability/options.ts',
    'durability/store.ts',
    'durability/cluster.ts',
    'partition/laws.ts',
    'partition/node.ts',
    'partition/cluster.ts',
    'nines/machines.ts',
    'nines/formulas.ts',
    'quorum/gather.ts',
    'quorum/laws.ts',
    'quorum/judge.ts',
    'quorum/ring.ts',
    'quorum/parts.ts',
    'quorum/merkle.ts',
    'quorum/memory.ts',
    'quorum/anti-entropy.ts',
    'quorum/replica.ts',
    'quorum/coordinator.ts',
    'quorum/cluster.ts',
    'abd/laws.ts',
    'abd/history.ts',
    'abd/server.ts',
    'abd/exploration.ts',
    'abd/cluster.ts',
    'chain/messages.ts',
    'chain/node.ts',
    'chain/cluster.ts',
    'siblings/laws.ts',
    'siblings/versions.ts',
    'siblings/judge.ts',
    'siblings/parts.ts',
    'siblings/coordinator.ts',
    'siblings/replica.ts',
    'siblings/cluster.ts',
    'regions/item.ts',
    'regions/laws.ts',
    'regions/judge.ts',
    'regions/region.ts',
    'regions/cluster.ts',
    'gossip/laws.ts',
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
    'pbs/versions.ts',
    'pbs/study.ts',
    'quorum/words.ts',
    'siblings/words.ts',
    'gossip/node.ts',
    'gossip/cluster.ts',
    'gossip/formulas.ts',
  ],
  notes: replicationNotes,
  arrowText: (message) =>
    quorumMessageInWords(message) ??
    siblingMessageInWords(message) ??
    abdMessageInWords(message) ??
    chainMessageInWords(message) ??
    gossipMessageInWords(message) ??
    primaryMessageInWords(message),
  view: viewOf,
  explorable: {
    params: { servers: 3, operations: 3 },
    clockRules: replicationRules.ids.filter((rule) => !Object.hasOwn(abdRules, rule)),
    of: ({ exploration }: RegisterSubject) => exploration,
  },
};
