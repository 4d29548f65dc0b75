import * as z from 'zod';
import {
  fibreRttMs,
  roundTripsBefore,
  type Security,
} from '../../sims/estimation/latency/handshakes.ts';
import { Study } from '../../sims/estimation/study.ts';
import { exactly, quotient, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { chance } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutEstimation, around, keeping, near, writes } from './kit.ts';

const params = z.object({
  rttMs: real(0.1, 500, 150, 'round trip between client and server'),
  dnsMs: real(0, 500, 50, 'duration of the DNS look-up'),
  workMs: real(0, 1_000, 15.1, 'time in load balancer, application and database'),
  deadlineMs: real(1, 5_000, 200, 'how long the user will wait'),
  reuse: whole(1, 1_000, 10, 'requests per connection'),
});

/** New York to London, along the great circle. */
const kilometres = 5_570;
const sampled = 5_000;

export default scenario({
  ...aboutEstimation,
  id: 'estimation/first-request',
  asks: 'A user is 150 ms away. How long does the first request take, and how long the next one?',
  claims: [
    'lat-tcp-handshake-1-5-rtt',
    'lat-tls-handshake-250ms',
    'lat-tls12-two-tls13-one',
    'lat-150ms-rtt-vs-200ms-sla',
    'lat-speed-of-light-floor',
    'q1-total-440',
    'q1-tcp-225-cross',
    'q1-hit-path-3ms',
    'q1-pooling-amortises',
  ],
  code: ['sims/estimation/latency/handshakes.ts#roundTripsBefore'],
  params,
  invariants: [],
  metrics: {
    tcp: gauge('ms', 'of TCP, until the client can send'),
    server: gauge('ms', 'of TCP, until the server has received the third segment'),
    tls12: gauge('ms', 'of TLS 1.2'),
    tls13: gauge('ms', 'of TLS 1.3'),
    early: gauge('round trips', 'before the request, with early data over QUIC'),
    first12: gauge('ms', 'first request with TLS 1.2'),
    first13: gauge('ms', 'first request with TLS 1.3'),
    warm: gauge('ms', 'request on a kept connection'),
    local: gauge('ms', 'hit path in a datacentre'),
    floor: gauge('ms', 'for light in fibre, New York to London and back'),
    mean: gauge('ms', 'per request on kept connections on average, simulated'),
  },
  build({ world, params: { rttMs, dnsMs, workMs, reuse, deadlineMs }, metrics }) {
    const study = new Study(world);
    const { observes } = keeping(study, metrics);
    const first = (security: Security) => dnsMs + (roundTripsBefore[security] + 1) * rttMs + workMs;
    return writes(study, metrics, [
      ['tcp', 'TCP, until the client can send', roundTripsBefore.none * rttMs, 'ms'],
      ['server', 'TCP, until the server has the third segment', 1.5 * rttMs, 'ms'],
      ['tls12', 'TLS 1.2', (roundTripsBefore.tls12 - roundTripsBefore.none) * rttMs, 'ms'],
      ['tls13', 'TLS 1.3', (roundTripsBefore.tls13 - roundTripsBefore.none) * rttMs, 'ms'],
      ['early', 'round trips before early data', roundTripsBefore['0rtt']],
      ['first12', 'first request, TLS 1.2', first('tls12'), 'ms'],
      ['first13', 'first request, TLS 1.3', first('tls13'), 'ms'],
      ['warm', 'later requests', rttMs + workMs, 'ms'],
      ['local', 'hit path in a datacentre', 0.5 + 0.1 + 2 + 0.5, 'ms'],
      ['floor', 'light, New York to London and back', fibreRttMs(kilometres), 'ms'],
    ])
      .next(() => study.estimates('deadline', deadlineMs, 'ms'))
      .next(() => {
        // Connections end at random: each request needs a new one with probability 1 / reuse.
        const stream = study.stream('connections');
        let sum = 0;
        for (let request = 0; request < sampled; request++) {
          sum += chance(stream, 1 / reuse) ? first('tls13') : rttMs + workMs;
        }
        observes('mean', 'mean of requests', sum / sampled, 'ms');
      });
  },
  expect: ({ rttMs, dnsMs, workMs, reuse }) => {
    const setUp = dnsMs + 2 * rttMs;
    return [
      within('tcp', 'tcp', near(rttMs)).says(
        'ms of TCP until the client can send',
        'lat-tcp-handshake-1-5-rtt',
      ),
      within('server', 'tcp-server', near(1.5 * rttMs)).says(
        'ms of TCP until the server has received the third segment',
        'q1-tcp-225-cross',
      ),
      within('tls12', 'tls12', near(2 * rttMs)).says('ms of TLS 1.2', 'lat-tls-handshake-250ms'),
      within('tls13', 'tls13', near(rttMs)).says('ms of TLS 1.3', 'lat-tls-handshake-250ms'),
      within(quotient('tls12', 'tls13'), 'tls-ratio', near(2)).says(
        'round trips of TLS 1.2 relative to those of 1.3',
        'lat-tls12-two-tls13-one',
      ),
      exactly(0, 'early', 'early-data').says(
        'round trips before early data',
        'lat-tls12-two-tls13-one',
      ),
      within('first13', 'first-tls13', near(setUp + rttMs + workMs)).says(
        'ms of the first request with TLS 1.3',
        'q1-total-440',
      ),
      within('first12', 'first-tls12', near(setUp + 2 * rttMs + workMs)).says(
        'ms of the first request with TLS 1.2',
        'q1-total-440',
      ),
      within('warm', 'warm', near(rttMs + workMs)).says(
        'ms of later requests',
        'lat-150ms-rtt-vs-200ms-sla',
      ),
      within('local', 'local', near(3.1)).says(
        'ms of the hit path in a datacentre',
        'q1-hit-path-3ms',
      ),
      within('floor', 'floor', { atLeast: 54, atMost: 55 }).says(
        'ms that light takes in fibre, New York to London and back',
        'lat-speed-of-light-floor',
      ),
      within(
        'mean',
        'mean',
        around(
          rttMs + workMs + setUp / reuse,
          (setUp * Math.sqrt((1 / reuse) * (1 - 1 / reuse))) / Math.sqrt(sampled),
        ),
      ).says(
        'mean ms of requests on kept connections: later + (first - later) / reuse',
        'q1-pooling-amortises',
      ),
    ];
  },
  tells: ({ params: { rttMs, reuse, deadlineMs }, metrics: m }) =>
    `Keep connections open, because a handshake costs round trips: the first request takes ${inTime(m.first13.value ?? 0)} with TLS 1.3 and ${inTime(m.first12.value ?? 0)} with TLS 1.2; the ` +
    `next one on the same connection takes ${inTime(m.warm.value ?? 0)}. ` +
    `TCP costs ${inTime(m.tcp.value ?? 0)} before the client can send, one round trip and not one and a half; TLS adds ` +
    `${inTime(m.tls13.value ?? 0)} or ${inTime(m.tls12.value ?? 0)}. ` +
    `With ${counted(reuse, 'request')} per connection the mean is ${inTime(m.mean.value ?? 0)}. ` +
    `A deadline of ${inTime(deadlineMs)} leaves ${inTime(deadlineMs - (m.warm.value ?? 0))} on a kept connection at ` +
    `${inTime(rttMs)}, and nothing on a new one.`,
});

// Left out: packet loss, replies larger than the first window, and servers closer to the user.
