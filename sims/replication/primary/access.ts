/** How a client writes and reads: it remembers the primary, and asks the manager again if a request fails. */
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { ManagerRequest, NodeRequest, Position, ReadReply, WriteReply } from './messages.ts';
import type { PrimaryParts } from './parts.ts';

/** Numbers the writes of a system. */
export interface WriteNumbers {
  last: number;
}

export class Access {
  readonly #parts: PrimaryParts;
  readonly #numbers: WriteNumbers;
  readonly #node: ServerContext;
  /** The primary as far as the client knows. */
  primary: NodeId;

  constructor(parts: PrimaryParts, numbers: WriteNumbers, node: ServerContext) {
    this.#parts = parts;
    this.#numbers = numbers;
    this.#node = node;
    this.primary = parts.firstPrimary;
  }

  /** Returns undefined if the write is not acknowledged: it may have happened all the same. */
  *write(key: string): Process<Position | undefined> {
    const { judge, options } = this.#parts;
    this.#numbers.last += 1;
    const sentAtMs = this.#node.now();
    const request: NodeRequest = { write: this.#numbers.last, key };
    const reply = yield* this.#call<WriteReply>(this.primary, request, options.timeoutMs);
    if (reply === undefined) {
      judge.metrics.refused.add();
      yield* this.#findPrimary();
      return undefined;
    }
    judge.metrics.writeMs.record(this.#node.now() - sentAtMs);
    return reply.at;
  }

  /** Returns undefined if there is no answer in time. */
  *read(from: NodeId, key: string, token: Position): Process<ReadReply | undefined> {
    const { judge, options } = this.#parts;
    const sentAtMs = this.#node.now();
    const request: NodeRequest = { read: key, token };
    const reply = yield* this.#call<ReadReply>(from, request, options.timeoutMs);
    if (reply === undefined) {
      judge.metrics.failedReads.add();
      yield* this.#findPrimary();
      return undefined;
    }
    judge.metrics.readMs.record(this.#node.now() - sentAtMs);
    note(this.#node, { kind: 'reads', key, write: reply.write, lsn: reply.at.lsn });
    return reply;
  }

  *#findPrimary(): Process<void> {
    const { managerId, options } = this.#parts;
    const request: ManagerRequest = { do: 'where' };
    const known = yield* this.#call<NodeId | null>(managerId, request, options.timeoutMs);
    this.primary = known ?? this.primary;
  }

  *#call<Reply>(to: NodeId, request: unknown, timeoutMs: number): Process<Reply | undefined> {
    try {
      return yield* this.#node.call<Reply>(to, request, { timeoutMs });
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      return undefined;
    }
  }
}
