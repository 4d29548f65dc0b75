import * as z from 'zod';
import type { HashingLaw } from '../../sims/traffic/hashing/laws.ts';
import { redisSlots } from '../../sims/traffic/hashing/slots.ts';
import { type SlotsCluster, slotsCluster } from '../../sims/traffic/hashing/slots-cluster.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { difference, exactly, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { aboutHashing } from './hashing-kit.ts';

const params = z.object({
  nodes: whole(2, 100, 5, 'masters before one is added'),
  users: whole(10, 20_000, 300, 'users, each with two keys under one hash tag'),
  requests: whole(100, 20_000, 1_200, 'requests for both keys of a random user'),
});

/** A request takes two messages, or four if it is redirected. */
const durationMs = ({ requests }: { requests: number }) => 100 + requests * 4;

export default scenario({
  ...aboutHashing,
  id: 'traffic/redis-slots',
  asks: 'A Redis cluster gains a master. How many of its 16,384 slots move, and how often is a client redirected?',
  claims: ['db-redis-cluster-16384'],
  code: [
    'sims/traffic/hashing/slots-cluster.ts#use',
    'sims/traffic/hashing/slots-cluster.ts#grow',
    'sims/traffic/hashing/slots.ts#slotOf',
  ],
  params,
  durationMs,
  metrics: {
    moved: gauge('slots', 'that the new master gets'),
    redirected: gauge('requests', 'redirected by MOVED'),
    askedMoved: gauge('slots', 'that have moved and were requested'),
    pairs: gauge('requests', 'for two keys that one master answered'),
  },
  build({ world, rules, params: p, metrics }) {
    const cluster = slotsCluster(world, rules, p, new Breaches<HashingLaw>());
    world.at(durationMs(p) - 1, () => {
      metrics.moved.set(cluster.moved);
      metrics.redirected.set(cluster.redirected);
      metrics.askedMoved.set(cluster.askedMoved.size);
      metrics.pairs.set(cluster.pairs);
    });
    return cluster;
  },
  goals: ({ requests }) => [
    sometimes<SlotsCluster>(
      'all-answered',
      'every request is answered',
      ({ answered }) => answered === requests,
    ),
  ],
  expect: ({ nodes, requests }) => [
    exactly(Math.floor(redisSlots / (nodes + 1)), 'moved', 'moved').says(
      `slots that move when master ${nodes + 1} is added, of 16,384`,
      'db-redis-cluster-16384',
    ),
    exactly(0, difference('redirected', 'askedMoved'), 'one-redirect').says(
      'redirections (MOVED) more than one for each moved slot that was asked for',
    ),
    within('redirected', 'redirected', { atLeast: 1 }).says('requests that are redirected'),
    exactly(requests, 'pairs', 'pairs').says(
      'requests for two keys under one hash tag that one master answers',
      'db-redis-cluster-16384',
    ),
  ],
  tells: ({ params: { nodes, requests }, metrics: m }) =>
    `A new master of ${nodes + 1} gets ${inDigits(m.moved.value ?? 0)} slots, 1 in ${nodes + 1}, and no other slot moves; a client that asks the old master is redirected by MOVED, once per slot, and corrects its map: ` +
    `${inDigits(m.redirected.value ?? 0)} of ${inDigits(requests)} requests. ` +
    `A command on several keys works only if they are in one slot, which a hash tag ensures: the slot is computed from what stands in braces alone, so all ${inDigits(m.pairs.value ?? 0)} requests for two keys with one tag ` +
    'found both on one master.',
});

// Left out: copying a slot key by key, during which ASK redirects single requests.
