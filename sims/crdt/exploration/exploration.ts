/** How replicated data is explored: users edit in their own order, and gossip comes when it likes. */
import type { Explorable } from '../../../src/check/exploration.ts';
import { type Experiment, groupOf } from '../replication/group.ts';
import type { ReplicaRecord, ReplicaState } from '../replication/replica.ts';
import type { CrdtRule } from '../rules.ts';
import { type EditMessage, type EvictMessage, editedReplica } from './edits.ts';
import { ghostOf } from './ghost.ts';
import { explorationGoals, explorationProperties } from './properties.ts';

/** Rules that are about how long something takes. */
const clockRules: readonly CrdtRule[] = ['resend-until-acknowledged', 'stability-hears-everybody'];

export const crdtExplorable: Explorable = {
  // Gossip comes when the explorer says so, and disks write at once.
  params: { replicas: 2, edits: 4, faults: 0, gossipMs: 60_000, loss: 0, duplication: 0 },
  clockRules,
  of: (experiment: Experiment) => ({
    bounds: { operations: 'by-node', timeouts: { gossip: 3 } },
    reach: {},
    within: () => true,
    canonical: {
      state(state: ReplicaState) {
        state.version = 0;
      },
      journal: whatRecoveryReads,
    },
    actorOf: (node) => {
      const group = groupOf(experiment, node);
      if (group === undefined) throw new Error(`${node} is in no group`);
      return editedReplica(group);
    },
    tells(operation, number) {
      const { replica, edit, evict } = operation as {
        readonly replica: string;
        readonly edit: object;
        readonly evict?: readonly string[];
      };
      if (groupOf(experiment, replica) === undefined) return undefined;
      if (evict !== undefined) {
        return { to: replica, message: { type: 'Evict', nodes: evict } satisfies EvictMessage };
      }
      return { to: replica, message: { type: 'Edit', edit, number } satisfies EditMessage };
    },
    recognize: withoutNumbers,
    ghost: ghostOf(experiment),
    properties: explorationProperties(experiment),
    goals: explorationGoals,
  }),
};

/** How often it started from nothing, and what it saved last. */
function whatRecoveryReads(journal: readonly ReplicaRecord[]): readonly ReplicaRecord[] {
  const saved = journal.findLast((record) => 'saved' in record);
  const starts = journal.filter((record) => 'start' in record);
  return saved === undefined ? starts : [...starts, { saved: { ...saved.saved, version: 0 } }];
}

/** Edits are numbered in the order in which they are made, which in a story may be another. */
function withoutNumbers(message: unknown): unknown {
  const { edits: _, ...others } = message as { readonly edits?: unknown };
  return others;
}
