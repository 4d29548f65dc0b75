/**
 * Two topics: one waits for a replica that is in sync (the default), the other takes any replica
 * (unclean.leader.election.enable).
 */

import * as z from 'zod';
import { inSeconds } from '../../src/words/numbers.ts';
import { allLed, firstHasInSync, loadEach, mayLose, measureDown } from './any-leader.ts';
import { KafkaBuilder, replicated } from './builder.ts';
import { aboutKafka, gauge, real, scenario } from './kit.ts';
import { crash, holdReplication, releaseReplication, restart, together } from './plans.ts';
import { acknowledgedIsKept, none, protocolInvariants, within } from './promises.ts';
import { records } from './words.ts';

const params = z.object({
  ratePerSecond: real(5, 500, 8, 'arrival rate of records for each topic'),
  downMs: real(15_000, 300_000, 60_000, 'how long both brokers are down'),
});

type Params = z.output<typeof params>;

/** Behind for longer than replica.lag.time.max.ms, it has left the in-sync replicas by then. */
const holdAtMs = 5_000;
const crashAtMs = holdAtMs + 60_000;
const backAtMs = ({ downMs }: Params) => crashAtMs + downMs;

export default scenario({
  ...aboutKafka,
  id: 'kafka/unclean-election',
  asks: 'Only a replica that has fallen behind is left. Should it lead?',
  claims: [],
  code: ['sims/kafka/replication/election.ts#elect'],
  params,
  durationMs: (params) => backAtMs(params) + 30_000,
  plan: (params) => [
    { atMs: holdAtMs, fault: holdReplication('b3') },
    ...together(crashAtMs, crash, 'b1', 'b2'),
    { atMs: crashAtMs + 1, fault: releaseReplication('b3') },
    ...together(backAtMs(params), restart, 'b1', 'b2'),
  ],
  metrics: {
    cleanLost: gauge('records', 'acknowledged and lost if only an in-sync replica may lead'),
    uncleanLost: gauge('records', 'acknowledged and lost if any may'),
    cleanDownMs: gauge('ms', 'without a leader if only an in-sync replica may lead'),
    uncleanDownMs: gauge('ms', 'without a leader if any may'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules, { brokers: 3 });
    const clean = kafka.topic('clean', replicated);
    const config = { ...replicated, 'unclean.leader.election.enable': true };
    const unclean = kafka.topic('unclean', config, mayLose);
    const topics = [clean, unclean];
    loadEach(kafka, topics, params.ratePerSecond, backAtMs(params) + 20_000);
    measureDown(world, clean, crashAtMs, metrics.cleanDownMs);
    measureDown(world, unclean, crashAtMs, metrics.uncleanDownMs);
    world.at(backAtMs(params) + 29_000, () => {
      metrics.cleanLost.set(clean.acknowledgedLost);
      metrics.uncleanLost.set(unclean.acknowledgedLost);
    });
    return { cluster: kafka.cluster, topics };
  },
  invariants: [...protocolInvariants, acknowledgedIsKept],
  goals: () => [
    firstHasInSync('out-of-sync', 'one replica is out of sync when the others crash', 2, crashAtMs),
    allLed('both-lead', 'in the end both topics have a leader'),
  ],
  expect: (params) => [
    none('cleanLost', 'clean-loses-nothing').says(
      'acknowledged records lost by the topic that waits for an in-sync replica',
    ),
    within('cleanDownMs', 'clean-waits', {
      atLeast: params.downMs - 10,
      atMost: params.downMs + 10,
    }).says('ms that this topic has no leader: until an in-sync replica is back'),
    within('uncleanDownMs', 'unclean-is-back-soon', { atMost: 9_000 + 10 }).says(
      'ms that the topic which lets any replica lead has no leader: until the crash is noticed',
    ),
    within('uncleanLost', 'unclean-loses-what-it-missed', {
      atLeast: Math.floor(((crashAtMs - holdAtMs - 30_500) * params.ratePerSecond) / 1000),
      atMost: Math.ceil(((crashAtMs - holdAtMs + 500) * params.ratePerSecond) / 1000),
    }).says(
      'acknowledged records lost by the topic which lets any replica lead: those that this replica had missed',
    ),
  ],
  tells: ({ metrics }) =>
    `Only if being available counts more than lost records: the topic that lets any replica lead (unclean leader election) was back after ${inSeconds(metrics.uncleanDownMs.value)} and lost ${records(metrics.uncleanLost.value)} that had been acknowledged. ` +
    `The topic that waits for an in-sync replica had no leader for ${inSeconds(metrics.cleanDownMs.value)} and lost ${records(metrics.cleanLost.value)}. The remaining replica was a minute behind.`,
});

// Left out: eligible leader replicas (KIP-966), which let a replica lead that is known to hold
// everything committed although it is not in sync.
