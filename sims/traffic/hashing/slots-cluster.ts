/**
 * A cluster of 16,384 slots: nodes know the owner of each slot, and a client keeps a map that it
 * corrects when it is redirected (Redis cluster specification, Clients redirection). A slot moves
 * at once.
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import { must } from '../../../src/kernel/must.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { randomInteger } from '../../../src/kernel/random.ts';
import { Refusal } from '../../../src/world/call.ts';
import { client, type Server, type ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import { note } from '../notes.ts';
import { stateRow, type TrafficSubject } from '../subject.ts';
import type { HashingLaw } from './laws.ts';
import type { HashingRules } from './rules.ts';
import { redisSlots, slotOf } from './slots.ts';

export interface SlotsOptions {
  readonly nodes: number;
  readonly users: number;
  readonly requests: number;
}

export interface SlotsCluster extends TrafficSubject {
  /** Slots that the newcomer gets. */
  moved: number;
  /** Of those, slots that were requested after the move. */
  readonly askedMoved: Set<number>;
  answered: number;
  redirected: number;
  /** Requests for both keys of a user that one node answered, and those that it refused. */
  pairs: number;
  crossed: number;
}

interface SlotRequest {
  readonly slots: readonly number[];
}
type SlotReply = { readonly moved: string } | 'ok';

/** Redis' own name for it. */
const crossSlot = new Refusal('CROSSSLOT');

export const redisId = (node: number): string => `redis-${node + 1}`;

export function slotsCluster(
  world: World,
  rules: HashingRules,
  options: SlotsOptions,
  breaches: Breaches<HashingLaw>,
): SlotsCluster {
  const { nodes } = options;
  const owners = Array.from({ length: redisSlots }, (_, slot) =>
    redisId(Math.floor((slot * nodes) / redisSlots)),
  );
  const cluster: SlotsCluster = {
    breaches,
    moved: 0,
    askedMoved: new Set(),
    answered: 0,
    redirected: 0,
    pairs: 0,
    crossed: 0,
    rows: () => world.nodes.map(stateRow),
  };
  for (let node = 0; node <= nodes; node++) world.addServer(redisId(node), redisServer());
  world.addServer(
    'client',
    client('client', (node) => node.spawn(use(node))),
  );
  return cluster;

  function redisServer(): Server<{ served: number }, SlotRequest> {
    return {
      kind: 'redis',
      start: () => ({ served: 0 }),
      serve(memory, { slots }, _from, node): SlotReply {
        if (new Set(slots).size > 1) throw crossSlot;
        const owner = must(owners[must(slots[0], 'slot of the request')], 'owner of the slot');
        if (owner !== node.self) return { moved: owner };
        memory.served += 1;
        return 'ok';
      },
      shown: ({ served }) => ({ served }),
    };
  }

  function* use(node: ServerContext): Process<void> {
    const map = [...owners];
    const redirectedSlots = new Set<number>();
    const random = node.stream('users');
    for (let request = 0; request < options.requests; request++) {
      if (request === Math.floor(options.requests / 3)) grow(node);
      const user = `user${randomInteger(random, 1, options.users)}`;
      const keys = [`{${user}}.following`, `{${user}}.followers`];
      yield* ask(node, keys);
    }

    function* ask(from: ServerContext, keys: readonly string[]): Process<void> {
      const slots = keys.map((key) => slotIn(key));
      const slot = must(slots[0], 'slot of the first key');
      if (cluster.moved > 0 && owners[slot] === redisId(nodes)) cluster.askedMoved.add(slot);
      try {
        const at = must(map[slot], 'node of the slot');
        const reply = yield* from.call<SlotReply>(at, { slots });
        if (reply !== 'ok') yield* follow(from, slots, reply.moved);
        cluster.pairs += 1;
      } catch (failure) {
        if (failure !== crossSlot) throw failure;
        cluster.crossed += 1;
        breaches.report(
          'tagged-keys-share-node',
          `the keys ${keys.join(' and ')} are in two slots, although they have the same hash tag`,
        );
      }
      cluster.answered += 1;
    }

    function* follow(from: ServerContext, slots: readonly number[], to: string): Process<void> {
      const slot = must(slots[0], 'slot of the request');
      cluster.redirected += 1;
      note(from, { kind: 'redirects', slot, to });
      if (redirectedSlots.has(slot))
        breaches.report(
          'one-redirect-a-slot',
          `a client is redirected to ${to} for slot ${slot} a second time, because it did not remember the first`,
        );
      redirectedSlots.add(slot);
      if (rules['client-learns-from-moved']) map[slot] = to;
      yield* from.call(to, { slots });
    }
  }

  /** Client and nodes agree on a key's slot. */
  function slotIn(key: string): number {
    if (rules['tag-decides-slot']) return slotOf(key);
    return slotOf(key.replaceAll(/[{}]/g, '|'));
  }

  /** Every node gives the same share of its slots, the last ones, to the newcomer. */
  function grow(node: ServerContext): void {
    const newcomer = redisId(nodes);
    const share = Math.floor(redisSlots / (nodes + 1));
    for (let giver = 0; giver < nodes; giver++) {
      const own = owners.flatMap((owner, slot) => (owner === redisId(giver) ? [slot] : []));
      const given = Math.floor((share * (giver + 1)) / nodes) - Math.floor((share * giver) / nodes);
      for (const slot of own.slice(own.length - given)) owners[slot] = newcomer;
      cluster.moved += given;
    }
    note(node, { kind: 'slots-move', slots: cluster.moved, to: newcomer });
  }
}
