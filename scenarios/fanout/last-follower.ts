import * as z from 'zod';
import { type Order, orders, workerServer } from '../../sims/fanout/timelines/worker.ts';
import { meanBounds } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { meanOf, uniformMoments } from '../../src/statistics/moments.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { client } from '../../src/world/server.ts';
import { aboutServers, mostMs, watching } from './kit.ts';

const params = z.object({
  followers: whole(100_000, 100_000_000, 10_000_000, 'of the celebrity'),
  copiesPerSecond: whole(10_000, 10_000_000, 100_000, 'that the workers make together'),
  batch: whole(1_000, 100_000, 20_000, 'copies that are made at a time'),
  others: whole(10, 200, 60, 'posts of authors with one batch of followers or fewer, meanwhile'),
});
type Params = z.output<typeof params>;

const lastMs = (p: Params) => (p.followers / p.copiesPerSecond) * 1_000;
const batchMs = (p: Params) => (p.batch / p.copiesPerSecond) * 1_000;
/** A hundredth of what the celebrity takes, all of them together. */
const otherFollowers = (p: Params) =>
  Math.max(1, Math.min(p.batch, Math.floor(p.followers / 100 / p.others)));
const otherMs = (p: Params) => (otherFollowers(p) / p.copiesPerSecond) * 1_000;
const runMs = (p: Params) => 2 * lastMs(p) + p.others * (batchMs(p) + otherMs(p)) + 1_000;
const messagesMs = 4 * mostMs;

const says: Readonly<Record<Order, string>> = {
  'in-order': 'post by post',
  'in-turns': 'a batch of each post in turn',
};

export default scenario({
  ...aboutServers,
  id: 'fanout/last-follower',
  asks: 'An author with ten million followers posts. When does the last of them have the post, and how long do other posts wait behind it?',
  claims: ['q4-10m-stagger-5-30s'],
  code: ['sims/fanout/timelines/worker.ts#workerServer'],
  params,
  durationMs: runMs,
  metrics: {
    ...gaugePer(orders, 'lastMs', 'ms', (one) => `until the last follower has it, ${says[one]}`),
    ...gaugePer(orders, 'otherMs', 'ms', (one) => `that another post takes, mean, ${says[one]}`),
    perSecond30: gauge('copies/s', 'that it takes to reach all within 30 s'),
    perSecond5: gauge('copies/s', 'that it takes to reach all within 5 s'),
  },
  build({ world, params: p, metrics }) {
    const done = new Map<Order, number[]>(orders.map((order) => [order, []]));
    const subject = watching(world, () =>
      [...done.values()].every((others) => others.length === p.others),
    );
    const stream = world.kernel.random.stream('others');
    const startsMs = Array.from({ length: p.others }, () => stream() * lastMs(p));
    for (const order of orders) {
      const worker = `worker-${order}`;
      world.addServer(worker, workerServer({ order, ...p }));
      const authors = client('authors', (node) => {
        node.spawn(posts());
        for (const startMs of startsMs) node.spawn(postsOther(startMs));
        return {};

        function* posts() {
          yield* node.call(worker, { followers: p.followers });
          metrics[`${order}.lastMs`].set(node.now());
        }

        function* postsOther(startMs: number) {
          yield* node.sleep(mostMs + startMs);
          const sentMs = node.now();
          yield* node.call(worker, { followers: otherFollowers(p) });
          done.get(order)?.push(node.now() - sentMs);
        }
      });
      world.addServer(`authors-${order}`, authors);
    }
    metrics.perSecond30.set(p.followers / 30);
    metrics.perSecond5.set(p.followers / 5);
    world.at(runMs(p) - 1, () => {
      for (const [order, others] of done) metrics[`${order}.otherMs`].set(meanOf(others));
    });
    return subject;
  },
  expect: (p) => {
    const others = p.others * otherMs(p);
    return [
      within('in-order.lastMs', 'last', {
        atLeast: lastMs(p),
        atMost: lastMs(p) + messagesMs,
      }).says(
        'ms until the last follower has the post: followers / copies a second',
        'q4-10m-stagger-5-30s',
      ),
      within('in-turns.lastMs', 'last-in-turns', {
        atLeast: lastMs(p),
        atMost: lastMs(p) + others + messagesMs,
      }).says(
        'ms until the last follower has the post, if the worker takes a batch of each post in turn: the time of its own copies and of the other posts’',
      ),
      within(
        'in-order.otherMs',
        'others',
        meanBounds(uniformMoments(0, lastMs(p)), p.others, others + messagesMs),
      ).says(
        'mean ms until another post has reached its followers, behind the large one: half of its time',
        'q4-10m-stagger-5-30s',
      ),
      within('in-turns.otherMs', 'others-in-turns', {
        atLeast: otherMs(p),
        atMost: 2 * batchMs(p) + others + messagesMs,
      }).says(
        'mean ms until another post has reached its followers, if the worker takes a batch of each in turn: a batch or two, and the other posts',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `The last of ${inDigits(p.followers)} followers has the post after ${inTime(m['in-order.lastMs'].value ?? 0)}, at ${inDigits(p.copiesPerSecond)} copies a second. To reach all within 30 s takes ${inDigits(Math.round(m.perSecond30.value ?? 0))} a second, within 5 s ${inDigits(Math.round(m.perSecond5.value ?? 0))}. Posts of other authors wait ${inTime(m['in-order.otherMs'].value ?? 0)} on average behind it, and ${inTime(m['in-turns.otherMs'].value ?? 0)} if the worker copies a batch of each post in turn.`,
});

// Left out: followers who look before their copy is there, and posts of celebrities that are read instead of copied.
