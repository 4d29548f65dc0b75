import * as z from 'zod';
import { answers, recordedMs } from '../../sims/slo/indicators/measured-latency.ts';
import { SloStudy } from '../../sims/slo/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { must } from '../../src/kernel/must.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutSlo, heldTo } from './kit.ts';

const params = z.object({
  everyMs: real(2, 100, 10, 'a request is due so often'),
  serviceMs: real(0.1, 1.9, 1, 'a request takes so long'),
  stallMs: real(10, 10_000, 1_000, 'the server stands still once'),
  requests: whole(1_000, 100_000, 1_000, 'requests that are due'),
});

const rankOf = (requests: number): number => Math.ceil(0.99 * requests) - 1;

/** How many requests wait longer than the one at the P99. */
const above = (requests: number): number => requests - 1 - rankOf(requests);

export default scenario({
  ...aboutSlo,
  id: 'slo/omitted-waiting',
  asks: 'A server stands still for a second. What does a load generator that waits for replies say of it?',
  claims: [],
  code: [
    'sims/slo/indicators/measured-latency.ts#recordedMs',
    'sims/slo/indicators/measured-latency.ts#answers',
  ],
  params,
  invariants: heldTo('p99-is-what-users-wait'),
  metrics: {
    recorded: gauge('ms', 'P99 that is recorded'),
    users: gauge('ms', 'P99 of users, who do not wait for one another'),
    closed: gauge('ms', 'P99 from when each request was sent'),
    late: gauge('requests', 'that waited for the stall'),
  },
  build({ world, params: { everyMs, serviceMs, stallMs, requests }, rules, metrics }) {
    const study = new SloStudy(world);
    const { observes } = keeping(study, metrics);
    // Late enough to be preceded by others, and early enough for the line to be worked off.
    const stallsBefore = randomInteger(study.stream('stall'), 1, Math.floor(requests / 10));
    const all = answers({ everyMs, serviceMs, stallMs, requests, stallsBefore });
    const p99 = (latencies: number[]) =>
      must(latencies.sort((a, b) => a - b)[rankOf(requests)], 'request of the rank');
    const users = all.map(({ dueMs, answeredMs }) => answeredMs - dueMs);
    const late = users.filter((ms) => ms > serviceMs * (1 + 1e-6) + 1e-6).length;
    study.next(() => study.observes('the server stands still before request', stallsBefore + 1));
    for (const off of [0, 1, 2, 5]) {
      const place = Math.min(requests - 1, stallsBefore + off);
      study.next(() => study.observes(`request ${place + 1} waits`, users[place] ?? 0, 'ms'));
    }
    return study
      .next(() => observes('late', 'requests that waited', late))
      .next(() => observes('users', 'P99 of users', p99([...users]), 'ms'))
      .next(() =>
        observes(
          'closed',
          'P99 from when each was sent',
          p99(all.map(({ sentMs, answeredMs }) => answeredMs - sentMs)),
          'ms',
        ),
      )
      .next(() => study.observes('requests', requests))
      .next(() => study.observes('requests above a P99', above(requests)))
      .next(() => {
        const recorded = observes(
          'recorded',
          'P99 that is recorded',
          p99(all.map((each) => recordedMs(each, rules))),
          'ms',
        );
        const longer = users.filter((ms) => ms > recorded * (1 + 1e-9) + 1e-6).length;
        study.holds(
          'p99-is-what-users-wait',
          longer <= 0.01 * requests,
          `${longer} of ${requests} users wait longer than the P99 of ${inTime(recorded)}`,
        );
      });
  },
  expect: ({ everyMs, serviceMs, stallMs, requests }) => {
    // Request j after the stall waits the stall less j x (interval - service time).
    const users = serviceMs + Math.max(0, stallMs - above(requests) * (everyMs - serviceMs));
    // The line may outlast the run: then the last requests wait too, and are among those counted.
    const isWorkedOff = stallMs / (everyMs - serviceMs) < 0.9 * requests - 1;
    return isWorkedOff
      ? [
          within('users', 'users', { atLeast: users - 1e-6, atMost: users + 1e-6 }).says(
            'P99 of users, ms: stall - 1% of the requests x (interval - service time)',
          ),
          within('recorded', 'recorded', { atLeast: users - 1e-6, atMost: users + 1e-6 }).says(
            'P99 that is recorded, ms',
          ),
          within('closed', 'closed', { atLeast: serviceMs - 1e-6, atMost: serviceMs + 1e-6 }).says(
            'P99 of a generator that waits, ms: one request met the stall',
          ),
        ]
      : [];
  },
  tells: ({ params: { stallMs }, metrics: m }) =>
    `Such a load generator says a P99 of ${inTime(m.closed.value ?? 0)} (coordinated omission): while the server stands still for ${inTime(stallMs)}, the generator waits with it and records a single slow request. ${inDigits(m.late.value ?? 0)} requests were due in that time or behind it, and counted from when each was due, users have a P99 of ${inTime(m.users.value ?? 0)}. Send at fixed times and measure from the intended start (wrk2).`,
});

// Left out: generators with many connections, which omit less, and users who give up.
