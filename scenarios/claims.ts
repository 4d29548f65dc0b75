/** The claims of every wing. */
import type { Claims } from '../src/lab/claim.ts';
import { accessClaims } from './access/claims.ts';
import { authClaims } from './auth/claims.ts';
import { autoscalingClaims } from './autoscaling/claims.ts';
import { cacheClaims } from './cache/claims.ts';
import { canaryClaims } from './canary/claims.ts';
import { clocksClaims } from './clocks/claims.ts';
import { crdtClaims } from './crdt/claims.ts';
import { deploymentClaims } from './deployment/claims.ts';
import { estimationClaims } from './estimation/claims.ts';
import { fanoutClaims } from './fanout/claims.ts';
import { ioClaims } from './io/claims.ts';
import { kafkaClaims } from './kafka/claims.ts';
import { locksClaims } from './locks/claims.ts';
import { paxosClaims } from './paxos/claims.ts';
import { raftClaims } from './raft/claims.ts';
import { replicationClaims } from './replication/claims.ts';
import { resilienceClaims } from './resilience/claims.ts';
import { serverlessClaims } from './serverless/claims.ts';
import { sloClaims } from './slo/claims.ts';
import { trafficClaims } from './traffic/claims.ts';
import { transactionsClaims } from './transactions/claims.ts';

/** By wing. */
export const claimsOfWings: ReadonlyMap<string, Claims> = new Map([
  ['raft', raftClaims],
  ['crdt', crdtClaims],
  ['resilience', resilienceClaims],
  ['cache', cacheClaims],
  ['kafka', kafkaClaims],
  ['canary', canaryClaims],
  ['locks', locksClaims],
  ['transactions', transactionsClaims],
  ['replication', replicationClaims],
  ['paxos', paxosClaims],
  ['clocks', clocksClaims],
  ['estimation', estimationClaims],
  ['traffic', trafficClaims],
  ['slo', sloClaims],
  ['autoscaling', autoscalingClaims],
  ['serverless', serverlessClaims],
  ['auth', authClaims],
  ['access', accessClaims],
  ['io', ioClaims],
  ['fanout', fanoutClaims],
  ['deployment', deploymentClaims],
]);
