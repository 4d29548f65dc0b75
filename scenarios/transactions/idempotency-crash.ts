import * as z from 'zod';
import { type CrashPoint, crashPointsOf } from '../../sims/transactions/crash-points.ts';
import {
  everyIntentAnswered,
  everyKeyPointStruck,
  type IdempotencySystem,
  idempotencyInvariants,
  idempotencySubject,
} from '../../sims/transactions/idempotency/cluster.ts';
import { type Keeping, keepings, stepsOf } from '../../sims/transactions/idempotency/parts.ts';
import { exactly } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { aboutTransactions } from './common.ts';
import { crashTable } from './crash-table.ts';

/** Reserve the key, book the ride, charge the card, store the answer. */
const points = crashPointsOf(4);
const everyMs = 2_000;

const pointsOf = (keeps: Keeping): readonly CrashPoint[] =>
  points.filter(({ step }) => stepsOf(keeps).includes(step));

const names = { nothing: 'nothing', answers: 'answers', 'recovery points': 'points' } as const;
const twice = (system: IdempotencySystem | undefined, effect: 'rides' | 'charges') =>
  system?.options.asks.filter(({ id }) => system.judge.count(effect, id) > 1).length ?? 0;

export default scenario({
  ...aboutTransactions,
  id: 'transactions/idempotency-crash',
  asks: 'A client retries a booking until it is answered, and a machine crashes at some point. How often is the ride booked, or the card charged, twice?',
  claims: ['one-idempotency-window'],
  code: [
    'sims/transactions/idempotency/api.ts#run',
    'sims/transactions/idempotency/api.ts#bookRide',
    'sims/transactions/idempotency/api.ts#charge',
  ],
  params: z.object({}),
  durationMs: () => (points.length + 2) * everyMs,
  invariants: idempotencyInvariants,
  metrics: {
    'nothing.rides': gauge('points', 'without keys: the ride is booked twice'),
    'nothing.charges': gauge('points', 'without keys: the card is charged twice'),
    'answers.rides': gauge('points', 'answer stored at the end: the ride is booked twice'),
    'answers.charges': gauge('points', 'answer stored at the end: the card is charged twice'),
    'points.rides': gauge('points', 'recovery points: the ride is booked twice'),
    'points.charges': gauge('points', 'recovery points: the card is charged twice'),
  },
  build({ world, rules, metrics }) {
    const subject = idempotencySubject(
      world,
      rules,
      keepings.map((keeps) => ({
        name: names[keeps],
        keeps,
        asks: pointsOf(keeps).map((_, place) => ({
          id: place + 1,
          account: 'ann',
          endpoint: '/rides',
          key: `key-${place + 1}`,
          amount: 20,
          atMs: (place + 1) * everyMs,
          untilAnswered: true,
        })),
        crashes: (intent) => pointsOf(keeps)[intent - 1],
        breaks: keeps === 'recovery points' ? [] : ['one-effect-per-intent'],
      })),
    );
    world.at((points.length + 2) * everyMs - 1, () => {
      for (const system of subject.systems) {
        for (const effect of ['rides', 'charges'] as const)
          metrics[`${names[system.options.keeps]}.${effect}`].set(twice(system, effect));
      }
    });
    return subject;
  },
  goals: () => [everyKeyPointStruck, everyIntentAnswered],
  expect: () => [
    exactly(9, 'nothing.rides', 'nothing-rides').says(
      'without keys: crash points, of 12, at which the ride is booked twice',
    ),
    exactly(4, 'nothing.charges', 'nothing-charges').says(
      'without keys: crash points, of 12, at which the card is charged twice',
    ),
    exactly(12, 'answers.rides', 'answers-rides').says(
      'with a key stored only with the answer: crash points, of 24, at which the ride is booked twice',
      'one-idempotency-window',
    ),
    exactly(6, 'answers.charges', 'answers-charges').says(
      'with a key stored only with the answer: crash points, of 24, at which the card is charged twice',
      'one-idempotency-window',
    ),
    exactly(0, 'points.rides', 'points-rides').says(
      'with a key reserved first and recovery points: crash points, of 24, at which the ride is booked twice',
      'one-idempotency-window',
    ),
    exactly(0, 'points.charges', 'points-charges').says(
      'with a key reserved first and recovery points: crash points, of 24, at which the card is charged twice; none, as the provider gets a key as well',
      'one-idempotency-window',
    ),
  ],
  tells: ({ metrics: m, subject }) => {
    const columns = subject.systems.map(({ options, judge }) => {
      const own = pointsOf(options.keeps);
      const cellAt = (place: number) => {
        const point = points[place];
        const intent = point === undefined ? 0 : own.indexOf(point) + 1;
        if (intent === 0) return '—';
        return `${judge.count('rides', intent)} and ${judge.count('charges', intent)}`;
      };
      return [`keeps ${options.keeps}`, cellAt] as const;
    });
    return (
      'The server reserves the key first, commits each effect together with its recovery point (how far the work has come), passes the key on to the provider, and keeps the answer, which it returns to a repeat: ' +
      `then a crash at any of ${points.length} points ends with one ride and one charge. ` +
      `Without keys the ride is booked twice at ${m['nothing.rides'].value} of ${pointsOf('nothing').length} crash points, and the card charged twice at ${m['nothing.charges'].value}. ` +
      `A key that is stored only with the answer, after the work, is not enough: ${m['answers.rides'].value} of ${pointsOf('answers').length} points book twice and ${m['answers.charges'].value} charge twice.\n\n` +
      'rides and charges  by point\n\n' +
      crashTable(points, new Map(columns))
    );
  },
});

// Left out: a provider that takes no key. Between its effect and our record of it no order of
// writes is safe: ask the provider what it has done before repeating the request.
