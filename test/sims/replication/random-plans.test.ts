/**
 * Goal: the laws of primary and replicas, and of quorums, hold under random settings and faults.
 */
import { holdReplicationUnderFaults } from '../../support/replication-under-faults.ts';

holdReplicationUnderFaults(5);
