import * as z from 'zod';
import { Cluster } from '../../sims/io/cluster.ts';
import { difference, exactly } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { aboutServers, plenty } from './kit.ts';

const params = z.object({
  threads: whole(2, 16, 4, 'that wait at one instance of epoll'),
  clients: whole(1, 40, 10, 'with a connection each'),
  bursts: whole(2, 10, 4, 'of each client, one after the replies to the other'),
  messages: whole(2, 10, 3, 'of a burst, without waiting for replies'),
  readMs: real(0.02, 1, 0.2, 'that a thread works on what one read brings'),
});
type Params = z.output<typeof params>;

/** One message comes before the one before it is done with. */
const gapMs = (p: Params) => p.readMs / 3;
const allOf = ({ clients, bursts, messages }: Params) => clients * bursts * messages;
const endMs = (p: Params) => 2 + 3 * allOf(p) * p.readMs + 10;

export default scenario({
  ...aboutServers,
  id: 'io/shared-epoll',
  asks: 'Several threads wait at one instance of epoll. Can two of them get the same connection?',
  claims: [],
  code: [
    'sims/io/event-server.ts#isOneShot',
    'sims/io/event-server.ts#handle',
    'sims/io/epoll.ts#collect',
  ],
  params,
  durationMs: (p) => endMs(p) + 1,
  metrics: {
    answered: gauge('messages', 'answered'),
    handlers: gauge('threads', 'that worked on one connection at a time'),
    events: gauge('events', 'of connections that waits returned'),
    controls: gauge('calls', 'of epoll_ctl to arm a connection again'),
    wakeUps: gauge('wake-ups', 'of threads'),
  },
  build({ world, params: p, rules, metrics }) {
    const options = { ...plenty, threads: p.threads, readMs: p.readMs, trigger: 'edge' as const };
    const cluster = new Cluster(world, rules, options);
    const peers = cluster.addPeers('clients', p.clients, function* (peer, node): Process<void> {
      yield* node.sleep(node.stream('start')());
      yield* peer.connect();
      for (let burst = 0; burst < p.bursts; burst++) {
        for (let message = 1; message <= p.messages; message++) {
          yield* peer.send(`message ${message} of burst ${burst} of client ${peer.id}`);
          yield* node.sleep(gapMs(p) * (0.5 + node.stream('gap')()));
        }
        yield* peer.replied((burst + 1) * p.messages);
      }
    });
    cluster.endAt(endMs(p), () => {
      const { server } = cluster;
      metrics.answered.set(peers.reduce((sum, { replies }) => sum + replies.length, 0));
      metrics.handlers.set(server.handlersMost);
      metrics.events.set(server.events);
      // One call for the listener, and one to add each connection.
      metrics.controls.set(server.machine.calls.epoll_ctl - 1 - p.clients);
      metrics.wakeUps.set(server.machine.wakeUps);
    });
    return cluster;
  },
  expect: (p) => [
    exactly(allOf(p), 'answered', 'answered').says('messages answered'),
    exactly(1, 'handlers', 'one-thread').says('threads that work on one connection at a time'),
    exactly(0, difference('controls', 'events'), 'armed').says(
      'connections armed again, less events of connections',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    m.handlers.value === 1
      ? `Not with EPOLLONESHOT: after one event a connection is disabled until the thread that handles it arms it again, ${inDigits(m.controls.value ?? 0)} times here. Without it bytes that arrive meanwhile are a new event, which another thread gets. No connection had two of the ${p.threads} threads, and all ${inDigits(m.answered.value ?? 0)} messages were answered.`
      : `Yes: up to ${inDigits(m.handlers.value ?? 0)} of ${p.threads} threads worked on one connection at a time. Bytes that arrive during the work are a new event, and another thread is free.`,
});

// Left out: EPOLLEXCLUSIVE, and an instance of epoll for each thread.
