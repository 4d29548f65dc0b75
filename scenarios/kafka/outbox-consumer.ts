/**
 * Each event adds to an account, and sets its state. One group stores the ids of processed events
 * in the transaction of the effect; the other does not.
 */

import * as z from 'zod';
import type { Group } from '../../sims/kafka/model.ts';
import {
  arrivals,
  type HasOutbox,
  identityIn,
  newOutbox,
  type Outbox,
  relay,
} from '../../sims/kafka/outbox.ts';
import { must } from '../../src/kernel/must.ts';
import { counted, rounded } from '../../src/words/numbers.ts';
import { firstAssignmentMs, KafkaBuilder, lagOf } from './builder.ts';
import { aboutKafka, eventually, gauge, histogram, real, scenario, whole } from './kit.ts';
import { effectsOnce, exactly, protocolInvariants, some, within } from './promises.ts';
import { records } from './words.ts';

const params = z.object({
  events: whole(500, 20_000, 2_000, 'number of events'),
  pollMs: real(10, 5_000, 100, 'time between two polls of the table by the relay'),
  crash: real(0.05, 0.5, 0.1, 'probability that the relay crashes before it marks what it sent'),
});

type Params = z.output<typeof params>;

const meanGapMs = 10;
const restartMs = 700;
const endMs = ({ events, pollMs }: Params) =>
  firstAssignmentMs + 2 * events * meanGapMs + 20_000 + 20 * pollMs;

/** What a group makes of the events: a sum that each event adds to, and a state that each sets. */
function accountOf(group: Group, { eventOf }: Outbox) {
  const account = { sum: 0, state: -1, wentBack: 0 };
  group.onEffect = (id) => {
    const event = must(eventOf.get(id), 'event of the record');
    account.sum += 1;
    if (event < account.state) account.wentBack += 1;
    account.state = event;
  };
  return account;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/outbox-consumer',
  asks: 'An outbox sends some events twice. How does that affect a consumer, with and without a memory of processed ids?',
  claims: [
    'q12-dedup-unique',
    'q12-poll-100ms',
    'q12-absolute-set-idempotent',
    'qf-exactly-once-dedup',
  ],
  code: ['sims/kafka/consumer/processing.ts#effect', 'sims/kafka/outbox.ts#relay'],
  params,
  durationMs: endMs,
  metrics: {
    sentAgain: gauge('events', 'that the relay sent again'),
    waitedMs: histogram('ms', 'from the commit of an event to its sending, when the relay was up'),
    forgetfulSum: gauge('of the events', 'added up without memory'),
    rememberingSum: gauge('of the events', 'added up with memory'),
    wentBack: gauge('times', 'in which an older state overwrote a newer one, without memory'),
    recognised: gauge('events', 'that came again and were recognised'),
  },
  build({ world, rules, params, metrics }) {
    const kafka = new KafkaBuilder(world, rules);
    const { cluster } = kafka;
    const topic = kafka.topic('events');
    let lastCrashMs = -Infinity;
    const producer = kafka.producer(topic, 'relay', { 'linger.ms': 1 });
    const outbox = newOutbox(cluster, producer, (_event, waitedMs) => {
      // After a crash the relay is late for another reason than its polling.
      const isLate = cluster.nowMs - lastCrashMs < 2 * (restartMs + params.pollMs);
      if (!isLate) metrics.waitedMs.record(waitedMs);
    });
    const consumer = (name: string, remembersIds: boolean) => {
      const group = kafka.group(name, [topic], {
        identityOf: identityIn(outbox),
        exempt: remembersIds ? [] : ['effects-once', 'keys-in-order'],
        work: { remembersIds },
        recordMs: 1,
      });
      return { group, account: accountOf(group, outbox) };
    };
    const remembering = consumer('remembering', true);
    const forgetful = consumer('forgetful', false);
    const subject: HasOutbox = { cluster, outbox, written: 0 };
    let crashes = 0;
    const write = (event: number) => {
      outbox.rows.push({ event, atMs: cluster.nowMs });
      subject.written = event + 1;
      if (outbox.crashes > crashes) lastCrashMs = cluster.nowMs;
      crashes = outbox.crashes;
    };
    world.spawn(arrivals(world, params.events, meanGapMs, write));
    const { pollMs, crash } = params;
    world.spawn(relay(outbox, { pollMs, limit: 10_000, crash, restartMs }));
    world.at(endMs(params) - 1, () => {
      metrics.sentAgain.set(outbox.sentAgain);
      metrics.forgetfulSum.set(forgetful.account.sum);
      metrics.rememberingSum.set(remembering.account.sum);
      metrics.wentBack.set(forgetful.account.wentBack);
      metrics.recognised.set(remembering.group.effects.deduplicated);
    });
    return subject;
  },
  invariants: [...protocolInvariants, effectsOnce],
  goals: ({ events }) => [
    eventually<HasOutbox>(
      'all-told',
      'in the end every event was sent and read',
      0,
      ({ written, outbox, cluster }) =>
        written === events &&
        outbox.rows.length === 0 &&
        [...cluster.groups.values()].every((group) => lagOf(group) === 0),
    ),
  ],
  expect: ({ events, pollMs }) => {
    // The wait is uniform over a poll interval; five standard errors of a mean over at least a
    // fifth of the events.
    const error = (5 * pollMs) / Math.sqrt(12 * (events / 5));
    return [
      some('sentAgain', 'sends-again').says('events that the relay sent again'),
      exactly(events, 'rememberingSum', 'memory-counts-once').says(
        'events counted by a consumer that stores each id in the transaction of its effect: each once',
        'q12-dedup-unique',
      ),
      within('forgetfulSum', 'without-it-twice', { atLeast: events + 1 }).says(
        'events counted by a consumer that stores no ids: duplicates again',
        'qf-exactly-once-dedup',
      ),
      some('wentBack', 'absolute-is-not-enough').says(
        'times that a late duplicate overwrote a newer value, if the consumer sets an absolute value without comparing versions',
        'q12-absolute-set-idempotent',
      ),
      {
        id: 'poll-costs-half',
        text: 'ms that an event waits in the outbox on average: half of the polling interval',
        claim: 'q12-poll-100ms',
        measured: ({ waitedMs }) => waitedMs.mean,
        // While the relay sends, which takes a few ms of each round, it does not poll.
        bound: { atLeast: pollMs / 2 - error, atMost: pollMs / 2 + error + 8 },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `A consumer that stores the ids of processed events with their effect (an idempotent consumer) counts each event once: ${rounded(metrics.rememberingSum.value)} of ${rounded(params.events)}, and it recognised ${counted(metrics.recognised.value ?? 0, 'duplicate')}. ` +
    `Without them the consumer counted ${rounded(metrics.forgetfulSum.value)}, because the relay sent ${records(metrics.sentAgain.value)} again. ` +
    `Setting an absolute value instead of adding is not enough either: late duplicates overwrote a newer value ${rounded(metrics.wentBack.value)} times. Polling every ${params.pollMs} ms made an event wait ${metrics.waitedMs.mean?.toFixed(0)} ms on average.`,
});

// Left out: how long ids are kept. A duplicate that arrives after its id was dropped counts again.
