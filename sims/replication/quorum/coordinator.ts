/**
 * The coordinator of reads and writes, a library in the client (Dynamo §6.4): it asks all N
 * replicas of a key, and continues with the first R or W answers.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Refusal } from '../../../src/world/call.ts';
import { isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { gather } from './gather.ts';
import { homeOf, type QuorumParts, readsNeeded, writesNeeded } from './parts.ts';
import { outdated, type ReplicaRequest } from './replica.ts';
import { type Item, isNewer, newestOf, type Version } from './versions.ts';

interface Answer {
  readonly replica: NodeId;
  readonly item: Item | null;
}

/**
 * What a client knows of the version that its write follows; if it knows nothing, the coordinator
 * reads it.
 */
interface PutContext {
  /** The count of a version that it has read or written. */
  readonly follows?: number;
  /** The same, but the write is refused if there is a newer version. */
  readonly replaces?: number;
}

export class Coordinator {
  readonly #parts: QuorumParts;
  readonly #node: ServerContext;
  /** The highest count that it has assigned: a failed write may still be stored somewhere. */
  #count = 0;

  constructor(parts: QuorumParts, node: ServerContext) {
    this.#parts = parts;
    this.#node = node;
  }

  /** Undefined if there is no value. Throws `noQuorum`. */
  *get(key: string): Process<Item | undefined> {
    const { judge } = this.#parts;
    const before = judge.begins(key);
    try {
      const item = yield* this.#read(key);
      judge.sees(key, item, before);
      note(this.#node, { kind: 'quorum-reads', key, item: item ?? null });
      return item;
    } catch (failure) {
      const why = reasonOf(failure);
      judge.failedReads += 1;
      note(this.#node, { kind: 'read-fails', key, why });
      throw failure;
    }
  }

  /**
   * Null deletes. Returns the value’s new version. Throws `noQuorum`; the write may still become
   * visible later.
   */
  *put(key: string, value: string | null, context: PutContext = {}): Process<Version> {
    const { judge } = this.#parts;
    const { replaces } = context;
    const before = judge.begins(key);
    try {
      const item = { version: yield* this.#nextVersion(key, context), value };
      note(this.#node, { kind: 'quorum-writes', key, ...item });
      yield* this.#write(key, item, replaces);
      judge.acknowledges(key, item, before, replaces);
      note(this.#node, { kind: 'has-quorum', key, ...item });
      return item.version;
    } catch (failure) {
      const why = reasonOf(failure);
      judge.failedWrites += 1;
      note(this.#node, { kind: 'write-fails', key, why });
      throw failure;
    }
  }

  *#nextVersion(key: string, { replaces, follows }: PutContext): Process<Version> {
    const writer = this.#node.self;
    if (replaces !== undefined) return { count: replaces + 1, writer };
    if (!this.#parts.rules['version-not-from-clock']) return { count: this.#node.now(), writer };
    const known = follows ?? (yield* this.#read(key))?.version.count ?? 0;
    this.#count = Math.max(this.#count, known) + 1;
    return { count: this.#count, writer };
  }

  *#read(key: string): Process<Item | undefined> {
    const home = homeOf(this.#parts, key);
    const needed = readsNeeded(this.#parts);
    const all: Answer[] = [];
    const answers = yield* gather(
      this.#node,
      home.map((replica) => this.#ask(replica, key, all)),
      needed,
    );
    const items = answers.map(({ item }) => item ?? undefined);
    if (!this.#parts.rules['coordinator-takes-newest']) return items[0];
    const newest = newestOf(items);
    if (needed > 1)
      note(this.#node, {
        kind: 'takes-newest',
        key,
        answers: needed,
        rule: 'coordinator-takes-newest',
      });
    if (this.#parts.options.repairsReads && newest !== undefined)
      this.#node.spawn(this.#repair(key, newest, all));
    return newest;
  }

  *#ask(replica: NodeId, key: string, all: Answer[]): Process<Answer> {
    const answer = { replica, item: yield* this.#call<Item | null>(replica, { do: 'read', key }) };
    all.push(answer);
    return answer;
  }

  /** In the background, once all answers that will come have come. */
  *#repair(key: string, newest: Item, all: readonly Answer[]): Process<void> {
    yield* this.#node.sleep(this.#parts.options.timeoutMs);
    for (const { replica, item } of all) {
      if (!isNewer(newest.version, item?.version)) continue;
      note(this.#node, { kind: 'repairs', key, replica });
      this.#node.spawn(this.#attempt(replica, { do: 'repair', key, item: newest }));
    }
  }

  *#write(key: string, item: Item, replaces: number | undefined): Process<void> {
    const { ring, options, rules } = this.#parts;
    const all = ring.nodesFor(key);
    const standIns = all.slice(options.replicas);
    const write = {
      do: 'write',
      key,
      item,
      ...(replaces === undefined ? {} : { replaces }),
    } as const;
    const isSloppy = !rules['only-home-replicas-count'];
    const asked = all
      .slice(0, options.replicas)
      .map((home) =>
        options.keepsHints && replaces === undefined
          ? this.#writeOrHint(home, write, standIns, isSloppy)
          : this.#call<null>(home, write),
      );
    yield* gather(this.#node, asked, writesNeeded(this.#parts));
  }

  /**
   * A hint is kept for a home node that does not answer; it counts only in a sloppy quorum. Each
   * stand-in keeps one.
   */
  *#writeOrHint(
    home: NodeId,
    write: ReplicaRequest & { readonly do: 'write' },
    standIns: NodeId[],
    isSloppy: boolean,
  ): Process<null> {
    try {
      return yield* this.#call<null>(home, write);
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      const standIn = standIns.shift();
      if (standIn === undefined) throw failure;
      yield* this.#call(standIn, { do: 'hint', home, key: write.key, item: write.item });
      if (!isSloppy) throw failure;
      return null;
    }
  }

  *#attempt(replica: NodeId, request: ReplicaRequest): Process<void> {
    try {
      yield* this.#call(replica, request);
    } catch (failure) {
      reasonOf(failure);
    }
  }

  #call<Result>(replica: NodeId, request: ReplicaRequest): Process<Result> {
    const { timeoutMs } = this.#parts.options;
    return this.#node.call<Result>(replica, request, { timeoutMs });
  }
}

/** Why an operation failed. Rethrows anything that is not a failed call. */
export function reasonOf(failure: unknown): string {
  if (!isCallFailure(failure)) throw failure;
  if (failure === outdated) return 'there is a newer version';
  return 'reason' in failure ? (failure as Refusal).reason : 'timed out';
}
