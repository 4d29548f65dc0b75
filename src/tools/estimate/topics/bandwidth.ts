/** What goes over a link. */
import { figure } from '../figure.ts';
import { keys, topic } from '../topic.ts';

export const bandwidth = topic({
  id: 'bandwidth',
  asks: 'How much goes over the network, and does the link carry it?',
  keys: {
    rate: keys.rate('10000/s', 'requests'),
    request: keys.bytes('1kB', 'bytes of a request'),
    response: keys.bytes('10kB', 'bytes of a response'),
    written: keys.share('10%', 'share of the requests that are written to replicas'),
    replicas: keys.whole('3', 'copies of what is written', { max: 1000 }),
    link: keys.bandwidth('1Gb/s', 'of each direction', { min: 1 }),
  },
  figures: ({ rate, request, response, written, replicas, link }) => {
    const toReplicas = rate * written * request * (replicas - 1);
    const out = rate * response + toReplicas;
    return [
      figure('in', rate * request, 'bandwidth', 'rate x request'),
      figure('to clients', rate * response, 'bandwidth', 'rate x response'),
      figure('to replicas', toReplicas, 'bandwidth', 'rate x written x request x (replicas - 1)'),
      figure('out', out, 'bandwidth', 'to clients + to replicas'),
      figure('link', link, 'bandwidth', 'link'),
      figure('in, of the link', (rate * request) / link, 'share', 'in / link'),
      figure('out, of the link', out / link, 'share', 'out / link'),
      figure(
        'links',
        Math.ceil(Math.max(out, rate * request) / (0.7 * link)),
        'count',
        'the larger / (70% of link), rounded up',
      ),
    ];
  },
  assumes: [
    'A link is full duplex: each direction has all of it. Headers, encryption and retransmissions add 5 to 10%.',
    'One node takes all writes and sends them to the others.',
  ],
  forgotten: ({ link }) => ({
    rule: 'bits-are-not-bytes',
    says: `That links are sold in bits: 1 Gb/s carries 125 MB/s, and this one ${Math.round(link / 1e6).toLocaleString('en-US')} MB/s. Then the other direction, and the copies for replicas.`,
  }),
  scenario: 'estimation/photo-service',
});
