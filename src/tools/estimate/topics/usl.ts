/** How throughput grows with machines. */
import {
  amdahl,
  bestProcessors,
  scalability,
} from '../../../../sims/estimation/capacity/queueing.ts';
import { figure } from '../figure.ts';
import { keys, topic } from '../topic.ts';

export const usl = topic({
  id: 'usl',
  asks: 'How much do more processors or machines help?',
  keys: {
    n: keys.whole('16', 'processors or machines', { max: 1e9 }),
    from: keys.whole('4', 'as many as there are now', { max: 1e9 }),
    sigma: keys.share('3%', 'contention: the serial share'),
    kappa: keys.share('0.02%', 'crosstalk of each pair'),
    one: keys.rate('1000/s', 'throughput of one'),
  },
  figures: ({ n, from, sigma, kappa, one }) => {
    const best = Math.max(1, bestProcessors(sigma, kappa));
    return [
      figure('linear', n, 'factor', 'n'),
      figure('Amdahl', amdahl(n, sigma), 'factor', 'n / (1 + sigma (n - 1))'),
      figure(
        'with crosstalk',
        scalability(n, sigma, kappa),
        'factor',
        'n / (1 + sigma (n - 1) + kappa n (n - 1))',
      ),
      figure('throughput', one * scalability(n, sigma, kappa), 'rate', 'one x with crosstalk'),
      figure(
        'gain over now',
        scalability(n, sigma, kappa) / scalability(from, sigma, kappa),
        'factor',
        'with n / with from',
      ),
      figure('most that Amdahl allows', sigma === 0 ? Infinity : 1 / sigma, 'factor', '1 / sigma'),
      figure('best n', best, 'count', '√((1 - sigma) / kappa)'),
    ];
  },
  assumes: [
    'Gunther’s universal scalability law; sigma and kappa have to be fitted to measurements.',
  ],
  forgotten: ({ n, from, sigma, kappa }) => ({
    says: `That ${(n / from).toPrecision(3)} times the machines are ${(scalability(n, sigma, kappa) / scalability(from, sigma, kappa)).toPrecision(3)} times the throughput; beyond the best n more machines do less.`,
  }),
  scenario: 'estimation/scaling-up',
});
