/** The rules of a chain of replicas, each with the property that fails without it. */
import type { Rule, Switches } from '../../../src/check/rules.ts';

const chain =
  'Van Renesse and Schneider, Chain Replication for Supporting High Throughput and Availability, OSDI 2004';
const craq =
  'Terrace and Freedman, Object Storage on CRAQ: High-Throughput Chain Replication for Read-Mostly Workloads, USENIX ATC 2009';

export const chainRules = {
  'dirty-read-asks-tail': {
    protects: 'chain-linearizable',
    source: `${craq}, §2.3`,
    because: 'a node near the head answers with a write that nodes near the tail do not have yet',
  },
  'tail-acknowledges': {
    protects: 'chain-linearizable',
    source: `${chain}, §3`,
    because: 'a write is acknowledged that a read at the tail does not find',
  },
  'resends-to-new-successor': {
    protects: 'chain-writes-end',
    source: `${chain}, §3.3`,
    because: 'a write that the failed node has not passed on reaches no other',
  },
  'new-tail-commits': {
    protects: 'chain-writes-end',
    source: `${chain}, §3.3`,
    because: 'the node before the failed tail waits for acknowledgements that cannot come',
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type ChainRules = Switches<keyof typeof chainRules>;
