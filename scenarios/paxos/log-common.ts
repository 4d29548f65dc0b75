/** What the scenarios of Multi-Paxos share. */
import { type LogOptions, multiInvariants } from '../../sims/paxos/multi/cluster.ts';
import { paxos } from '../../sims/paxos/paxos.ts';

/** Spread into a scenario. */
export const aboutLog = { sim: paxos, invariants: multiInvariants };

/** A client that sends only the requests that it is given. */
export const client: LogOptions['clients'][number] = {
  first: 1,
  keys: 1,
  reads: 0,
  syncs: false,
  fromMs: 0,
  untilMs: 0,
  thinkMs: 0,
  retryMs: 100_000,
  timeoutMs: 500,
  backoffMs: 20,
};
