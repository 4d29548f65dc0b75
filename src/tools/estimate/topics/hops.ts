/** Proxies and gateways on the way: their latencies and their memory. */

import { quantileOfHop, quantileOfHops } from '../../../../sims/estimation/latency/hops.ts';
import { exponential, sampler } from '../../../kernel/distribution.ts';
import { figure } from '../figure.ts';
import { ofShare } from '../intervals.ts';
import { keys, topic } from '../topic.ts';

const requests = 10_000;

export const hops = topic({
  id: 'hops',
  asks: 'What do the hops of a mesh or of gateways add?',
  keys: {
    hops: keys.whole('5', 'calls in series', { max: 1_000 }),
    proxies: keys.whole('2', 'proxies that a call passes: one at each end', { max: 10 }),
    each: keys.time('1ms', 'that a proxy adds on average', { min: 1e-6 }),
    pods: keys.whole('200', 'pods with a sidecar', { min: 0 }),
    sidecar: keys.bytes('50MB', 'memory of a sidecar'),
  },
  figures: ({ hops: calls, proxies, each, pods, sidecar }) => {
    const all = calls * proxies;
    return [
      figure('proxies passed', all, 'count', 'hops x proxies'),
      figure('mean added', all * each, 'time', 'proxies passed x each'),
      figure(
        'P50 added',
        quantileOfHops(all, each, 0.5),
        'time',
        'of the sum: the latencies convolve',
      ),
      figure(
        'P99 added',
        quantileOfHops(all, each, 0.99),
        'time',
        'of the sum: the latencies convolve',
      ),
      figure(
        'sum of the P99s',
        all * quantileOfHop(each, 0.99),
        'time',
        'proxies passed x P99 of each: too much',
      ),
      figure('memory', pods * sidecar, 'bytes', 'pods x sidecar'),
    ];
  },
  assumes: [
    'What a proxy adds is exponential and independent of the others; calls of one request are in series.',
  ],
  forgotten: ({ proxies }) => ({
    says: `That a call passes ${proxies} proxies, not one; and that P99s do not add: the P99 of a sum is less than the sum of P99s, if hops are slow independently.`,
  }),
  check: ({ hops: calls, proxies, each }, random) => {
    const bound = quantileOfHops(calls * proxies, each, 0.99);
    const draw = sampler(exponential(each), random.stream('hops'));
    let above = 0;
    for (let request = 0; request < requests; request++) {
      let sum = 0;
      for (let hop = 0; hop < Math.min(calls * proxies, 200); hop++) sum += draw();
      if (sum > bound) above += 1;
    }
    return {
      says: `share of ${requests} simulated requests that take longer than that P99`,
      shown: 'share',
      predicted: 0.01,
      measured: above / requests,
      ...ofShare(requests, 0.01),
    };
  },
  scenario: 'estimation/mesh-hops',
});
