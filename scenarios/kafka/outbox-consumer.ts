/**
 * Each event adds to an account, and sets its state. One group remembers the ids of events that it has
 * processed, in the transaction of the effect; the other does not.
 */
import { z } from 'zod';
import { createTopic } from '../../sims/kafka/broker/topic.ts';
import { createGroup, lagOf } from '../../sims/kafka/group/group.ts';
import { effectsOnce, protocolInvariants } from '../../sims/kafka/invariants.ts';
import type { Cluster, Group } from '../../sims/kafka/model.ts';
import { newProducer } from '../../sims/kafka/producer/producer.ts';
import { eventually } from '../../src/check/goal.ts';
import { gauge, histogram } from '../../src/check/metric.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { scenario } from '../../src/lab/scenario.ts';
import {
  aboutKafka,
  clusterOf,
  firstAssignmentMs,
  ms,
  records,
  startTeam,
  whole,
} from './common.ts';
import { identityIn, newOutbox, type Outbox, relay } from './outbox.ts';

const params = z.object({
  events: z.int().min(500).max(20_000).default(2_000).describe('how many events there are'),
  pollMs: z
    .number()
    .min(10)
    .max(5_000)
    .default(100)
    .describe('time between two looks of the relay at the table'),
  crash: z
    .number()
    .min(0.05)
    .max(0.5)
    .default(0.1)
    .describe('probability that the relay crashes before it marks what it sent'),
});

type Params = z.output<typeof params>;

const meanGapMs = 10;
const restartMs = 700;
const endMs = ({ events, pollMs }: Params) =>
  firstAssignmentMs + 2 * events * meanGapMs + 20_000 + 20 * pollMs;

interface Subject {
  readonly cluster: Cluster;
  readonly outbox: Outbox;
  readonly remembering: Group;
  readonly forgetful: Group;
  written: number;
}

