/** How long a transfer takes on a new connection. */
import {
  lossBoundPerSecond,
  roundTripsFor,
  sentWithin,
} from '../../../../sims/estimation/latency/handshakes.ts';
import { figure } from '../figure.ts';
import { keys, topic } from '../topic.ts';

export const slowStart = topic({
  id: 'slow-start',
  asks: 'How many round trips does a transfer take on a new connection?',
  keys: {
    size: keys.bytes('100kB', 'bytes to transfer', { min: 1 }),
    rtt: keys.time('150ms', 'round trip', { min: 1e-6 }),
    window: keys.whole('10', 'segments of the first window', { max: 1e6 }),
    segment: keys.bytes('1460B', 'bytes of a segment', { min: 1 }),
    link: keys.bandwidth('100Mb/s', 'bandwidth', { min: 1 }),
    loss: keys.share('0.01%', 'segments that are lost later on', { min: 1e-12 }),
  },
  figures: ({ size, rtt, window, segment, link, loss }) => {
    const first = window * segment;
    const trips = roundTripsFor(size, first);
    return [
      figure('in 1 round trip', sentWithin(1, first), 'bytes', 'window x segment'),
      figure('in 2', sentWithin(2, first), 'bytes', 'window x segment x (2² - 1)'),
      figure('in 3', sentWithin(3, first), 'bytes', 'window x segment x (2³ - 1)'),
      figure('round trips', trips, 'count', 'least r with window x segment x (2^r - 1) >= size'),
      figure('time', trips * rtt, 'time', 'round trips x rtt'),
      figure('window that fills the link', (link * rtt) / 1_000, 'bytes', 'link x rtt'),
      figure(
        'bound by loss',
        lossBoundPerSecond(rtt, loss, segment),
        'bandwidth',
        '1.22 segment / (rtt √loss)',
      ),
    ];
  },
  assumes: [
    'The window doubles each round trip, nothing is lost before the end, and the receiver has room. RFC 6928 begins with 10 segments.',
  ],
  forgotten: () => ({
    says: 'That bandwidth does not help a short transfer: its time is round trips. A kept connection keeps its window as well.',
  }),
  scenario: 'estimation/first-request',
});
