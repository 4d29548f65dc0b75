/** Requests a second, on average and at the peak. */

import { poissonSampler } from '../../../../sims/estimation/capacity/day.ts';
import { averagePerSecond, busiestSecond } from '../../../../sims/estimation/capacity/load.ts';
import { figure } from '../figure.ts';
import { ofMean } from '../intervals.ts';
import { keys, topic } from '../topic.ts';

const seconds = 3_600;

export const qps = topic({
  id: 'qps',
  asks: 'How many requests a second do these users make?',
  keys: {
    users: keys.count('1M', 'daily active users', { min: 1 }),
    actions: keys.count('10', 'requests of each user a day'),
    peak: keys.count('3', 'peak over average', { min: 1 }),
    reads: keys.count('0', 'reads for each write; 0 if all requests are alike'),
    node: keys.rate('1000/s', 'requests that a server can do'),
    busy: keys.share('70%', 'how busy servers may be at the peak', { min: 0.01 }),
  },
  figures: ({ users, actions, peak, reads, node, busy }) => {
    const average = averagePerSecond(users, actions);
    const writes = average / (1 + reads);
    return [
      figure('a day', users * actions, 'count', 'users x actions'),
      figure('average', average, 'rate', 'users x actions / 86,400 s'),
      figure('at the peak', average * peak, 'rate', 'average x peak'),
      ...(reads === 0
        ? []
        : [
            figure('writes', writes, 'rate', 'average / (1 + reads)'),
            figure('reads', writes * reads, 'rate', 'average x reads / (1 + reads)'),
            figure('reads at the peak', writes * reads * peak, 'rate', 'reads x peak'),
          ]),
      figure(
        'servers',
        Math.ceil((average * peak) / (node * busy)),
        'count',
        'at the peak / (node x busy), rounded up',
      ),
      figure(
        'busiest second by chance',
        busiestSecond(average),
        'rate',
        'average + √(2 average ln 86,400)',
      ),
    ];
  },
  assumes: [
    'Actions spread over 24 hours; the peak factor is that of the day, such as all requests within 8 hours: 3.',
    'Retries are not among the requests: estimate retries.',
  ],
  forgotten: ({ peak }) => ({
    rule: 'peak-not-average',
    says: `The peak: sized for the average, the system is ${peak} times overloaded in the busiest hour.`,
  }),
  check: ({ users, actions }, random) => {
    const mean = averagePerSecond(users, actions);
    const draw = poissonSampler(random.stream('arrivals'));
    let total = 0;
    for (let second = 0; second < seconds; second++) total += draw(mean);
    return {
      says: 'requests a second, of an hour of Poisson arrivals at the average rate',
      shown: 'rate',
      predicted: mean,
      measured: total / seconds,
      ...ofMean(mean, Math.sqrt(mean), seconds),
    };
  },
  scenario: 'estimation/daily-load',
});
