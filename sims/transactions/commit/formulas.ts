/** What a commit costs, from the literature; the counts of runs are compared with these. */

/**
 * N participants, F faults; whether coordinator, leader and acceptors run on the participants’
 * nodes.
 */
export interface CommitSize {
  readonly participants: number;
  readonly faults: number;
  readonly coLocated: boolean;
}

export interface CommitCost {
  readonly messages: number;
  /** Message delays until the last participant knows the decision. */
  readonly delays: number;
  /** Writes that the protocol waits for. */
  readonly forcedWrites: number;
}

/** Gray and Lamport, Consensus on Transaction Commit, TODS 2006, §5: the first of at least two participants begins. */
export const commitCost = {
  'two-phase': ({ participants: n, coLocated }: CommitSize): CommitCost => ({
    messages: coLocated ? 3 * n - 3 : 3 * n - 1,
    delays: coLocated ? 3 : 4,
    forcedWrites: n + 1,
  }),
  paxos: ({ participants: n, faults: f, coLocated }: CommitSize): CommitCost => ({
    messages: coLocated ? n * f + 3 * n - 3 : n * f + f + 3 * n - 1,
    // With one acceptor, on the leader’s node, phase 2b is local.
    delays: (coLocated ? 3 : 4) + Number(f > 0),
    forcedWrites: n + f + 1,
  }),
  'faster-paxos': ({ participants: n, faults: f, coLocated }: CommitSize): CommitCost => ({
    messages: coLocated ? 2 * n * f - 2 * f + 3 * n - 3 : 2 * n * f + 3 * n - 1,
    delays: coLocated ? 3 : 4,
    forcedWrites: n + f + 1,
  }),
};

/** Writes that the protocol waits for, and the others. */
export interface LoggedCost {
  readonly messages: number;
  readonly forcedWrites: number;
}

/**
 * A separate coordinator asks N participants, and all vote yes (Mohan, Lindsay and Obermarck 1986, §3; Lampson and Lomet
 * 1993, Table 1).
 */
export const presumedCommitCost = {
  remembers: (n: number): LoggedCost => ({ messages: 3 * n, forcedWrites: n + 1 }),
  nothing: (n: number): LoggedCost => ({ messages: 4 * n, forcedWrites: 2 * n + 1 }),
  abort: (n: number): LoggedCost => ({ messages: 4 * n, forcedWrites: 2 * n + 1 }),
  commit: (n: number): LoggedCost => ({ messages: 3 * n, forcedWrites: n + 2 }),
};

/** The same, if one participant votes no after all others have voted yes. */
export const presumedAbortCost = {
  remembers: (n: number): LoggedCost => ({ messages: 3 * n - 1, forcedWrites: n - 1 }),
  nothing: (n: number): LoggedCost => ({ messages: 4 * n - 2, forcedWrites: 2 * n }),
  abort: (n: number): LoggedCost => ({ messages: 3 * n - 1, forcedWrites: n - 1 }),
  commit: (n: number): LoggedCost => ({ messages: 4 * n - 2, forcedWrites: 2 * n }),
};
