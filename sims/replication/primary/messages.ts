/** Messages between primary, replicas, the failover manager and clients. */
/** A write in the log. Its position is its LSN, counted from 1. */
export interface Entry {
  /**
   * Epoch of the primary that accepted it: increases with every failover (PostgreSQL’s timeline,
   * Kafka’s leader epoch).
   */
  readonly epoch: number;
  readonly key: string;
  /** Numbers the writes of a run, to distinguish them. */
  readonly write: number;
  /** When the primary accepted it, by the primary’s clock. */
  readonly atMs: number;
}

/** How far a log goes: (epoch of its last entry, LSN). */
export interface Position {
  readonly epoch: number;
  readonly lsn: number;
}

export const nothing: Position = { epoch: 0, lsn: 0 };

/** One way, between primary and replicas. */
export type LogMessage =
  /** Entries that follow this position; an empty list is a heartbeat. */
  | {
      readonly append: readonly Entry[];
      readonly after: Position;
      readonly epoch: number;
    }
  /** The replica has the log of this epoch up to this LSN, durably. */
  | { readonly received: number; readonly epoch: number }
  /** It does not have what the entries follow: the last that it may share is here. */
  | { readonly rejects: Position; readonly epoch: number }
  /** It has promised a later epoch. */
  | { readonly fencedBy: number };

export type NodeRequest =
  | { readonly write: number; readonly key: string }
  | { readonly read: string; readonly token: Position }
  /** The failover manager asks for a promise: to take nothing of an older epoch. */
  | { readonly prepare: number }
  | { readonly promote: number };

export interface WriteReply {
  readonly at: Position;
}

export interface ReadReply {
  /** 0 if the key was never written. */
  readonly write: number;
  /** Position of that write. */
  readonly place: Position;
  /** How far the node has applied its log. */
  readonly at: Position;
}

export interface PrepareReply {
  readonly has: Position;
}

export type ManagerRequest =
  | { readonly do: 'where' }
  | { readonly do: 'renew'; readonly epoch: number };

export const isAtLeast = (a: Position, b: Position): boolean =>
  a.epoch > b.epoch || (a.epoch === b.epoch && a.lsn >= b.lsn);
