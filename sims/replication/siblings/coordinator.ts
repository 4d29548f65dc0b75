/**
 * Reads and writes of one client: a read asks all replicas of a key; a write goes to one of them,
 * which coordinates it.
 */
import type { Process } from '../../../src/kernel/process.ts';
import { pick, type RandomStream } from '../../../src/kernel/random.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { gather } from '../quorum/gather.ts';
import { homeOf, readsNeeded } from '../quorum/parts.ts';
import type { SiblingParts } from './parts.ts';
import { contextOf, mergeSiblings, type Sibling } from './versions.ts';

interface Answer {
  readonly replica: NodeId;
  readonly siblings: readonly Sibling[];
}

export class SiblingClient {
  readonly #parts: SiblingParts;
  readonly #node: ServerContext;
  readonly #choice: RandomStream;
  #writes = 0;

  constructor(parts: SiblingParts, node: ServerContext) {
    this.#parts = parts;
    this.#node = node;
    this.#choice = node.stream('replica');
  }

  /** Nothing, one version, or siblings. Throws `noQuorum`. */
  *get(key: string): Process<readonly Sibling[]> {
    const { judge, options } = this.#parts;
    const before = judge.begins(key);
    const all: Answer[] = [];
    const asked = homeOf(this.#parts, key).map((replica) => this.#ask(replica, key, all));
    try {
      const answers = yield* gather(this.#node, asked, readsNeeded(this.#parts));
      const found = this.#merged(answers);
      judge.sees(key, found, before);
      judge.mostEntries = Math.max(judge.mostEntries, Object.keys(contextOf(found)).length);
      if (found.length > 1) {
        const writes = found.map(({ write }) => write);
        note(this.#node, {
          kind: 'finds-siblings',
          key,
          writes,
          rule: 'concurrent-writes-are-kept',
        });
      }
      this.#node.spawn(this.#repair(key, all, options.timeoutMs));
      return found;
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      judge.failedReads += 1;
      throw failure;
    }
  }

  /**
   * Replaces the versions that were read, and becomes a sibling of the others.
   *
   * @param via the replica that coordinates it (default: any)
   * Throws a failed call; the write may still become visible later.
   */
  *put(
    key: string,
    value: readonly string[],
    read: readonly Sibling[],
    via?: NodeId,
  ): Process<void> {
    const { judge, options } = this.#parts;
    this.#writes += 1;
    const write = `${this.#node.self}-${this.#writes}`;
    judge.writesAfter(write, read);
    if (read.length > 1) {
      const merged = read.length;
      note(this.#node, {
        kind: 'merges-siblings',
        key,
        write,
        merged,
        rule: 'write-carries-context',
      });
    }
    const replica = via ?? pick(this.#choice, homeOf(this.#parts, key));
    const request = { do: 'put', key, write, value, context: contextOf(read) } as const;
    try {
      yield* this.#node.call<void>(replica, request, { timeoutMs: 2 * options.timeoutMs });
      judge.acknowledges(key, write);
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      judge.failedWrites += 1;
      throw failure;
    }
  }

  *#ask(replica: NodeId, key: string, all: Answer[]): Process<Answer> {
    const request = { do: 'read', key } as const;
    const siblings = yield* this.#node.call<readonly Sibling[]>(
      replica,
      request,
      this.#parts.options,
    );
    const answer = { replica, siblings };
    all.push(answer);
    return answer;
  }

  #merged(answers: readonly Answer[]): readonly Sibling[] {
    return answers
      .map(({ siblings }) => siblings)
      .reduce((one, other) => mergeSiblings(this.#parts.rules, one, other), []);
  }

  /** In the background, once all answers that will come have come. */
  *#repair(key: string, answers: readonly Answer[], waitMs: number): Process<void> {
    yield* this.#node.sleep(waitMs);
    const all = this.#merged(answers);
    const names = (siblings: readonly Sibling[]) =>
      siblings
        .map(({ write }) => write)
        .sort()
        .join();
    for (const { replica, siblings } of answers)
      if (names(siblings) !== names(all)) this.#node.spawn(this.#bring(replica, key, all));
  }

  *#bring(replica: NodeId, key: string, siblings: readonly Sibling[]): Process<void> {
    try {
      yield* this.#node.call(replica, { do: 'merge', key, siblings }, this.#parts.options);
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
    }
  }
}
