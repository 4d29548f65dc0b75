/**
 * A server with one event loop, or several threads that share an instance of epoll. It answers each message of each
 * connection, in the order of their arrival.
 */
import type { Process } from '../../src/kernel/process.ts';
import type { ServerContext } from '../../src/world/server.ts';
import { Connection, descriptorOf, generationOf } from './connection.ts';
import type { Interest, ReadyEvent } from './epoll.ts';
import { frameOf } from './frames.ts';
import type { Machine } from './machine.ts';
import { eventBits } from './masks.ts';
import { note } from './notes.ts';
import type { IoRules } from './rules.ts';
import type { EventServerOptions, Sees } from './server-options.ts';
import type { Socket } from './socket.ts';

/** A turn for nothing happens: another thread was faster, or what was owed is gone. Not so many in a row. */
const idleMost = 10;

type Answer = (message: string, connection: Connection, server: EventServer) => string | undefined;

export class EventServer {
  readonly machine: Machine;
  readonly #rules: IoRules;
  readonly #options: EventServerOptions;
  readonly #node: ServerContext;
  readonly #answer: Answer;
  readonly #sees: Sees;
  readonly #listener: number;
  readonly connections = new Map<number, Connection>();
  /** Read so often in their turn that the rest has to wait for the next one. */
  readonly #unfinished = new Map<Connection, ReadyEvent>();
  #accepted = 0;
  #isListening = true;
  pendingMost = 0;
  /** Connections that were closed, by why. */
  readonly closed = { byPeer: 0, tooSlow: 0, kicked: 0, released: 0 };
  /** Of connections, that waits returned. */
  events = 0;
  /** Connections that were held at a time. */
  heldMost = 0;
  handlersMost = 0;
  /** Events of connections that were closed since the wait returned. */
  stale = 0;
  /** Turns of the loop after which nothing had been done. */
  idleTurns = 0;

  constructor(
    node: ServerContext,
    machine: Machine,
    listener: number,
    rules: IoRules,
    options: EventServerOptions,
    answer: Answer,
    sees: Sees,
  ) {
    this.#node = node;
    this.machine = machine;
    this.#listener = listener;
    this.#rules = rules;
    this.#options = options;
    this.#answer = answer;
    this.#sees = sees;
    machine.control('add', listener, this.#listening);
    for (let thread = 0; thread < options.threads; thread++) node.spawn(this.#loop());
  }

  *#loop(): Process<void> {
    let idle = 0;
    for (;;) {
      const { batchMost } = this.#options;
      const isOwing = this.#unfinished.size > 0;
      const events = isOwing
        ? this.machine.ready(batchMost)
        : yield* this.machine.epollWait(batchMost);
      const done = { isUseful: false };
      const turn = this.#turnOf(events);
      this.events += events.filter((event) => descriptorOf(event) !== this.#listener).length;
      for (const event of turn) yield* this.#dispatch(event, done);
      idle = done.isUseful ? 0 : idle + 1;
      if (idle === 0) continue;
      this.idleTurns += 1;
      if (idle === idleMost)
        this.#sees.broken(
          'idle-costs-nothing',
          `${idleMost} waits in a row return at once, and there is nothing to do`,
        );
      // A turn takes time even if it finds nothing to do; otherwise the clock would stand still.
      yield* this.#node.sleep(this.#options.readMs);
    }
  }

  /** What was not finished in the last turn, and what is new: each connection has one place. */
  #turnOf(events: readonly ReadyEvent[]): Iterable<ReadyEvent> {
    const turn = new Map<number, ReadyEvent>();
    for (const event of [...this.#unfinished.values(), ...events]) {
      const known = turn.get(event.data)?.events ?? 0;
      turn.set(event.data, { data: event.data, events: known | event.events });
    }
    this.#unfinished.clear();
    return turn.values();
  }

  *#dispatch(event: ReadyEvent, done: { isUseful: boolean }): Process<void> {
    const descriptor = descriptorOf(event);
    if (descriptor === this.#listener) {
      done.isUseful = this.#acceptAll() || done.isUseful;
      return;
    }
    const connection = this.connections.get(descriptor);
    const isStale = connection?.generation !== generationOf(event);
    if (isStale && this.#rules['stale-event-dropped']) {
      this.#reportOrphan(event, connection);
      return;
    }
    if (connection === undefined) return;
    if (isStale)
      this.#sees.broken(
        'right-connection',
        `an event of connection ${generationOf(event)} is handled for connection ${connection.generation}, which has its descriptor ${descriptor} now`,
      );
    done.isUseful = (yield* this.#handle(connection, event)) || done.isUseful;
  }

