/** Models whose numbers of states are published, built of the actors of the lab. */
import { abdRegister } from '../../sims/replication/exploration/abd-register.ts';
import { registerClient } from '../../sims/replication/exploration/register.ts';
import { singleCopyRegister } from '../../sims/replication/exploration/single-copy-register.ts';
import {
  atomicity,
  heedsVotes,
  resourceManager,
  transactionManager,
} from '../../sims/transactions/exploration/two-phase-commit.ts';
import { clientEventOf } from '../../src/check/client-event.ts';
import { type AnyActor, openBounds } from '../../src/check/exploration.ts';
import {
  historyGhost,
  linearizableHistory,
  type PartialHistory,
} from '../../src/check/explored-history.ts';
import { register } from '../../src/check/linearizability/models/register.ts';
import type { Model } from '../../src/explore/model.ts';
import type { Actor } from '../../src/world/actor.ts';
import { paxosServer } from './paxos.ts';

const named = (letter: string, count: number, from = 1): string[] =>
  Array.from({ length: count }, (_, place) => `${letter}${place + from}`);

/** TwoPhase of tlaplus/Examples: messages are a set that never shrinks. */
export function twoPhaseCommit(count: number, { symmetric = false } = {}): Model {
  const ids = named('r', count);
  return {
    nodes: [
      { id: 'tm', actor: transactionManager(ids) },
      ...ids.map((id) => ({ id, actor: resourceManager('tm') })),
    ],
    bounds: { ...openBounds, network: 'set' },
    heeds: heedsVotes,
    properties: [atomicity],
    ...(symmetric ? { symmetric: [ids] } : {}),
  };
}

/** Servers and the clients of Stateright's `RegisterActor`: a message that changes nothing stays. */
export function registers(
  servers: number,
  clients: number,
  actorOf: (servers: readonly string[]) => AnyActor,
  writes = 1,
): Model {
  const ids = named('s', servers, 0);
  return {
    nodes: [
      ...ids.map((id) => ({ id, actor: actorOf(ids) })),
      ...named('c', clients).map((id, place) => ({
        id,
        actor: registerClient(ids, servers + place, writes),
      })),
    ],
    bounds: { ...openBounds, unheard: 'stay' },
    ghost: historyGhost(clientEventOf),
    properties: [linearizableHistory(register, (ghost: PartialHistory) => ghost)],
  };
}

export const singleCopy = (servers: number, clients: number): Model =>
  registers(servers, clients, () => singleCopyRegister());

export const abd = (servers: number, clients: number): Model =>
  registers(servers, clients, abdRegister);

type PingPong = { readonly type: 'ping' | 'pong'; readonly value: number };

/** Two that count: the one with `peer` begins. */
function pingPonger(peer?: string): Actor<{ count: number }, PingPong, never> {
  return {
    kind: 'ping-pong',
    start(context) {
      if (peer !== undefined) context.send(peer, { type: 'ping', value: 0 });
      return { count: 0 };
    },
    receive(state, { type, value }, from, context) {
      const isMine = type === (peer === undefined ? 'ping' : 'pong');
      if (!isMine || value !== state.count) return;
      state.count += 1;
      if (peer === undefined) context.send(from, { type: 'pong', value });
      else context.send(from, { type: 'ping', value: value + 1 });
    },
    timeout() {},
  };
}

/** Stateright's ping-pong: the network doubles everything, and loses what it likes. */
export function pingPong(upTo: number, { losses }: { losses: number }): Model {
  return {
    nodes: [
      { id: 'pinger', actor: pingPonger('ponger') },
      { id: 'ponger', actor: pingPonger() },
    ],
    bounds: { ...openBounds, network: 'set', unheard: 'stay', losses },
    within: ({ state }) => (state as { count: number }).count <= upTo,
  };
}

export const paxos = (servers: number, clients: number): Model =>
  registers(servers, clients, paxosServer);
