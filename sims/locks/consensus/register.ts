/**
 * A client of Raft’s replicated state machine: it reads and swaps one key. Each request keeps its
 * number over all retries, so that it is executed once (Ongaro, dissertation, §6.3).
 */
import { must } from '../../../src/kernel/must.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import { TimedOut, timeout } from '../../../src/kernel/timeout.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import type { ClientCommand, Result } from '../../raft/log/entry.ts';
import type { ClientReply } from '../../raft/messages.ts';

/** Each life numbers its requests from a new start, so that no reply is taken for another’s. */
const requestsInALife = 1_000_000;

type Wanted = Pick<ClientCommand, 'kind' | 'key' | 'value' | 'expected'>;

export class RaftRegister {
  readonly #node: ServerContext;
  readonly #servers: readonly NodeId[];
  readonly #key: string;
  readonly #timeoutMs: number;
  readonly #answered = new Map<number, { result: Result | undefined; readonly came: Signal }>();
  #session = 0;
  #serial = 0;
  #request: number;
  #leader = 0;
  /** One request at a time, because a session remembers only the reply to its last one. */
  #isBusy = false;
  readonly #isFree = new Signal();

  constructor(
    node: ServerContext,
    { servers, key, timeoutMs }: { servers: readonly NodeId[]; key: string; timeoutMs: number },
  ) {
    this.#node = node;
    this.#servers = servers;
    this.#key = key;
    this.#timeoutMs = timeoutMs;
    this.#request = Math.floor(node.now()) * requestsInALife;
  }

  *read(): Process<string | null> {
    const result = yield* this.#execute({ kind: 'get', key: this.#key });
    return result.kind === 'value' ? result.value : null;
  }

  /** Whether the key had the expected value, and now has the new one. */
  *swap(expected: string | null, value: string): Process<boolean> {
    const result = yield* this.#execute({ kind: 'cas', key: this.#key, expected, value });
    return result.kind === 'value';
  }

  receive({ request, result, leaderHint }: ClientReply): void {
    const waiting = this.#answered.get(request);
    if (waiting === undefined) return;
    if (result === undefined) this.#goOn(leaderHint);
    waiting.result = result;
    waiting.came.fire();
  }

  *#execute(wanted: Wanted): Process<Result> {
    while (this.#isBusy) yield* this.#isFree.wait();
    this.#isBusy = true;
    try {
      while (this.#session === 0) {
        const opened = yield* this.#untilAnswered((request) => ({
          type: 'RegisterClient',
          request,
        }));
        if (opened.kind === 'registered') this.#session = opened.session;
      }
      this.#serial += 1;
      const command = { ...wanted, session: this.#session, serial: this.#serial };
      return yield* this.#untilAnswered((request) => ({ type: 'ClientRequest', request, command }));
    } finally {
      this.#isBusy = false;
      this.#isFree.fire();
    }
  }

  *#untilAnswered(message: (request: number) => object): Process<Result> {
    for (;;) {
      this.#request += 1;
      const request = this.#request;
      const waiting = { result: undefined as Result | undefined, came: new Signal() };
      this.#answered.set(request, waiting);
      this.#node.send(must(this.#servers[this.#leader], 'leader as known'), message(request));
      try {
        yield* timeout(this.#timeoutMs, waiting.came.wait());
        if (waiting.result !== undefined) return waiting.result;
        yield* this.#node.sleep(this.#timeoutMs / 4);
      } catch (failure) {
        if (!(failure instanceof TimedOut)) throw failure;
        this.#goOn(null);
      } finally {
        this.#answered.delete(request);
      }
    }
  }

  /** To the server believed to be leader, or otherwise to the next one. */
  #goOn(leader: NodeId | null): void {
    const place = leader === null ? -1 : this.#servers.indexOf(leader);
    this.#leader = place >= 0 ? place : (this.#leader + 1) % this.#servers.length;
  }
}
