import { type Process, sleep } from '../../src/kernel/process.ts';
import type { Cluster } from './model.ts';

/** A message on its way, between any two. */
export const hop = (cluster: Cluster): Process<void> => sleep(cluster.drawLatencyMs());
