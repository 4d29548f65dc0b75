/**
 * For each rule that does not depend on clocks, a search over every order of a few operations for
 * what happens without it.
 */
import type { ReplicationRule } from '../../sims/replication/rules.ts';
import type { RuleExploration } from '../../src/check/exploration.ts';

const scenario = 'replication/register-races';
const read = (server: string) => ({ kind: 'read', server });
const write = (server: string, value: string) => ({ kind: 'write', server, value });
const writeAndReads = { scenario, operations: [write('n1', 'a'), read('n2'), read('n3')] };
const twoWrites = { scenario, operations: [write('n1', 'a'), write('n2', 'b')] };

export const replicationExplorations: Readonly<Partial<Record<ReplicationRule, RuleExploration>>> =
  {
    'read-writes-back': writeAndReads,
    'phases-hear-majority': writeAndReads,
    'write-queries-first': twoWrites,
    'writer-breaks-ties': twoWrites,
    'older-is-not-stored': { scenario, operations: [...twoWrites.operations, read('n1')] },
  };
