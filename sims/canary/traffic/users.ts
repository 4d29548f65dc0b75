/** The users: they send the requests of a few seconds to a router, and see the answers. */
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { ask } from './ask.ts';
import { type Answered, unanswered } from './batch.ts';

export interface UsersOptions {
  readonly routers: readonly NodeId[];
  readonly batchMs: number;
  /** How many requests come in the next batch. */
  readonly drawRequests: (node: ServerContext) => number;
  /** For measurements. */
  readonly onAnswered?: (router: NodeId, requests: number, answered: Answered) => void;
}

export const users = (options: UsersOptions) =>
  client('users', (node) => {
    for (const router of options.routers) node.spawn(visit(node, router, options));
    return {};
  });

function* visit(
  node: ServerContext,
  router: NodeId,
  { batchMs, drawRequests, onAnswered }: UsersOptions,
): Process<void> {
  for (let nextAtMs = node.now(); ; nextAtMs += batchMs) {
    yield* node.sleep(Math.max(0, nextAtMs - node.now()));
    const requests = drawRequests(node);
    const answered = yield* ask<Answered>(node, router, { kind: 'requests', requests }, batchMs);
    onAnswered?.(router, requests, answered ?? unanswered);
  }
}
