/**
 * Puts servers that agree on a log, and their clients, into a world; several logs may run side by
 * side.
 */
import { Breaches, watched } from '../../../src/check/breaches.ts';
import { eventually, type Goal } from '../../../src/check/goal.ts';
import { finalInvariant, type Invariant } from '../../../src/check/invariant.ts';
import type { HistoryEvent } from '../../../src/check/linearizability/history.ts';
import { whyNotLinearizable } from '../../../src/check/linearizability/why.ts';
import type { ViewRow } from '../../../src/check/sim.ts';
import type { Distribution } from '../../../src/kernel/distribution.ts';
import type { Node } from '../../../src/world/node.ts';
import type { World } from '../../../src/world/world.ts';
import { ballotInWords } from '../ballot.ts';
import { paxosNotes } from '../notes.ts';
import { type ClientOptions, type ClientState, client } from '../store/client.ts';
import { recordHistory } from '../store/history.ts';
import type { PaxosSubject } from '../subject.ts';
import { multiExploration } from './exploration.ts';
import { LogJudge } from './judge.ts';
import { type MultiLaw, multiLaws } from './laws.ts';
import type { MultiMessage, MultiOptions } from './messages.ts';
import type { MultiNote } from './notes.ts';
import type { MultiState } from './part.ts';
import type { MultiRules } from './rules.ts';
import { multiServer } from './server.ts';

export interface LogOptions extends Omit<MultiOptions, 'servers'> {
  /** Prefix of its nodes’ names, if a world has several logs. */
  readonly name?: string;
  readonly servers: number;
  readonly diskMs?: Distribution;
  readonly clients: readonly LogClient[];
}

/** It first asks the server with the given number, and no other if it `stays`. */
type LogClient = Omit<ClientOptions, 'servers'> & { readonly first: number; readonly stays?: true };

export interface Log {
  readonly servers: readonly Node<MultiState>[];
  readonly clients: readonly Node<ClientState>[];
  readonly judge: LogJudge;
}

export interface MultiCluster extends PaxosSubject {
  readonly breaches: Breaches<MultiLaw>;
  readonly logs: readonly Log[];
  readonly history: readonly HistoryEvent[];
}

export function multiCluster(
  world: World,
  rules: MultiRules,
  all: readonly LogOptions[],
): MultiCluster {
  const breaches = new Breaches<MultiLaw>();
  const history = recordHistory(world.trace);
  const judgeOf = new Map<string, LogJudge>();
  const logs = all.map((options) => {
    const judge = new LogJudge(breaches);
    const nodes = addNodes(world, rules, options);
    for (const { self } of nodes.servers) judgeOf.set(self, judge);
    return { ...nodes, judge };
  });
  world.trace.on('note', ({ node = '', detail, atMs }) => {
    if (paxosNotes.holds(detail)) judgeOf.get(node)?.hears(node, detail as MultiNote, atMs);
  });
  world.trace.on('send', ({ node = '', peer = '', detail }) => {
    if (judgeOf.has(peer)) judgeOf.get(node)?.sends(node, peer, detail as MultiMessage);
  });
  world.trace.on('crash', ({ node = '', atMs }) => judgeOf.get(node)?.crashes(node, atMs));
  return {
    breaches,
    logs,
    history,
    exploration: multiExploration,
    rows: () => logs.flatMap(({ servers }) => servers.map(rowOf)),
  };
}

function addNodes(
  world: World,
  rules: MultiRules,
  { name, servers: count, clients, diskMs, ...own }: LogOptions,
) {
  const prefix = name === undefined ? '' : `${name}/`;
  const ids = Array.from({ length: count }, (_, place) => `${prefix}n${place + 1}`);
  const servers = ids.map((id) =>
    world.addNode(id, multiServer(rules, { ...own, servers: ids }), diskMs && { diskMs }),
  );
  return {
    servers,
    clients: clients.map(({ first, stays, ...options }, place) => {
      const turned = ids.map((_, turn) => ids[(first - 1 + turn) % count] ?? '');
      const asked = stays ? turned.slice(0, 1) : turned;
      return world.addNode(`${prefix}c${place + 1}`, client({ ...options, servers: asked }));
    }),
  };
}

export const multiInvariants: readonly Invariant<MultiCluster>[] = [
  ...Object.values(watched(multiLaws, ({ breaches }: MultiCluster) => breaches)),
  finalInvariant<MultiCluster>(
    'linearizable',
    'clients saw results that a single machine could have produced',
    ({ history }) => whyNotLinearizable(history),
  ),
];

/** The last request of each client is answered. */
export const commandsAreAnswered = (withinMs: number): Goal<MultiCluster> =>
  eventually('commands-are-answered', 'no client is waiting for an answer', withinMs, ({ logs }) =>
    logs.every(({ clients }) =>
      clients.every(({ state }) => state?.open === null && state.isAnswered),
    ),
  );

function rowOf({ self, state }: Node<MultiState>): ViewRow {
  return {
    name: self,
    cells: [
      ['role', state?.role ?? 'down'],
      ['promised', state === undefined ? '—' : ballotInWords(state.promised)],
      ['accepted', `${Object.keys(state?.accepted ?? {}).length}`],
      ['chosen', `${Object.keys(state?.chosen ?? {}).length}`],
      ['applied', `${state?.applied ?? 0}`],
    ],
  };
}
