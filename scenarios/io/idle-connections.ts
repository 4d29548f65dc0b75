import * as z from 'zod';
import { Cluster } from '../../sims/io/cluster.ts';
import { exactly } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { aboutServers, plenty } from './kit.ts';

const params = z.object({
  clients: whole(1, 400, 100, 'that connect and stay'),
  active: whole(0, 50, 5, 'of them that send a request now and then'),
  requests: whole(1, 20, 4, 'of each of those, 10 ms apart or more'),
});
type Params = z.output<typeof params>;

const pauseMs = 10;
const endMs = ({ requests }: Params) => requests * 2.5 * pauseMs + 30;
const activeOf = ({ clients, active }: Params) => Math.min(clients, active);

export default scenario({
  ...aboutServers,
  id: 'io/idle-connections',
  asks: 'A hundred connections are open and hardly anything happens. How often does the server wake up?',
  claims: [],
  code: ['sims/io/event-server.ts#flush', 'sims/io/epoll.ts#collect'],
  params,
  durationMs: (p) => endMs(p) + 1,
  metrics: {
    events: gauge('events', 'of connections'),
    answered: gauge('requests', 'answered'),
    idleTurns: gauge('turns', 'of the loop with nothing to do'),
    wakeUps: gauge('wake-ups', 'of the server'),
  },
  build({ world, params: p, rules, metrics }) {
    const cluster = new Cluster(world, rules, plenty);
    const peers = cluster.addPeers(
      'clients',
      p.clients,
      function* (peer, node, place): Process<void> {
        yield* node.sleep(node.stream('start')() * pauseMs);
        yield* peer.connect();
        if (place >= p.active) return;
        for (let request = 1; request <= p.requests; request++) {
          yield* node.sleep(pauseMs * (1 + node.stream('pause')()));
          yield* peer.send(`request ${request}`);
          yield* peer.replied(request);
        }
      },
    );
    cluster.endAt(endMs(p), () => {
      const { server } = cluster;
      metrics.events.set(server.events);
      metrics.answered.set(peers.reduce((sum, { replies }) => sum + replies.length, 0));
      metrics.idleTurns.set(server.idleTurns);
      metrics.wakeUps.set(server.machine.wakeUps);
    });
    return cluster;
  },
  expect: (p) => {
    const requests = activeOf(p) * p.requests;
    return [
      exactly(requests, 'answered', 'answered').says('requests answered'),
      exactly(requests, 'events', 'events').says('events of connections: one for each request'),
      exactly(0, 'idleTurns', 'no-idle-turns').says('turns of the loop with nothing to do'),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    m.idleTurns.value === 0
      ? `Only when something arrives: ${counted(m.wakeUps.value ?? 0, 'wake-up')} for ${counted(p.clients, 'connection')} and ${counted(m.answered.value ?? 0, 'request')}. It asks for EPOLLOUT only while bytes wait to be written, because an idle socket is always writable and would wake it all the time.`
      : `All the time: an idle socket has room, which is an event. ${inDigits(m.idleTurns.value ?? 0)} waits returned at once with nothing to do.`,
});

// Left out: timers that close idle connections, and keep-alives.
