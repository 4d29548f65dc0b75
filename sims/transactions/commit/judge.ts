/**
 * Observes everything that happens in one transaction, measures it and checks it against the laws.
 * The protocol does not depend on it. A participant is in doubt from its vote until it commits or
 * aborts, whether it is up or not: its locks survive a crash.
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { World } from '../../../src/world/world.ts';
import type { CommitLaw } from './laws.ts';
import type { CommitRecord, Decision } from './messages.ts';
import type { CommitNote } from './notes.ts';

export class CommitJudge {
  /** Counts messages between nodes. */
  messages = 0;
  forcedWrites = 0;
  otherWrites = 0;
  /** When every participant had committed or aborted. */
  endedAtMs: number | undefined = undefined;
  firstVoteMs: number | undefined = undefined;
  /** Of participants that were in doubt and no longer are. */
  readonly doubtMs = new Map<NodeId, number>();
  readonly ended = new Map<NodeId, Decision>();
  readonly #votedYesAtMs = new Map<NodeId, number>();
  readonly #participants: readonly NodeId[];
  readonly #breaches: Breaches<CommitLaw>;
  #isAbortDecided = false;

  constructor(participants: readonly NodeId[], breaches: Breaches<CommitLaw>) {
    this.#participants = participants;
    this.#breaches = breaches;
  }

  /** The outcome at all participants; undefined while one has none, and `mixed` if they differ. */
  get outcome(): Decision | 'mixed' | undefined {
    const [first, ...others] = new Set(this.ended.values());
    if (others.length > 0) return 'mixed';
    return this.ended.size < this.#participants.length ? undefined : first;
  }

  /** In lock-ms, if each participant holds one lock. */
  get blockedMs(): number {
    return [...this.doubtMs.values()].reduce((sum, ms) => sum + ms, 0);
  }

  hears(by: NodeId, note: CommitNote, atMs: number): void {
    switch (note.kind) {
      case 'prepares':
        this.firstVoteMs ??= atMs;
        if (!this.#votedYesAtMs.has(by)) this.#votedYesAtMs.set(by, atMs);
        return;
      case 'decides':
      case 'presumes':
      case 'learns-decision':
        this.#isAbortDecided ||= note.decision === 'abort';
        return;
      case 'participant-commits':
        return this.#ends(by, 'commit', atMs);
      case 'participant-aborts':
      case 'refuses-vote':
        return this.#ends(by, 'abort', atMs);
    }
  }

  /** A vote that was not on the disk does not count as given. */
  forgets(by: NodeId): void {
    if (!this.ended.has(by)) this.#votedYesAtMs.delete(by);
  }

  #ends(by: NodeId, decision: Decision, atMs: number): void {
    const votedAtMs = this.#votedYesAtMs.get(by);
    const other = [...this.ended].find(([, ended]) => ended !== decision);
    if (other !== undefined) {
      this.#breaches.report(
        'atomicity',
        `participant ${by} ends one transaction with ${decision}, but ${other[0]} ends it with ${other[1]}; all should end alike`,
      );
    }
    if (decision === 'abort' && votedAtMs !== undefined && !this.#isAbortDecided) {
      this.#breaches.report(
        'no-unilateral-abort',
        `participant ${by} voted yes, but aborts by itself instead of waiting for the decision`,
      );
    }
    const silent = this.#participants.find((id) => !this.#votedYesAtMs.has(id));
    if (decision === 'commit' && silent !== undefined) {
      this.#breaches.report(
        'commit-needs-votes',
        `participant ${by} commits, although participant ${silent} has not voted yes`,
      );
    }
    if (this.ended.has(by)) return;
    this.ended.set(by, decision);
    if (votedAtMs !== undefined) this.doubtMs.set(by, atMs - votedAtMs);
    if (this.ended.size === this.#participants.length) this.endedAtMs = atMs;
  }
}

/** One listener for all transactions of a world. */
export function listen({ trace, kernel }: World, judgeOf: ReadonlyMap<NodeId, CommitJudge>): void {
  trace.on('send', ({ node = '', peer }) => {
    const judge = judgeOf.get(node);
    if (judge !== undefined && node !== peer) judge.messages += 1;
  });
  trace.on('write', ({ node = '', detail }) => {
    const judge = judgeOf.get(node);
    if (judge === undefined) return;
    judge[(detail as CommitRecord).forced ? 'forcedWrites' : 'otherWrites'] += 1;
  });
  trace.on('crash', ({ node = '', detail: lost }) => {
    if (lost > 0) judgeOf.get(node)?.forgets(node);
  });
  trace.on('note', ({ node = '', detail }) => {
    judgeOf.get(node)?.hears(node, detail as CommitNote, kernel.nowMs);
  });
}
