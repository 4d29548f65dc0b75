/** What a multiple of today's load needs. */
import { figure } from '../figure.ts';
import { keys, topic } from '../topic.ts';

export const headroom = topic({
  id: 'headroom',
  asks: 'How much capacity does an event need, and a lost node?',
  keys: {
    used: keys.share('60%', 'of the capacity at today’s peak', { min: 1e-6, max: 100 }),
    times: keys.count('5', 'the expected load over today’s peak', { min: 1e-6 }),
    busy: keys.share('60%', 'how busy it may be then', { min: 0.01 }),
    nodes: keys.whole('3', 'nodes today', { max: 1e6 }),
    lost: keys.whole('1', 'nodes that may be lost', { min: 0, max: 1e6 }),
  },
  figures: ({ used, times, busy, nodes, lost }) => {
    const needed = (used * times) / busy;
    return [
      figure('load then', used * times, 'factor', 'used x times, in capacities of today'),
      figure('capacity at 100%', used * times, 'factor', 'load then'),
      figure('capacity', needed, 'factor', 'load then / busy'),
      figure(
        'nodes',
        Math.ceil(needed * nodes) + lost,
        'count',
        'nodes x capacity, rounded up, + lost',
      ),
      figure(
        'after a loss today',
        lost >= nodes ? Infinity : (used * nodes) / (nodes - lost),
        'share',
        'used x nodes / (nodes - lost)',
      ),
      figure(
        'may be used today',
        (busy * Math.max(0, nodes - lost)) / nodes,
        'share',
        'busy x (nodes - lost) / nodes',
      ),
    ];
  },
  assumes: [
    'Throughput grows in proportion to nodes (estimate usl), and nothing else becomes the bottleneck.',
  ],
  forgotten: ({ used, times, busy }) => ({
    rule: 'room-for-the-lost-node',
    says: `The lost node, whose load goes to the others. And what the capacity is divided by: ${times} / ${used} = ${(times / used).toPrecision(2)} is not it; ${used} x ${times} / ${busy} = ${((used * times) / busy).toPrecision(2)} is.`,
  }),
  scenario: 'estimation/black-friday',
});
