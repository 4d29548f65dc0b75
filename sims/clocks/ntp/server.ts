/** A time server, and a client's exchange with it. */
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import type { Exchange } from './exchange.ts';

interface Answer {
  readonly receivedMs: number;
  readonly answeredMs: number;
}

/** Answers at once, by its own clock. */
export const timeServer: Server<Record<string, never>, { readonly do: 'time' }> = {
  kind: 'time server',
  start: () => ({}),
  serve: (_memory, _request, _from, node): Answer => ({
    receivedMs: node.now(),
    answeredMs: node.now(),
  }),
  shown: () => ({}),
};

/** One exchange with a server, timed by the client's own clock. */
export function* exchangeWith(node: ServerContext, server: NodeId): Process<Exchange> {
  const sentMs = node.now();
  const answer = yield* node.call<Answer>(server, { do: 'time' });
  return { sentMs, ...answer, backMs: node.now() };
}
