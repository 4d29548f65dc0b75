/** InstallSnapshot, receiving (paper, §7, Figure 13). */
import type { NodeId } from '../../../src/world/actor.ts';
import { copyMachine } from '../client/machine.ts';
import { answerFollowerReads } from '../client/reads.ts';
import { heedLeader, reply } from '../log/follower.ts';
import { members } from '../membership/membership.ts';
import type { InstallSnapshot } from '../messages.ts';
import { note, type Server } from '../server/server.ts';
import { isStale } from '../server/term.ts';
import { compactLog, keepsSuffixOf } from './snapshot.ts';

export function onInstallSnapshot(server: Server, from: NodeId, request: InstallSnapshot): void {
  const { state, rules } = server;
  const { snapshot, stamp } = request;
  if (isStale(server, request.term)) {
    reply(server, from, false, 0, undefined, stamp);
    return;
  }
  heedLeader(server, request);
  // As with a vote: the entry that this server missed may be the one that names it.
  const isNamed = members(snapshot.configuration).includes(server.context.self);
  if (!(rules['install-outside-configuration'] || isNamed)) return;
  const { lastIncludedIndex } = snapshot;
  // A newer state overtook it in flight.
  const isOld = lastIncludedIndex <= state.commitIndex;
  if (!(rules['ignore-old-snapshot'] && isOld)) install(server, request);
  reply(server, from, true, lastIncludedIndex, undefined, stamp);
}

function install(server: Server, { snapshot }: InstallSnapshot): void {
  const { state, context, rules } = server;
  const keepsSuffix = keepsSuffixOf(server, snapshot);
  state.snapshot = snapshot;
  if (rules['snapshot-before-compaction']) context.persist({ kind: 'snapshot', snapshot });
  compactLog(server, snapshot, keepsSuffix);
  if (!rules['snapshot-before-compaction']) context.persist({ kind: 'snapshot', snapshot });
  state.machine = copyMachine(snapshot.machine);
  state.commitIndex = snapshot.lastIncludedIndex;
  state.lastApplied = snapshot.lastIncludedIndex;
  note(server, { kind: 'installs-snapshot', index: snapshot.lastIncludedIndex });
  answerFollowerReads(server);
}
