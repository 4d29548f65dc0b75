import * as z from 'zod';
import type { GCounter } from '../../sims/crdt/counters/g-counter.ts';
import { everythingArrives } from '../../sims/crdt/invariants.ts';
import { hasConverged, onEffect, replicate, valueAt } from '../../sims/crdt/replication/group.ts';
import { counter, gauge, histogram } from '../../src/check/metric.ts';
import { pick, randomInteger } from '../../src/kernel/random.ts';
import { scenario } from '../../src/lab/scenario.ts';
import {
  aboutCrdt,
  at,
  gossipParam,
  inMs,
  networkParams,
  replicaNames,
  replicasParam,
  settleMs,
} from './common.ts';

const params = z.object({
  replicas: replicasParam.describe('how many regions there are'),
  views: z.int().min(1).max(2_000).default(40).describe('page views in all'),
  visitMs: z.int().min(1).max(100_000).default(400).describe('how long visitors come'),
  policy: z.enum(['state', 'delta']).default('state').describe('what regions ship'),
  gossipMs: gossipParam,
  ...networkParams({ loss: 0.2, duplication: 0.2 }),
});

export default scenario({
  ...aboutCrdt,
  id: 'crdt/page-views',
  asks: 'Regions count page views independently, over a network that loses and duplicates messages. Is the total right?',
  claims: [
    'crdt-gcounter-max-sum',
    'crdt-state-merge-aci',
    'top-crdts-merge-uncoordinated',
    'crdt-metadata-grows-with-replicas',
  ],
  code: [
    'sims/crdt/counters/g-counter.ts#gCounter',
    'sims/crdt/replication/state-gossip.ts#stateGossip',
  ],
  params,
  durationMs: (params) => params.visitMs + settleMs(params),
  plan: ({ replicas, views, visitMs }, random) => {
    const stream = random.stream('plan');
    return Array.from({ length: views }, () =>
      at(randomInteger(stream, 0, visitMs - 1), pick(stream, replicaNames(replicas)), { add: 1 }),
    ).sort((a, b) => a.atMs - b.atMs);
  },
  metrics: {
    views: counter('views', 'that visitors made'),
    errorMax: gauge('views', 'the largest difference of any region from that, at the end'),
    slotsMax: gauge('slots', 'that a region’s state has at the end'),
    lost: counter('messages', 'that were lost'),
    doubled: counter('messages', 'that arrived twice'),
    convergedMs: histogram('ms', 'from the last view until every region shows the total'),
  },
  build({ world, params, rules, metrics }) {
    const { policy, gossipMs, replicas } = params;
    const nodes = replicaNames(replicas);
    const group = replicate(world, rules, { nodes, type: 'g-counter', policy, gossipMs });
    let lastEditMs = 0;
    world.trace.on('drop', () => metrics.lost.add());
    world.trace.on('duplicate', () => metrics.doubled.add());
    world.trace.on('operation', ({ atMs }) => {
      lastEditMs = atMs;
      metrics.views.add();
    });
    onEffect(world, group, (atMs) => {
      const values = group.replicas.map((node) => Number(valueAt(group, node)));
      metrics.errorMax.set(Math.max(...values.map((v) => Math.abs(v - metrics.views.value))));
      metrics.slotsMax.set(
        Math.max(
          ...group.replicas.map(({ state }) => Object.keys(state?.payload as GCounter).length),
        ),
      );
      if (hasConverged(group) && metrics.views.value === params.views) {
        metrics.convergedMs.record(atMs - lastEditMs);
      }
    });
    return { groups: [group] };
  },
  goals: (params) => [everythingArrives(settleMs(params))],
  expect: ({ replicas }) => [
    {
      id: 'every-region-is-right',
      text: 'views by which the totals of the regions are off at the end',
      claim: 'crdt-gcounter-max-sum',
      measured: ({ errorMax }) => errorMax.value,
      bound: { atMost: 0 },
    },
    {
      id: 'a-slot-a-region',
      text: 'slots in the largest state: at most one for each region',
      claim: 'crdt-metadata-grows-with-replicas',
      measured: ({ slotsMax }) => slotsMax.value,
      bound: { atMost: replicas },
    },
  ],
  tells: ({ params, metrics }) =>
    (metrics.errorMax.value === 0
      ? 'Each region counts in a slot of its own, the total is the sum of the slots, and a merge takes the larger count of each, so the total is right although messages are lost or come twice: '
      : '') +
    `${metrics.views.value} page views were counted in ${params.replicas} regions, while ` +
    `${metrics.lost.value} messages between them were lost and ${metrics.doubled.value} came twice. ` +
    (metrics.convergedMs.count === 0
      ? 'Not every region came to have all of them.'
      : `${inMs(metrics.convergedMs.min)} after the last view every region had them all, ` +
        `in a state of ${metrics.slotsMax.value} numbers; the largest error is ${metrics.errorMax.value}.`),
});

// Left out: regions that come and go; a region that is shut down keeps its slot.
