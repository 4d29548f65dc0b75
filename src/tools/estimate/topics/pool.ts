/** How many connections, threads or servers a load needs. */

import { meanWait } from '../../../../sims/estimation/capacity/queueing.ts';
import { exponential, sampler } from '../../../kernel/distribution.ts';
import { pow } from '../../../kernel/elementary.ts';
import { erlangC } from '../../../statistics/erlang.ts';
import { figure } from '../figure.ts';
import { keys, topic } from '../topic.ts';

const batches = 40;
const perBatch = 2_000;

export const pool = topic({
  id: 'pool',
  asks: 'How many connections does a pool need?',
  keys: {
    rate: keys.rate('1000/s', 'requests', { min: 1e-9 }),
    hold: keys.time('20ms', 'that a request holds a connection', { min: 1e-6 }),
    size: keys.whole('25', 'connections of the pool', { max: 100_000 }),
    wait: keys.share('10%', 'requests that may have to wait', { min: 1e-6, max: 0.99 }),
  },
  figures: ({ rate, hold, size, wait }) => {
    const busy = (rate * hold) / 1_000;
    return [
      figure('busy on average', busy, 'count', 'rate x hold (Little)'),
      figure('utilisation', busy / size, 'share', 'busy / size'),
      figure('have to wait', erlangC(size, busy), 'share', 'Erlang C'),
      figure('mean wait', hold * meanWait(size, busy), 'time', 'hold x Erlang C / (size - busy)'),
      figure(
        'size for so few waits',
        leastSize(busy, wait),
        'count',
        'least size with Erlang C <= wait',
      ),
      figure(
        'size if holds take ten times as long',
        leastSize(10 * busy, wait),
        'count',
        'the same with 10 x hold',
      ),
    ];
  },
  assumes: ['Arrivals are Poisson, holding times exponential, and the pool has one queue.'],
  forgotten: ({ rate, hold }) => ({
    rule: 'utilisation-below-knee',
    says: `That the pool is sized by the holding time: if the database gets ten times slower, ${Math.ceil((rate * hold) / 100)} connections are busy instead of ${Math.ceil((rate * hold) / 1_000)}. At 100% there is no bound on waiting.`,
  }),
  check: ({ rate, hold, size }, random) => {
    const busy = (rate * hold) / 1_000;
    const load = Math.min(busy, 0.8 * Math.min(size, 50));
    const servers = Math.min(size, 50);
    const shares = Array.from({ length: batches }, (_, batch) =>
      shareThatWaits(servers, load, random.stream(`batch ${batch}`)),
    );
    const mean = shares.reduce((sum, each) => sum + each, 0) / batches;
    const variance = shares.reduce((sum, each) => sum + pow(each - mean, 2), 0) / (batches - 1);
    const half = 3.9 * Math.sqrt(variance / batches) + 1e-4;
    const predicted = erlangC(servers, load);
    return {
      says: `share that waits, of ${batches} x ${perBatch} requests for ${servers} connections, ${load.toPrecision(3)} busy on average${load < busy || servers < size ? ' (less than asked for: a full pool never settles)' : ''}`,
      shown: 'share',
      predicted,
      measured: mean,
      low: Math.max(0, predicted - half),
      high: predicted + half,
    };
  },
  scenario: 'estimation/black-friday',
});

function leastSize(busy: number, wait: number): number {
  if (busy > 1e5) return Math.ceil(busy);
  let size = Math.max(1, Math.ceil(busy));
  while (erlangC(size, busy) > wait) size += 1;
  return size;
}

/** One queue and several servers, from empty; the first tenth is left out. O(requests × servers). */
function shareThatWaits(servers: number, load: number, stream: () => number): number {
  const [gap, hold] = [sampler(exponential(1 / load), stream), sampler(exponential(1), stream)];
  const freeAt = new Float64Array(servers);
  let [now, waiting, counted] = [0, 0, 0];
  for (let request = 0; request < 1.25 * perBatch; request++) {
    now += gap();
    const first = freeAt.indexOf(freeAt.reduce((least, at) => Math.min(least, at), Infinity));
    const startsAt = Math.max(now, freeAt[first] ?? 0);
    freeAt[first] = startsAt + hold();
    if (request < 0.25 * perBatch) continue;
    counted += 1;
    if (startsAt > now) waiting += 1;
  }
  return waiting / counted;
}