/** What a group has made of the events: a sum that each adds to, and a state that each sets. */
interface Account {
  sum: number;
  state: number;
  /** How often the state went back to an older event’s. */
  wentBack: number;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/outbox-consumer',
  asks: 'An outbox sends some events twice. What does a consumer do to them, with and without memory?',
  claims: [
    'q12-dedup-unique',
    'q12-poll-100ms',
    'q12-absolute-set-idempotent',
    'qf-exactly-once-dedup',
  ],
  params,
  durationMs: endMs,
  metrics: {
    sentAgain: gauge('events', 'that the relay sent again'),
    waitedMs: histogram(
      'ms',
      'from the commit of an event to its sending, where the relay was not down',
    ),
    forgetfulSum: gauge('of the events', 'added up without memory'),
    rememberingSum: gauge('of the events', 'added up with memory'),
    wentBack: gauge('times', 'that an older state overwrote a newer one, without memory'),
    recognised: gauge('events', 'that came again and were recognised'),
  },
  build({ world, rules, params, metrics }) {
    const cluster = clusterOf({ world, rules });
    const topic = createTopic(cluster, 'events');
    let lastCrashMs = -Infinity;
    const outbox: Outbox = newOutbox(
      cluster,
      newProducer(cluster, topic, 'relay', { 'linger.ms': 1 }),
      (_event, waitedMs) => {
        // After a crash the relay is late for another reason than its polling.
        const isLate = cluster.nowMs - lastCrashMs < 2 * (restartMs + params.pollMs);
        if (!isLate) metrics.waitedMs.record(waitedMs);
      },
    );
    const identityOf = identityIn(outbox);
    const build = (name: string, remembersIds: boolean): { group: Group; account: Account } => {
      const group = createGroup(cluster, name, [topic], {
        identityOf,
        exempt: remembersIds ? [] : ['effects-once', 'keys-in-order'],
      });
      const account: Account = { sum: 0, state: -1, wentBack: 0 };
      group.onEffect = (id) => {
        const event = outbox.eventOf.get(id) as number;
        account.sum += 1;
        if (event < account.state) account.wentBack += 1;
        account.state = event;
      };
      startTeam(cluster, group, {
        count: 1,
        work: { commit: 'batch', remembersIds },
        recordMs: ms(1),
      });
      return { group, account };
    };
    const remembering = build('remembering', true);
    const forgetful = build('forgetful', false);
    const subject: Subject = {
      cluster,
      outbox,
      remembering: remembering.group,
      forgetful: forgetful.group,
      written: 0,
    };
    const drawGapMs = sampler(exponential(meanGapMs), world.kernel.random.stream('arrivals'));
    world.spawn(
      (function* (): Process<void> {
        let crashes = 0;
        for (let event = 0; event < params.events; event++) {
          yield* sleep(drawGapMs());
          outbox.rows.push({ event, atMs: cluster.nowMs });
          subject.written = event + 1;
          if (outbox.crashes > crashes) lastCrashMs = cluster.nowMs;
          crashes = outbox.crashes;
        }
      })(),
    );
    world.spawn(
      relay(outbox, { pollMs: params.pollMs, limit: 10_000, crash: params.crash, restartMs }),
    );
    world.kernel.schedule(
      endMs(params) - 1,
      () => {
        metrics.sentAgain.set(outbox.sentAgain);
        metrics.forgetfulSum.set(forgetful.account.sum);
        metrics.rememberingSum.set(remembering.account.sum);
        metrics.wentBack.set(forgetful.account.wentBack);
        metrics.recognised.set(remembering.group.effects.deduplicated);
      },
      undefined,
    );
    return subject;
  },
  invariants: [...protocolInvariants, effectsOnce],
  goals: ({ events }) => [
    eventually<Subject>(
      'all-told',
      'in the end every event was sent and read',
      0,
      ({ written, outbox, remembering, forgetful }) => {
        return (
          written === events &&
          outbox.rows.length === 0 &&
          lagOf(remembering) === 0 &&
          lagOf(forgetful) === 0
        );
      },
    ),
  ],
  expect: ({ events, pollMs }) => {
    // The wait is uniform over a poll interval; five standard errors of a mean of at least a fifth of the events.
    const error = (5 * pollMs) / Math.sqrt(12 * (events / 5));
    return [
      {
        id: 'sends-again',
        text: 'the relay sends events again',
        measured: ({ sentAgain }) => sentAgain.value,
        bound: { atLeast: 1 },
      },
      {
        id: 'memory-counts-once',
        text: 'remembered ids, with a unique key in the transaction of the effect: every event counts once',
        claim: 'q12-dedup-unique',
        measured: ({ rememberingSum }) => rememberingSum.value,
        bound: { atLeast: events, atMost: events },
      },
      {
        id: 'without-it-twice',
        text: 'without memory events that come again are added again',
        claim: 'qf-exactly-once-dedup',
        measured: ({ forgetfulSum }) => forgetfulSum.value,
        bound: { atLeast: events + 1 },
      },
      {
        id: 'absolute-is-not-enough',
        text: 'setting an absolute value is idempotent, but a late repetition still puts an older one over a newer: it takes versions too',
        claim: 'q12-absolute-set-idempotent',
        measured: ({ wentBack }) => wentBack.value,
        bound: { atLeast: 1 },
      },
      {
        id: 'poll-costs-half',
        text: 'polling makes an event wait for half of the interval on average',
        claim: 'q12-poll-100ms',
        // While the relay sends, which takes a few ms of each round, it does not poll.
        measured: ({ waitedMs }) => waitedMs.mean,
        bound: { atLeast: pollMs / 2 - error, atMost: pollMs / 2 + error + 8 },
      },
    ];
  },
  tells: ({ params, metrics }) =>
    `Of ${whole(params.events)} events the relay sent ${records(metrics.sentAgain.value ?? 0)} again. The consumer that remembers ids recognised ` +
    `${whole(metrics.recognised.value)}, and counted ${whole(metrics.rememberingSum.value)}; the other counted ${whole(metrics.forgetfulSum.value)}, and an older state overwrote a ` +
    `newer one ${whole(metrics.wentBack.value)} times. Polling every ${params.pollMs} ms made an event wait ${metrics.waitedMs.mean?.toFixed(0)} ms on average.`,
});

// Left out: how long ids are kept. A repetition that comes after its id was dropped counts again.
