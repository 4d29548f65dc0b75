/** Replication as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import { replicationInvariants } from './invariants.ts';
import { replicationNotes } from './notes.ts';
import { primaryMessageInWords } from './primary/words.ts';
import { type ReplicationRule, replicationRules } from './rules.ts';
import { viewOf } from './view.ts';

export const replication: Sim<ReplicationRule> = {
  id: 'replication',
  title: 'Replication: primary and replicas, durability, partitions',
  about:
    'A primary takes writes into a log and ships it to replicas, which acknowledge and apply it. A failover manager grants the primary a lease, and makes the most complete replica the next primary when it is over. ' +
    'Sessions read from replicas with a token that says what they have seen. Stores bring their log to a disk by the policies of Redis, and a store of five replicas chooses consistency or availability under a partition.',
  sources: [
    'Terry et al., Session Guarantees for Weakly Consistent Replicated Data, 1994',
    'MySQL Reference Manual, Semisynchronous Replication, 8.4',
    'Kafka KIP-101, Leader Epoch, 2016',
    'Gilbert and Lynch, Brewer’s Conjecture and the Feasibility of Consistent, Available, Partition-Tolerant Web Services, 2002',
    'Redis documentation, Redis persistence',
    'Gifford, Weighted Voting for Replicated Data, 1979',
  ],
  rules: replicationRules,
  invariants: replicationInvariants,
  files: [
    'primary/rules.ts',
    'durability/rules.ts',
    'partition/rules.ts',
    'rules.ts',
    'primary/notes.ts',
    'durability/notes.ts',
    'nines/notes.ts',
    'partition/notes.ts',
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
    'invariants.ts',
    'view.ts',
    'primary/words.ts',
    'exploration/register.ts',
    'exploration/abd-register.ts',
    'exploration/single-copy-register.ts',
  ],
  notes: replicationNotes,
  arrowText: primaryMessageInWords,
  view: viewOf,
};
