/**
 * What the debugger shows of a cluster: a row for each server, and one for each client. The log is
 * shown by the terms of its last entries, as the paper draws it (Figure 6).
 */
import type { ViewRow } from '../../src/check/sim.ts';
import type { Node } from '../../src/world/node.ts';
import type { ClientState } from './client/client.ts';
import type { RaftCluster } from './cluster.ts';
import { configurationInWords } from './log/entry.ts';
import type { Log } from './log/log.ts';
import type { RaftState } from './server/state.ts';

/** Empty for a study that holds its elections in worlds of their own. */
export function viewOf(subject: Pick<RaftCluster, 'servers' | 'clients'> | object): ViewRow[] {
  if (!('servers' in subject)) return [];
  return [...subject.servers.map(rowOfServer), ...subject.clients.map(rowOfClient)];
}

function rowOfServer({ self, life, state }: Node<RaftState>): ViewRow {
  if (state === undefined) return { name: self, cells: serverCells('down') };
  const { role, currentTerm, votedFor, leaderId, log, commitIndex, lastApplied } = state;
  // The initial configuration is known; a later one is worth the space.
  const [, ...later] = state.configurations;
  const configuration = later.at(-1)?.configuration;
  return {
    name: self,
    cells: serverCells(
      life === 'paused' ? `${role} (paused)` : role,
      String(currentTerm),
      votedFor ?? '',
      leaderId ?? '',
      logInWords(log),
      String(commitIndex),
      String(lastApplied),
      configuration === undefined ? '' : configurationInWords(configuration),
    ),
  };
}

const serverLabels = ['role', 'term', 'vote', 'leader', 'log', 'commit', 'applied', 'members'];

/** A missing value is unknown: the server is down. */
function serverCells(...values: string[]): [string, string][] {
  return serverLabels.map((label, place) => [label, values[place] ?? '']);
}

/** How many of the last entries are shown. */
const entriesShown = 6;

/** The terms of the entries; `5|` stands for those that a snapshot has replaced. */
function logInWords({ startIndex, entries }: Log): string {
  const shown = entries.slice(-entriesShown).map(({ term }) => term);
  const hidden = entries.length - shown.length;
  const before = startIndex === 0 ? '' : `${startIndex}| `;
  return `${before}${hidden === 0 ? '' : '… '}${shown.join(' ')}`;
}

function rowOfClient({ self, state }: Node<ClientState>): ViewRow {
  const { wanted = null, process = '', session = null, serial = 0, tries = 0 } = state ?? {};
  const cells: [string, string][] = [
    ['process', String(process)],
    ['session', session === null ? '' : String(session)],
    ['serial', String(serial)],
    ['wants', wanted === null ? '' : `${wanted.kind} ${wanted.key}`],
    ['tries', wanted === null ? '' : String(tries)],
  ];
  return { name: self, cells };
}
