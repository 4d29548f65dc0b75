/** Clients of a limiter that come back after a 429: when they are told to, or every so often. */
import type { Process } from '../../../src/kernel/process.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import type { LimitReply } from './request.ts';

export interface WaitingOptions {
  readonly gateway: string;
  readonly key: string;
  /** How many of its requests must be admitted, one after another. */
  readonly requests: number;
  /** From one attempt to the next, whatever the answer; undefined: as Retry-After says. */
  readonly everyMs?: number;
  readonly sees: (attempt: Attempt) => void;
}

export interface Attempt {
  readonly status: number;
  /** Whether it has waited as long as it was told to. */
  readonly hasWaited: boolean;
  readonly admitted: number;
  readonly atMs: number;
}

export const waitingClient = (options: WaitingOptions) =>
  client('client', (node) => node.spawn(ask(node, options)));

function* ask(
  node: ServerContext,
  { gateway, key, requests, everyMs, sees }: WaitingOptions,
): Process<void> {
  let hasWaited = false;
  for (let admitted = 0; admitted < requests; ) {
    const sentAtMs = node.now();
    const reply = yield* node.call<LimitReply>(gateway, { key, cost: 1 });
    const isRefused = reply.status === 429;
    if (!isRefused) admitted += 1;
    sees({ status: reply.status, hasWaited, admitted, atMs: node.now() });
    hasWaited = isRefused && everyMs === undefined;
    if (everyMs !== undefined) yield* node.sleep(sentAtMs + everyMs - node.now());
    else if (isRefused) yield* node.sleep(1_000 * (reply.retryAfterS ?? Infinity));
  }
}
