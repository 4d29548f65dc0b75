import * as z from 'zod';
import { everythingArrives } from '../../sims/crdt/invariants.ts';
import type { Document, DocumentMap } from '../../sims/crdt/maps/document-map.ts';
import { onEffect, replicate, valueAt } from '../../sims/crdt/replication/group.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { aboutCrdt, at, gossipParam, networkParams, settleMs } from './common.ts';

const params = z.object({
  policy: z.enum(['state', 'delta']).default('delta').describe('what servers ship to one another'),
  clients: whole(2, 20, 2, 'that write at once after the same read, all through one server'),
  rounds: whole(1, 20, 4, 'writes of each client'),
  gossipMs: gossipParam,
  ...networkParams(),
});
type Params = z.output<typeof params>;

const stepMs = 5;
const writes = ({ clients, rounds }: Params) => clients * rounds;

/** The clients of `fresh` read before each round; those of `stale` read once, before the first. */
const groups = ['fresh', 'stale'] as const;
type GroupName = (typeof groups)[number];
const serverOf = (group: GroupName) => `${group}-r1`;

function writesOf(group: GroupName, { clients, rounds }: Params) {
  return Array.from({ length: clients * rounds }, (_, place) => {
    const round = Math.floor(place / clients);
    // The first write came from nobody’s read. Then a client that reads knows all of the rounds before.
    const known = 1 + (group === 'fresh' ? round * clients : 0);
    return at(stepMs * (place + 1), serverOf(group), {
      path: ['page', 'title'],
      write: `c${(place % clients) + 1} round ${round + 1}`,
      read: { [serverOf(group)]: known },
    });
  });
}

export default scenario({
  ...aboutCrdt,
  id: 'crdt/put-contexts',
  asks: 'Several clients write through one server after the same read. Which write is lost, and what does a stale context do?',
  claims: [],
  code: ['sims/crdt/maps/document-map.ts#isRead', 'sims/crdt/maps/document-map.ts#documentMap'],
  params,
  durationMs: (params) => stepMs * (writes(params) + 1) + settleMs(params),
  plan: (params) =>
    groups
      .flatMap((group) => [
        at(0, serverOf(group), { path: ['page', 'title'], write: 'start' }),
        ...writesOf(group, params),
      ])
      .sort((a, b) => a.atMs - b.atMs),
  metrics: {
    fresh: gauge('values', 'side by side at the end, if clients read before each write'),
    stale: gauge(
      'values',
      'side by side at the end, if they go on with the context of their first read',
    ),
    entries: gauge('entries', 'of the context, however many clients write'),
  },
  build({ world, params, rules, metrics }) {
    const { policy, gossipMs } = params;
    return {
      groups: groups.map((name) => {
        const nodes = [serverOf(name), `${name}-r2`];
        const group = replicate(world, rules, { nodes, type: 'document-map', policy, gossipMs });
        onEffect(world, group, () => {
          const [server] = group.replicas;
          if (server?.state === undefined) return;
          const document = valueAt(group, server) as Document;
          const titles = document.maps?.['page']?.registers?.['title'] ?? [];
          metrics[name].set(titles.length);
          const { context } = server.state.payload as DocumentMap;
          metrics.entries.set(Object.keys(context.vector).length);
        });
        return group;
      }),
    };
  },
  goals: (params) => [everythingArrives(settleMs(params))],
  expect: (params) => [
    exactly(params.clients, 'fresh', 'a-value-a-client').says(
      'values that stand side by side when each client reads before it writes: the last of each client',
    ),
    exactly(writes(params), 'stale', 'stale-contexts-pile-up').says(
      'values that stand side by side when clients never read again: every write, as a stale context replaces only the start',
    ),
    within('entries', 'an-entry-a-server', { atLeast: 1, atMost: 1 }).says(
      'entries of the context: one for the server that takes the writes, none for clients',
    ),
  ],
  tells: ({ params, metrics: { fresh, stale, entries } }) =>
    `None, if each write carries what its client had read (its context): ${counted(params.clients, 'client')} wrote ${counted(params.rounds, 'round')} through one server, and ${counted(fresh.value ?? 0, 'value')} stand side by side, those of the last round. ` +
    `Clients that never read again leave ${stale.value ?? 0}: each write replaces only what its stale context names. The context has ${counted(entries.value ?? 0, 'entry', 'entries')}, however many clients there are.`,
});

// Left out: servers that limit siblings, and clients that resolve them.
