/** The wings of the lab, each with its scenarios. */
import { Catalogue } from '../src/lab/catalogue.ts';
import { accessWing } from './access/index.ts';
import { authWing } from './auth/index.ts';
import { autoscalingWing } from './autoscaling/index.ts';
import { cacheWing } from './cache/index.ts';
import { canaryWing } from './canary/index.ts';
import { clocksWing } from './clocks/index.ts';
import { crdtWing } from './crdt/index.ts';
import { deploymentWing } from './deployment/index.ts';
import { estimationWing } from './estimation/index.ts';
import { fanoutWing } from './fanout/index.ts';
import { ioWing } from './io/index.ts';
import { kafkaWing } from './kafka/index.ts';
import { locksWing } from './locks/index.ts';
import { paxosWing } from './paxos/index.ts';
import { raftWing } from './raft/index.ts';
import { replicationWing } from './replication/index.ts';
import { resilienceWing } from './resilience/index.ts';
import { serverlessWing } from './serverless/index.ts';
import { sloWing } from './slo/index.ts';
import { trafficWing } from './traffic/index.ts';
import { transactionsWing } from './transactions/index.ts';

export const catalogue = new Catalogue([
  raftWing,
  crdtWing,
  resilienceWing,
  cacheWing,
  kafkaWing,
  canaryWing,
  locksWing,
  transactionsWing,
  replicationWing,
  paxosWing,
  clocksWing,
  estimationWing,
  trafficWing,
  sloWing,
  autoscalingWing,
  serverlessWing,
  authWing,
  accessWing,
  ioWing,
  fanoutWing,
  deploymentWing,
]);
