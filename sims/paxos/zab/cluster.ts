/**
 * Puts servers of the broadcast, and their clients, into a world. Links must be ordered because Zab
 * relies on TCP.
 */
import { Breaches, watched } from '../../../src/check/breaches.ts';
import { eventually, type Goal } from '../../../src/check/goal.ts';
import type { Invariant } from '../../../src/check/invariant.ts';
import type { ViewRow } from '../../../src/check/sim.ts';
import type { Distribution } from '../../../src/kernel/distribution.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { Node } from '../../../src/world/node.ts';
import type { World } from '../../../src/world/world.ts';
import { paxosNotes } from '../notes.ts';
import { type ClientOptions, type ClientState, client } from '../store/client.ts';
import type { PaxosSubject } from '../subject.ts';
import { BroadcastJudge } from './judge.ts';
import { type ZabLaw, zabLaws } from './laws.ts';
import type { ZabMessage, ZabOptions } from './messages.ts';
import type { ZabNote } from './notes.ts';
import type { ZabState } from './part.ts';
import { lastOf } from './part.ts';
import { ClientJudge } from './reads.ts';
import type { ZabRules } from './rules.ts';
import { zabServer } from './server.ts';
import { zxidInWords } from './zxid.ts';

export interface BroadcastOptions extends Omit<ZabOptions, 'servers'> {
  /** Prefix of its nodes’ names, if a world has several systems. */
  readonly name?: string;
  readonly servers: number;
  readonly diskMs?: Distribution;
  /** One for each client, which first asks the server with the given number. */
  readonly clients: readonly (Omit<ClientOptions, 'servers'> & { readonly first: number })[];
}

export interface ZabCluster extends PaxosSubject {
  readonly breaches: Breaches<ZabLaw>;
  readonly servers: readonly Node<ZabState>[];
  readonly clients: readonly Node<ClientState>[];
  readonly judge: BroadcastJudge;
  readonly seen: ClientJudge;
  /** Between servers, without the heartbeats that keep connections alive. */
  messages(): number;
}

export function zabCluster(
  world: World,
  rules: ZabRules,
  { name, servers: count, clients, diskMs, ...own }: BroadcastOptions,
): ZabCluster {
  const breaches = new Breaches<ZabLaw>();
  const prefix = name === undefined ? '' : `${name}/`;
  const ids = Array.from({ length: count }, (_, place) => `${prefix}n${place + 1}`);
  const servers = ids.map((id) =>
    world.addNode(id, zabServer(rules, { ...own, servers: ids }), diskMs && { diskMs }),
  );
  const judge = new BroadcastJudge(breaches);
  const seen = new ClientJudge(breaches);
  const nodeOf = new Map<NodeId, Node<ZabState>>(servers.map((node) => [node.self, node]));
  let messages = 0;
  world.trace.on('send', ({ node = '', peer = '', detail }) => {
    const { type } = detail as ZabMessage;
    const isBetween = node !== peer && nodeOf.has(node) && nodeOf.has(peer);
    if (isBetween && type !== 'Ping' && type !== 'Pong') messages += 1;
  });
  world.trace.on('note', ({ node = '', detail }) => {
    const server = nodeOf.get(node);
    if (server === undefined || !paxosNotes.holds(detail)) return;
    judge.hears(node, detail as ZabNote, server.state?.history ?? []);
  });
  listenToClients(world, seen);
  return {
    breaches,
    servers,
    clients: clients.map(({ first, ...options }, place) => {
      const turned = ids.map((_, turn) => ids[(first - 1 + turn) % count] ?? '');
      return world.addNode(`${prefix}c${place + 1}`, client({ ...options, servers: turned }));
    }),
    judge,
    seen,
    messages: () => messages,
    rows: () => servers.map(rowOf),
  };
}

function listenToClients({ trace }: World, seen: ClientJudge): void {
  paxosNotes.listen(trace, 'invoke', ({ f, key, sync }, by, atMs) =>
    seen.invokes(by, { key, isRead: f === 'get', synced: sync, atMs }),
  );
  paxosNotes.listen(trace, 'ok', (note, by, atMs) => seen.isTold(by, note.seen, atMs));
}

export const zabInvariants: readonly Invariant<ZabCluster>[] = Object.values(
  watched(zabLaws, ({ breaches }: ZabCluster) => breaches),
);

export const aServerLeads = (withinMs: number): Goal<ZabCluster> =>
  eventually('a-server-leads', 'a server leads, and the others follow it', withinMs, (cluster) => {
    const leader = cluster.servers.find(({ state }) => state?.phase === 'leading');
    return cluster.servers.every(
      ({ self, state }) =>
        self === leader?.self ||
        (state?.leader === leader?.self && state?.epoch === leader?.state?.epoch),
    );
  });

function rowOf({ self, state }: Node<ZabState>): ViewRow {
  const history = state?.history ?? [];
  return {
    name: self,
    cells: [
      ['state', state?.phase ?? 'down'],
      ['epoch', `${state?.epoch ?? 0}`],
      ['last', zxidInWords(lastOf(history))],
      ['history', `${history.length}`],
      ['committed', `${state?.committed ?? 0}`],
    ],
  };
}
