/**
 * What a broker knows of a partition while it leads it: how far each follower has come, which of them
 * are in sync, and which requests are pending. All of it ends with the leadership.
 *
 * The leader decides which followers keep up, and the controller what counts. Until it has confirmed
 * a change, a follower holds back the high watermark if it is in sync by either list (KIP-497).
 */
import { Signal } from '../../../src/kernel/signal.ts';

interface Follower {
  /** Where its log ends, by its last fetch. */
  end: number;
  /** When it last held all that the leader held. */
  caughtUpAtMs: number;
  /** When it fetched last, and where the leader's log ended then. */
  fetchedAtMs: number;
  leaderEndThen: number;
  /** The high watermark that it was last told. */
  toldHighWatermark: number;
}

/** The in-sync replicas (ISR), by name, as of a version that grows with every change. */
export interface InSync {
  readonly isr: readonly string[];
  readonly isrVersion: number;
}

export class Leadership {
  readonly epoch: number;
  /** Where its epoch begins in the log. */
  readonly startOffset: number;
  /** Fires when the high watermark moves, or the leadership ends. */
  readonly advanced = new Signal();
  /** Fetches that wait for something to answer. */
  readonly waiting = new Set<Signal>();
  /** A change that the controller has not confirmed yet. */
  proposed: readonly string[] | undefined = undefined;
  #confirmed: InSync;
  readonly #self: string;
  readonly #followers = new Map<string, Follower>();

  constructor(
    self: string,
    replicas: readonly string[],
    {
      epoch,
      inSync,
      endOffset,
      nowMs,
    }: { epoch: number; inSync: InSync; endOffset: number; nowMs: number },
  ) {
    this.#self = self;
    this.epoch = epoch;
    this.startOffset = endOffset;
    this.#confirmed = inSync;
    for (const name of replicas) {
      if (name === self) continue;
      const never = { fetchedAtMs: nowMs, leaderEndThen: Infinity, toldHighWatermark: -1 };
      this.#followers.set(name, { end: 0, caughtUpAtMs: nowMs, ...never });
    }
  }

  /** What the controller has confirmed. */
  get inSync(): InSync {
    return this.#confirmed;
  }

  /** Confirms or refuses the proposal; news older than the known state changes nothing. */
  learn(inSync: InSync): void {
    if (inSync.isrVersion > this.#confirmed.isrVersion) this.#confirmed = inSync;
  }

  /** A follower has fetched from an offset, so it has everything before it. O(1). */
  sawFetch(name: string, offset: number, ownEnd: number, nowMs: number): void {
    const follower = this.#followers.get(name);
    if (follower === undefined) return;
    if (offset >= ownEnd) follower.caughtUpAtMs = nowMs;
    // It has everything that the leader had at its previous fetch.
    else if (offset >= follower.leaderEndThen) follower.caughtUpAtMs = follower.fetchedAtMs;
    follower.end = offset;
    follower.fetchedAtMs = nowMs;
    follower.leaderEndThen = ownEnd;
  }

  /** Whether a follower must be told the high watermark; it counts as told from now on. */
  tells(name: string, highWatermark: number): boolean {
    const follower = this.#followers.get(name);
    if (follower === undefined || follower.toldHighWatermark === highWatermark) return false;
    follower.toldHighWatermark = highWatermark;
    return true;
  }

  /** The smallest log end of the in-sync replicas, including those that are about to be. */
  safeEnd(ownEnd: number): number {
    let end = ownEnd;
    for (const [name, follower] of this.#followers) {
      const counts = this.#confirmed.isr.includes(name) || this.proposed?.includes(name) === true;
      if (counts) end = Math.min(end, follower.end);
    }
    return end;
  }

  /** The in-sync replicas plus a follower that has caught up; undefined if that changes nothing. */
  withCaughtUp(name: string, highWatermark: number): readonly string[] | undefined {
    const { isr } = this.#confirmed;
    const end = this.#followers.get(name)?.end ?? 0;
    // A replica that lacks records from before this epoch may lack committed ones.
    const hasAll = end >= highWatermark && end >= this.startOffset;
    return hasAll && !isr.includes(name) ? [...isr, name] : undefined;
  }

  /**
   * The in-sync replicas without those that were behind for too long; undefined if there are none.
   */
  withoutLaggards(ownEnd: number, nowMs: number, limitMs: number): readonly string[] | undefined {
    const { isr } = this.#confirmed;
    const left = isr.filter((name) => {
      const follower = this.#followers.get(name);
      if (name === this.#self || follower === undefined) return true;
      return follower.end === ownEnd || nowMs - follower.caughtUpAtMs <= limitMs;
    });
    return left.length < isr.length ? left : undefined;
  }

  /** It no longer leads, or leads in another epoch: pending requests must be told. */
  end(): void {
    this.advanced.fire();
    this.wakeFetches();
  }

  /** There may be something to answer for the pending fetches. */
  wakeFetches(): void {
    for (const fetch of this.waiting) fetch.fire();
  }
}
