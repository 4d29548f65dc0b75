/** What the scenarios of Zab share. */
import { paxos } from '../../sims/paxos/paxos.ts';
import { zabInvariants } from '../../sims/paxos/zab/cluster.ts';

/** Spread into a scenario. */
export const aboutZab = { sim: paxos, invariants: zabInvariants };

export const zabTiming = { pingMs: 50, silenceMs: 400, settleMs: 30 };
