/** A latency budget, with what a new connection costs. */
import { fibreKmPerMs } from '../../../../sims/estimation/latency/handshakes.ts';
import { figure } from '../figure.ts';
import { keys, topic } from '../topic.ts';

export const latency = topic({
  id: 'latency',
  asks: 'Where does the time of a request go, on a new connection and on a kept one?',
  keys: {
    rtt: keys.time('150ms', 'round trip between client and server'),
    dns: keys.time('50ms', 'look-up of the name, if it is not cached'),
    tcp: keys.whole('1', 'round trips of the connection: 0 for QUIC', { min: 0, max: 10 }),
    tls: keys.whole(
      '1',
      'round trips of TLS: 2 for 1.2, 1 for 1.3 and for QUIC, 0 for resumption with early data',
      { min: 0, max: 10 },
    ),
    work: keys.time('15ms', 'in the server and behind it'),
    reuse: keys.whole('10', 'requests on a connection', { max: 1e9 }),
    deadline: keys.time('200ms', 'that the user will wait'),
  },
  figures: ({ rtt, dns, tcp, tls, work, reuse, deadline }) => {
    const setUp = dns + (tcp + tls) * rtt;
    const warm = rtt + work;
    return [
      figure('name', dns, 'time', 'dns'),
      figure('connection', tcp * rtt, 'time', 'tcp x rtt'),
      figure('encryption', tls * rtt, 'time', 'tls x rtt'),
      figure('request and reply', warm, 'time', 'rtt + work'),
      figure(
        'first request',
        setUp + warm,
        'time',
        'name + connection + encryption + request and reply',
      ),
      figure('later requests', warm, 'time', 'request and reply'),
      figure('mean', warm + setUp / reuse, 'time', 'later + (first - later) / reuse'),
      figure(
        'left of the deadline, first',
        deadline - setUp - warm,
        'time',
        'deadline - first request',
      ),
      figure('left of the deadline, later', deadline - warm, 'time', 'deadline - later requests'),
      figure(
        'farthest server',
        (rtt / 2) * fibreKmPerMs,
        'distance',
        'rtt / 2 x 204 km/ms, straight fibre',
      ),
    ];
  },
  assumes: ['The reply fits the first window of 14.6 kB: estimate slow-start. Nothing is lost.'],
  forgotten: ({ rtt, tcp, tls }) => ({
    says: `The handshakes: ${tcp + tls} round trips, ${((tcp + tls) * rtt).toFixed(0)} ms, before the first byte of the request is sent. A client can send with the third segment of the handshake: TCP costs 1 round trip, not 1.5.`,
  }),
  scenario: 'estimation/first-request',
});
