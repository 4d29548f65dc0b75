/**
 * What the debugger shows of a cluster: a row for each server, one for each server that a leader
 * knows of, and one for each client. The log is shown by the terms of its last entries, as the paper
 * draws it (Figure 6); those that are not known to be committed stand in brackets.
 */
import type { ViewRow } from '../../src/check/sim.ts';
import type { Node } from '../../src/world/node.ts';
import type { ClientState } from './client/client.ts';
import type { RaftCluster } from './cluster.ts';
import { configurationInWords, type LogIndex } from './log/entry.ts';
import type { Log } from './log/log.ts';
import type { RaftState } from './server/state.ts';

/** Empty for a study that holds its elections in worlds of their own. */
export function viewOf(subject: Pick<RaftCluster, 'servers' | 'clients'> | object): ViewRow[] {
  if (!('servers' in subject)) return [];
  return [
    ...subject.servers.map(rowOfServer),
    ...subject.servers.flatMap(rowsOfProgress),
    ...subject.clients.map(rowOfClient),
  ];
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
      role === 'leader' || role === 'follower' ? '' : state.votes.join(' '),
      leaderId ?? '',
      logInWords(log, commitIndex),
      String(commitIndex),
      String(lastApplied),
      configuration === undefined ? '' : configurationInWords(configuration),
    ),
  };
}

/** What a leader knows of the logs of the others. */
function rowsOfProgress({ self, life, state }: Node<RaftState>): ViewRow[] {
  if (life === 'down') return [];
  const others = state?.leading?.progress.filter(({ id }) => id !== self) ?? [];
  return others.map(({ id, nextIndex, matchIndex, mode }) => ({
    name: `${self} -> ${id}`,
    cells: [
      ['next', String(nextIndex)],
      ['match', String(matchIndex)],
      ['mode', mode],
    ],
  }));
}

const serverLabels = [
  'role',
  'term',
  'vote',
  'votes',
  'leader',
  'log',
  'commit',
  'applied',
  'members',
];

/** A missing value is unknown: the server is down. */
function serverCells(...values: string[]): [string, string][] {
  return serverLabels.map((label, place) => [label, values[place] ?? '']);
}

/** How many of the last entries are shown. */
const entriesShown = 4;

/** The terms of the entries; `5|` stands for those that a snapshot has replaced. */
function logInWords({ startIndex, entries }: Log, commitIndex: LogIndex): string {
  const hidden = Math.max(0, entries.length - entriesShown);
  const known = Math.max(hidden, Math.min(entries.length, commitIndex - startIndex));
  const terms = (from: number, to: number) =>
    entries
      .slice(from, to)
      .map(({ term }) => term)
      .join(' ');
  const open = terms(known, entries.length);
  const parts = [
    ...(startIndex === 0 ? [] : [`${startIndex}|`]),
    ...(hidden === 0 ? [] : ['…']),
    ...(known === hidden ? [] : [terms(hidden, known)]),
    ...(open === '' ? [] : [`(${open})`]),
  ];
  return parts.join(' ');
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
