/**
 * Requests of clients (paper, §8; dissertation, §6.3): the leader appends them to the log, and
 * answers when they are applied. Other servers name the leader.
 */
import { must } from '../../../src/kernel/must.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { type Command, register } from '../log/entry.ts';
import { appendToOwnLog, propose } from '../log/propose.ts';
import type { ClientRequest } from '../messages.ts';
import type { Server } from '../server/server.ts';
import { onRead } from './reads.ts';
import { referToLeader } from './replies.ts';

export function onRegisterClient(server: Server, client: NodeId, request: number): void {
  take(server, client, request, register);
}

export function onClientRequest(
  server: Server,
  client: NodeId,
  { request, command }: ClientRequest,
): void {
  const { reads } = server.options;
  if (command.kind === 'get' && reads !== 'log') onRead(server, client, request, command);
  else take(server, client, request, command);
}

function take(server: Server, client: NodeId, request: number, command: Command): void {
  const { state, context, options } = server;
  const { leading } = state;
  // During a transfer no new entry may keep the target from catching up.
  if (leading === null || leading.transfer !== null) {
    referToLeader(server, client, request);
    return;
  }
  if (state.proposals.length === 0 && options.batchMs > 0) {
    context.setTimer('batchTimeout', options.batchMs);
  }
  state.proposals.push({ client, request, command });
  if (options.batchMs === 0) onBatchTimeout(server);
}

/** Appends the collected requests. A server that led when they came may not lead any more. */
export function onBatchTimeout(server: Server): void {
  const { state, rules } = server;
  const { proposals, leading } = state;
  state.proposals = [];
  if (rules['append-only-while-leading'] && leading === null) {
    for (const { client, request } of proposals) referToLeader(server, client, request);
    return;
  }
  const commands = proposals.map(({ command }) => command);
  if (leading === null) {
    appendToOwnLog(server, commands);
    return;
  }
  const index = propose(server, commands);
  for (let place = 0; place < proposals.length; place++) {
    const { client, request } = must(proposals[place], 'proposal at the place');
    leading.waiting.push({ client, request, index: index + place });
  }
}
