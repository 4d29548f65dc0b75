/** Waiting, and how throughput grows with servers. */

import { erlangC } from '../../../src/statistics/erlang.ts';

/** Mean wait in units of the service time, M/M/c. */
export const meanWait = (servers: number, load: number): number =>
  load >= servers ? Infinity : erlangC(servers, load) / (servers - load);

/** Amdahl 1967: with a serial share s, n processors do n / (1 + s (n - 1)). */
export const amdahl = (processors: number, serial: number): number =>
  processors / (1 + serial * (processors - 1));

/** Gunther's universal scalability law: Amdahl's with crosstalk κ between all pairs. */
export const scalability = (processors: number, contention: number, crosstalk: number): number =>
  processors / (1 + contention * (processors - 1) + crosstalk * processors * (processors - 1));

/** The number of processors with the highest throughput: √((1 - σ) / κ). */
export const bestProcessors = (contention: number, crosstalk: number): number =>
  crosstalk === 0 ? Infinity : Math.sqrt((1 - contention) / crosstalk);
