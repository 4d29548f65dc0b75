/**
 * A host that takes calls over connections, and ends a connection when it reaches its maximum age:
 * gRPC proposal A9.
 */
import { race } from '../../../src/kernel/combinators.ts';
import { type Distribution, sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { connectionReset } from '../http/gateway.ts';
import { note } from '../notes.ts';
import type { ConnectionRules } from './rules.ts';

/** `over` is the number of the connection; 0 for a balancer's own, which does not age. */
export interface HostCall {
  readonly do: 'open' | 'call';
  readonly over: number;
}

export interface ConnectionHostOptions {
  readonly callMs: Distribution;
  /** Without it, no connection ends because of its age. */
  readonly maxAgeMs?: number | undefined;
  /** How long calls in flight may go on once the client has heard the GOAWAY. */
  readonly graceMs: number;
}

export interface HostEvents {
  takesCall?(host: NodeId): void;
  reachesAge?(host: NodeId): void;
  cutsOff?(host: NodeId, isGraceOver: boolean): void;
}

/** A host as seen by the code that removes it. */
export interface ConnectionHost {
  /** Ends all connections, and each new one at once. */
  leave(): void;
}

interface Connection {
  readonly number: number;
  readonly client: NodeId;
  calls: number;
  isEnding: boolean;
  /** The client has heard the GOAWAY, and starts no more calls here. */
  isHeard: boolean;
  /** Ends the calls in flight; true if their grace period is over. */
  readonly closed: Signal<boolean>;
}

/** Each connection's own age is the maximum age, give or take up to this share. */
export const jitterShare = 0.1;

export const connectionHost = (
  rules: ConnectionRules,
  options: ConnectionHostOptions,
  events: HostEvents,
  started: (host: ConnectionHost) => void = () => {},
): Server<HostConnections, HostCall> => ({
  kind: 'host',
  start(node) {
    const memory = new HostConnections(node, rules, options, events);
    started(memory);
    return memory;
  },
  serve: (memory, request, from) =>
    request.do === 'open' ? memory.open(request.over, from) : memory.call(request.over),
  receive: (memory, message) => memory.hears((message as { heard: number }).heard),
  shown: (memory) => memory.shown(),
});

class HostConnections implements ConnectionHost {
  readonly #node: ServerContext;
  readonly #rules: ConnectionRules;
  readonly #options: ConnectionHostOptions;
  readonly #events: HostEvents;
  readonly #drawCallMs: () => number;
  readonly #connections = new Map<number, Connection>();
  #isLeaving = false;

  constructor(
    node: ServerContext,
    rules: ConnectionRules,
    options: ConnectionHostOptions,
    events: HostEvents,
  ) {
    this.#node = node;
    this.#rules = rules;
    this.#options = options;
    this.#events = events;
    this.#drawCallMs = sampler(options.callMs, node.stream('calls'));
  }

  open(number: number, client: NodeId): 'open' {
    const closed = new Signal<boolean>();
    const connection = { number, client, calls: 0, isEnding: false, isHeard: false, closed };
    this.#connections.set(number, connection);
    if (this.#isLeaving) this.#leaves(connection);
    else if (this.#options.maxAgeMs !== undefined && this.#rules['connection-has-a-maximum-age'])
      this.#node.spawn(this.#age(connection, this.#options.maxAgeMs));
    return 'open';
  }

  /** A9: a random jitter of ±10% for each connection. */
  *#age(connection: Connection, maxAgeMs: number): Process<void> {
    const factor = this.#rules['age-is-spread']
      ? 1 + jitterShare * (2 * this.#node.stream('ages')() - 1)
      : 1;
    const ageMs = maxAgeMs * factor;
    yield* this.#node.sleep(ageMs);
    if (connection.isEnding) return;
    const { number, calls } = connection;
    const rule = 'connection-has-a-maximum-age';
    note(this.#node, { kind: 'reaches-age', connection: number, ageMs, calls, rule });
    this.#events.reachesAge?.(this.#node.self);
    this.#end(connection);
  }

  leave(): void {
    this.#isLeaving = true;
    for (const connection of [...this.#connections.values()])
      if (!connection.isEnding) this.#leaves(connection);
  }

  #leaves(connection: Connection): void {
    const { number, calls } = connection;
    note(this.#node, { kind: 'host-drains', connection: number, calls });
    this.#end(connection);
  }

  /**
   * RFC 9113 §6.8: a first GOAWAY asks for no more calls, but those that are already on their way
   * are still taken; the client's answer shows that the last of them has arrived.
   */
  #end(connection: Connection): void {
    connection.isEnding = true;
    if (this.#rules['goaway-before-close'])
      this.#node.send(connection.client, { goAway: connection.number });
    else this.#close(connection, false);
  }

  hears(number: number): void {
    const connection = this.#connections.get(number);
    if (connection === undefined) return;
    connection.isHeard = true;
    if (connection.calls === 0) this.#close(connection, false);
    else this.#node.spawn(this.#endGrace(connection));
  }

  *#endGrace(connection: Connection): Process<void> {
    yield* this.#node.sleep(this.#options.graceMs);
    this.#close(connection, true);
  }

  #close(connection: Connection, isGraceOver: boolean): void {
    const { number, client, calls } = connection;
    if (!this.#connections.delete(number)) return;
    if (calls > 0) note(this.#node, { kind: 'closes-connection', connection: number, calls });
    connection.closed.fire(isGraceOver);
    this.#node.send(client, { closed: number });
  }

  *call(over: number): Process<'done'> {
    this.#events.takesCall?.(this.#node.self);
    if (over === 0) {
      yield* this.#node.sleep(this.#drawCallMs());
      return 'done';
    }
    const connection = this.#connections.get(over);
    if (connection === undefined) return this.#cutOff(false);
    connection.calls += 1;
    const isGraceOver = yield* race([this.#work(), connection.closed.wait()]);
    connection.calls -= 1;
    if (isGraceOver !== undefined) return this.#cutOff(isGraceOver);
    if (connection.isHeard && connection.calls === 0) this.#close(connection, false);
    return 'done';
  }

  *#work(): Process<undefined> {
    yield* this.#node.sleep(this.#drawCallMs());
    return undefined;
  }

  #cutOff(isGraceOver: boolean): never {
    this.#events.cutsOff?.(this.#node.self, isGraceOver);
    throw connectionReset;
  }

  shown() {
    const calls = [...this.#connections.values()].reduce((sum, each) => sum + each.calls, 0);
    return { connections: this.#connections.size, calls };
  }
}
