/** Goal: the same laws hold under 150 random settings and plans. */
import { holdReplicationUnderFaults } from '../../support/replication-under-faults.ts';

holdReplicationUnderFaults(150);