  /** An event of a connection that is closed: once, if it was in the batch; again and again, if it is still watched. */
  #reportOrphan(event: ReadyEvent, connection: Connection | undefined): void {
    if (!this.machine.epoll.watches(event.data)) {
      this.stale += 1;
      const why = connection === undefined ? 'closed' : 'reused';
      note(this.#node, {
        kind: 'drops-event',
        descriptor: descriptorOf(event),
        why,
        rule: 'stale-event-dropped',
      });
      return;
    }
    this.#sees.broken(
      'no-event-after-close',
      `descriptor ${descriptorOf(event)} was closed, and its connection still causes events`,
    );
  }

  *#handle(connection: Connection, event: ReadyEvent): Process<boolean> {
    connection.handlers += 1;
    this.handlersMost = Math.max(this.handlersMost, connection.handlers);
    if (connection.handlers > 1)
      this.#sees.broken(
        'one-handler-a-connection',
        `${connection.handlers} threads read connection ${connection.generation}`,
      );
    let isUseful = false;
    if (event.events & (eventBits.HUP | eventBits.ERR)) {
      this.close(connection, 'byPeer');
      return true;
    }
    if (event.events & eventBits.OUT) isUseful = this.#flush(connection);
    if (event.events & eventBits.IN)
      isUseful = (yield* this.#readTurn(connection, event)) || isUseful;
    connection.handlers -= 1;
    if (!this.#isOpen(connection)) return true;
    // Whoever goes on with what is left arms it when nothing is.
    if (this.#unfinished.has(connection)) return isUseful;
    if (this.#isOneShot && this.#rules['one-shot-rearm'])
      this.machine.control('modify', connection.descriptor, this.#interest(connection));
    return isUseful;
  }

  /** Reads until there is nothing left, or until the turn is over. */
  *#readTurn(connection: Connection, event: ReadyEvent): Process<boolean> {
    const { readBytes, readsPerTurn, readMs, trigger } = this.#options;
    const isEdge = trigger === 'edge';
    const isDraining = isEdge && this.#rules['edge-trigger-drains-until-eagain'];
    const isUnlimited = !this.#rules['read-budget-per-turn'] && (isDraining || !isEdge);
    // By level one read is enough: what is left is reported again.
    const most = isUnlimited ? Infinity : isDraining ? readsPerTurn : 1;
    let isUseful = false;
    for (let reads = 0; reads < most; reads++) {
      const result = this.machine.read(connection.descriptor, readBytes);
      if (result === 'EAGAIN' || result === 'EBADF') return isUseful;
      if (readMs > 0) yield* this.#node.sleep(readMs);
      isUseful = true;
      if (result === 'ECONNRESET' || typeof result === 'string' || result.bytes === '') {
        this.close(connection, 'byPeer');
        return true;
      }
      note(this.#node, {
        kind: 'reads',
        connection: connection.generation,
        bytes: result.bytes.length,
        left: connection.socket.unread,
      });
      for (const message of connection.frames.push(result.bytes)) this.#reply(connection, message);
      if (!this.#isOpen(connection)) return true;
    }
    if (isDraining) this.#unfinished.set(connection, event);
    return isUseful;
  }

  #reply(connection: Connection, message: string): void {
    this.#sees.received(connection, message);
    const reply = this.#answer(message, connection, this);
    if (reply === undefined || !this.#isOpen(connection)) return;
    this.send(connection, frameOf(reply));
  }

  /** Writes what there is room for, and keeps the rest. */
  send(connection: Connection, bytes: string): void {
    connection.pending += bytes;
    this.#flush(connection);
    const { pendingMost } = this.#options;
    this.pendingMost = Math.max(this.pendingMost, connection.pending.length);
    if (connection.pending.length <= pendingMost) return;
    if (this.#rules['out-buffer-is-bounded']) this.close(connection, 'tooSlow');
    else
      this.#sees.broken(
        'memory-is-bounded',
        `${connection.pending.length} B wait for the peer of connection ${connection.generation}, and ${pendingMost} are allowed`,
      );
  }

  close(connection: Connection, why: keyof EventServer['closed']): void {
    this.closed[why] += 1;
    note(this.#node, { kind: 'closes', connection: connection.generation, why });
    this.connections.delete(connection.descriptor);
    this.#unfinished.delete(connection);
    if (this.#rules['close-deregisters']) this.machine.deregister(connection.descriptor);
    this.machine.close(connection.descriptor);
    if (!this.#isListening) this.#listen(true);
  }

  /** Answers whether a byte was written. */
  #flush(connection: Connection): boolean {
    const before = connection.pending.length;
    while (connection.pending !== '') {
      const written = this.machine.write(connection.descriptor, connection.pending);
      if (typeof written === 'string') break;
      connection.pending = connection.pending.slice(written);
    }
    const isBlocked = connection.pending !== '';
    if (
      isBlocked !== connection.isWatchedForWriting &&
      this.#rules['write-interest-only-when-blocked']
    ) {
      connection.isWatchedForWriting = isBlocked;
      this.machine.control('modify', connection.descriptor, this.#interest(connection));
    }
    return connection.pending.length < before;
  }

  /** Accepts what waits, as long as another connection may be held. */
  #acceptAll(): boolean {
    let isUseful = false;
    const isBounded = this.#rules['accept-is-bounded'];
    for (;;) {
      if (isBounded && this.connections.size >= this.#options.connectionsMost) {
        this.#listen(false);
        return isUseful;
      }
      const descriptor = this.machine.accept(this.#listener);
      if (descriptor === 'EMFILE')
        this.#sees.broken(
          'descriptors-suffice',
          `a connection waits, and all ${this.machine.open} descriptors are in use`,
        );
      if (typeof descriptor === 'string') return isUseful;
      const socket = this.machine.fileOf(descriptor) as Socket;
      isUseful = true;
      this.#accepted += 1;
      const connection = new Connection(descriptor, this.#accepted, socket, this.#rules);
      connection.isWatchedForWriting = !this.#rules['write-interest-only-when-blocked'];
      this.connections.set(descriptor, connection);
      this.heldMost = Math.max(this.heldMost, this.connections.size);
      this.machine.control('add', descriptor, this.#interest(connection));
      note(this.#node, { kind: 'accepts', connection: this.#accepted, descriptor });
    }
  }

  /** A full server does not look at its listener; the backlog, and then the peers, wait. */
  #listen(isListening: boolean): void {
    if (isListening === this.#isListening) return;
    this.#isListening = isListening;
    const { size: connections } = this.connections;
    if (isListening) note(this.#node, { kind: 'listens-again', connections });
    else note(this.#node, { kind: 'stops-listening', connections, rule: 'accept-is-bounded' });
    if (isListening) this.machine.control('add', this.#listener, this.#listening);
    else this.machine.deregister(this.#listener);
  }

  get #isOneShot(): boolean {
    return this.#options.threads > 1 && this.#rules['one-shot-with-threads'];
  }

  get #listening(): Interest {
    return {
      events: eventBits.IN,
      trigger: this.#options.trigger,
      isOneShot: false,
      data: this.#listener,
    };
  }

  #interest({ isWatchedForWriting, data }: Connection): Interest {
    const { IN, OUT } = eventBits;
    return {
      events: isWatchedForWriting ? IN | OUT : IN,
      trigger: this.#options.trigger,
      isOneShot: this.#isOneShot,
      data,
    };
  }

  #isOpen(connection: Connection): boolean {
    return this.connections.get(connection.descriptor) === connection;
  }
}
