/** Clients of a limiter that come back after a 429, exactly when they are told to. */
import type { Process } from '../../../src/kernel/process.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import type { LimitReply } from './request.ts';

export interface WaitingOptions {
  readonly gateway: string;
  readonly key: string;
  /** How many of its requests must be admitted, one after another. */
  readonly requests: number;
  readonly sees: (attempt: Attempt) => void;
}

export interface Attempt {
  readonly status: number;
  /** Whether it comes after exactly the wait that it was told. */
  readonly hasWaited: boolean;
  readonly admitted: number;
  readonly atMs: number;
}

export const waitingClient = (options: WaitingOptions) =>
  client('client', (node) => node.spawn(ask(node, options)));

function* ask(
  node: ServerContext,
  { gateway, key, requests, sees }: WaitingOptions,
): Process<void> {
  let hasWaited = false;
  for (let admitted = 0; admitted < requests; ) {
    const reply = yield* node.call<LimitReply>(gateway, { key, cost: 1 });
    const isRefused = reply.status === 429;
    if (!isRefused) admitted += 1;
    sees({ status: reply.status, hasWaited, admitted, atMs: node.now() });
    hasWaited = isRefused;
    if (isRefused) yield* node.sleep(1_000 * (reply.retryAfterS ?? Infinity));
  }
}
