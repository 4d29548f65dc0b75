/** Goal: the laws of primary and replicas, and of quorums, hold whatever settings and faults come. */
import { holdReplicationUnderFaults } from '../../support/replication-under-faults.ts';

holdReplicationUnderFaults(5);
