/**
 * A gateway that reuses a connection to its server. Both close it when it has been idle for a
 * while; which one closes first determines what can go wrong.
 */
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { isCallFailure, type Server, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { connectionReset } from './gateway.ts';
import type { HttpRules } from './rules.ts';

interface OnConnection {
  readonly http: number;
  readonly connection: number;
}

interface ServerMemory {
  /** How often each connection was used; undefined once it is closed, or before it is opened. */
  readonly uses: Map<number, number>;
  readonly closed: Set<number>;
}

export interface KeepAliveOptions {
  /** Idle time after which each side closes the connection. */
  readonly serverIdleMs: number;
  readonly gatewayIdleMs: number;
  /** Mean of an exponential time from an answer to the next request. */
  readonly gapMs: number;
  readonly requests: number;
}

export const keepAliveServer = (
  { serverIdleMs }: KeepAliveOptions,
  resets: (request: number) => void,
): Server<ServerMemory, OnConnection> => ({
  kind: 'server',
  start: () => ({ uses: new Map(), closed: new Set() }),
  serve({ uses, closed }, { http, connection }, from, node) {
    if (closed.has(connection)) {
      note(node, { kind: 'resets-request', connection, rule: 'gateway-closes-idle-first' });
      resets(http);
      throw connectionReset;
    }
    const use = (uses.get(connection) ?? 0) + 1;
    uses.set(connection, use);
    node.spawn(closeIdle(node, { uses, closed }, connection, use, from, serverIdleMs));
    return { status: 200 };
  },
  shown: ({ uses }) => ({ open: uses.size }),
});

function* closeIdle(
  node: ServerContext,
  { uses, closed }: ServerMemory,
  connection: number,
  use: number,
  gateway: string,
  idleMs: number,
): Process<void> {
  yield* node.sleep(idleMs);
  if (uses.get(connection) !== use) return;
  uses.delete(connection);
  closed.add(connection);
  node.send(gateway, { closed: connection });
}

export interface KeepAliveTotals {
  answered: number;
  /** Answers 502. */
  bad: number;
  opened: number;
}

export const emptyKeepAlive = (): KeepAliveTotals => ({ answered: 0, bad: 0, opened: 0 });

interface GatewayMemory {
  connection: { readonly number: number; usedMs: number } | undefined;
}

export const keepAliveGateway = (
  rules: HttpRules,
  server: string,
  options: KeepAliveOptions,
  totals: KeepAliveTotals,
): Server<GatewayMemory, never> => ({
  kind: 'gateway',
  start(node) {
    const memory: GatewayMemory = { connection: undefined };
    node.spawn(requests(node, memory, rules, server, options, totals));
    return memory;
  },
  serve() {
    throw new Error('this gateway takes its requests from its own stream');
  },
  receive(memory, message) {
    const { closed } = message as { closed: number };
    if (memory.connection?.number === closed) memory.connection = undefined;
  },
  shown: ({ connection }) => ({ connection: connection?.number ?? null }),
});

function* requests(
  node: ServerContext,
  memory: GatewayMemory,
  rules: HttpRules,
  server: string,
  { gatewayIdleMs, serverIdleMs, gapMs, requests }: KeepAliveOptions,
  totals: KeepAliveTotals,
): Process<void> {
  const idleMs = rules['gateway-closes-idle-first'] ? gatewayIdleMs : 12 * serverIdleMs;
  const drawGapMs = sampler(exponential(gapMs), node.stream('requests'));
  for (let http = 1; http <= requests; http++) {
    yield* node.sleep(drawGapMs());
    const kept = memory.connection;
    if (kept === undefined || node.now() - kept.usedMs >= idleMs) {
      totals.opened += 1;
      memory.connection = { number: totals.opened, usedMs: node.now() };
    }
    const connection = memory.connection?.number ?? 0;
    try {
      yield* node.call(server, { http, connection });
      totals.answered += 1;
      if (memory.connection !== undefined) memory.connection.usedMs = node.now();
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      totals.bad += 1;
      memory.connection = undefined;
    }
  }
}
