/** A dashboard: clients that ask for its state every so often, and clients to which each change is pushed. */

import { exponential } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { client, type Server, type ServerContext } from '../../../src/world/server.ts';
import { drawsOf } from './draws.ts';

/** The state of the dashboard: how often it has changed, and when each change came. */
export interface Change {
  readonly number: number;
  readonly atMs: number;
}

interface Memory {
  changes: Change[];
}

export interface DashboardOptions {
  readonly changesPerSecond: number;
  /** No change comes after that. */
  readonly untilMs: number;
  /** Where each change is pushed, so many times. */
  readonly subscribers: string;
  readonly clients: number;
}

/** Answers with the changes that are new: a client shows the last and knows how late it learns of each. */
export const dashboardServer = (
  options: DashboardOptions,
): Server<Memory, { readonly after: number }> => ({
  kind: 'dashboard',
  start: (node) => {
    const memory: Memory = { changes: [] };
    node.spawn(changes(node, memory, options));
    return memory;
  },
  serve: ({ changes }, { after }): readonly Change[] => changes.slice(after),
  shown: ({ changes }) => ({ changes: changes.length }),
});

function* changes(
  node: ServerContext,
  memory: Memory,
  { changesPerSecond, untilMs, subscribers, clients }: DashboardOptions,
): Process<void> {
  const betweenMs = drawsOf(node, 'changes', exponential(1_000 / changesPerSecond));
  for (;;) {
    yield* node.sleep(betweenMs());
    if (node.now() > untilMs) return;
    const change = { number: memory.changes.length + 1, atMs: node.now() };
    memory.changes.push(change);
    for (let place = 0; place < clients; place++) node.send(subscribers, change);
  }
}

export interface PollOptions {
  readonly server: string;
  readonly clients: number;
  readonly everyMs: number;
  readonly untilMs: number;
}

/** What a client hears, and how long after the change. */
export interface Heard {
  polled(changes: number): void;
  heard(lateMs: number): void;
}

/** Each client polls at its own phase. */
export const pollers = (options: PollOptions, heard: Heard) =>
  client('pollers', (node) => {
    for (let place = 0; place < options.clients; place++) node.spawn(polls(node, options, heard));
    return {};
  });

function* polls(
  node: ServerContext,
  { server, everyMs, untilMs }: PollOptions,
  { polled, heard }: Heard,
): Process<void> {
  const phaseMs = node.stream('phase')() * everyMs;
  let after = 0;
  for (let turn = 0; phaseMs + turn * everyMs < untilMs; turn++) {
    yield* node.sleep(phaseMs + turn * everyMs - node.now());
    const changes = yield* node.call<readonly Change[]>(server, { after });
    polled(changes.length);
    for (const { number, atMs } of changes) {
      heard(node.now() - atMs);
      after = number;
    }
  }
}

/** Clients to which each change is pushed. */
export const subscribers = (heard: (lateMs: number) => void): Server<object, never> => ({
  ...client('subscribers', () => ({})),
  receive(_memory, message, _from, node) {
    heard(node.now() - (message as Change).atMs);
  },
});
