/** What servers answer to clients. */
import type { NodeId } from '../../../src/world/actor.ts';
import type { Result } from '../log/entry.ts';
import type { Server } from '../server/server.ts';

export function answer(
  { state, context }: Server,
  client: NodeId,
  request: number,
  result: Result | undefined,
): void {
  const leaderHint = state.leaderId;
  context.send(client, { type: 'ClientReply', request, result, leaderHint });
}

/** "Reject with hint": this server cannot answer, but may know which server can (§8). */
export function referToLeader(server: Server, client: NodeId, request: number): void {
  answer(server, client, request, undefined);
}
