/** Requests that wait for several calls. */

import { allInTime, neededOfEach } from '../../../../sims/estimation/latency/hops.ts';
import { chance } from '../../../kernel/random.ts';
import { figure } from '../figure.ts';
import { ofShare } from '../intervals.ts';
import { keys, topic } from '../topic.ts';

const requests = 5_000;

export const fanOut = topic({
  id: 'fan-out',
  asks: 'How many requests are in time, if each waits for several parallel calls?',
  keys: {
    calls: keys.whole('5', 'parallel calls of a request', { max: 10_000 }),
    each: keys.share('99%', 'calls that are in time'),
    wanted: keys.share('99%', 'requests that should be in time', { min: 0.01 }),
  },
  figures: ({ calls, each, wanted }) => [
    figure('requests in time', allInTime(calls, each), 'share', 'each ^ calls'),
    figure('requests late', 1 - allInTime(calls, each), 'share', '1 - each ^ calls'),
    figure('each would have to be', neededOfEach(calls, wanted), 'share', 'wanted ^ (1 / calls)'),
  ],
  assumes: ['Calls are slow independently of one another, and all must answer.'],
  forgotten: ({ calls, each }) => ({
    rule: 'sum-the-parallel-tail',
    says: `That every call must be in time: of ${calls}, each in ${(100 * each).toPrecision(4)}% of cases, all are in ${(100 * allInTime(calls, each)).toPrecision(3)}%.`,
  }),
  check: ({ calls, each }, random) => {
    const stream = random.stream('calls');
    let inTime = 0;
    for (let request = 0; request < requests; request++) {
      let isInTime = true;
      for (let call = 0; call < calls && isInTime; call++) isInTime = chance(stream, each);
      if (isInTime) inTime += 1;
    }
    const predicted = allInTime(calls, each);
    return {
      says: `share of ${requests} simulated requests that are in time`,
      shown: 'share',
      predicted,
      measured: inTime / requests,
      ...ofShare(requests, predicted),
    };
  },
  scenario: 'estimation/parallel-calls',
});
