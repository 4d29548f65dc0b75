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
  clients: whole(1, 50, 10, 'whose connection a child process goes on with'),
  messages: whole(1, 20, 5, 'of each client to the child'),
});

const endMs = 100;

export default scenario({
  ...aboutServers,
  id: 'io/inherited-descriptor',
  asks: 'A server hands a connection to a child process and closes its own descriptor. Does epoll forget the connection?',
  claims: [],
  code: ['sims/io/event-server.ts#close', 'sims/io/epoll.ts#release'],
  params,
  durationMs: () => endMs + 1,
  metrics: {
    registered: gauge('registrations', 'of the connections that the server has closed'),
    idleTurns: gauge('turns', 'of the loop with nothing to do'),
    waits: gauge('calls', 'of epoll_wait'),
  },
  build({ world, params: p, rules, metrics }) {
    const cluster = new Cluster(world, rules, {
      ...plenty,
      answer(message, connection, server) {
        if (message !== 'upgrade') return message;
        // The child has it from fork: a second descriptor of the same open file.
        server.machine.dup(connection.descriptor);
        server.close(connection, 'released');
        return undefined;
      },
    });
    cluster.addPeers('clients', p.clients, function* (peer, node): Process<void> {
      yield* node.sleep(node.stream('start')() * 10);
      yield* peer.connect();
      yield* peer.send('upgrade');
      for (let message = 1; message <= p.messages; message++) {
        yield* node.sleep(5);
        yield* peer.send(`to the child ${message}`);
      }
    });
    world.at(endMs, () => {
      const { server } = cluster;
      // All but that of the listener.
      metrics.registered.set(server.machine.epoll.size - 1);
      metrics.idleTurns.set(server.idleTurns);
      metrics.waits.set(server.machine.calls.epoll_wait);
      cluster.isDone = true;
    });
    return cluster;
  },
  expect: () => [
    exactly(0, 'registered', 'none-left').says('registrations of connections that were closed'),
    exactly(0, 'idleTurns', 'no-idle-turns').says('turns of the loop with nothing to do'),
  ],
  tells: ({ params: p, metrics: m }) =>
    m.registered.value === 0
      ? `Not by close alone: epoll keeps the open file (open file description), not the descriptor, and the child still has it open. The server removed each registration with EPOLL_CTL_DEL before it closed its descriptor; ${counted(p.clients * p.messages, 'message')} to the children did not wake it.`
      : `No: ${counted(m.registered.value ?? 0, 'registration')} live on in the open files that the children have. Each message to a child is reported to the server, wait after wait: ${inDigits(m.idleTurns.value ?? 0)} turns with nothing to do. The descriptors are closed, so that epoll_ctl answers EBADF.`,
});

// Left out: the child itself, which would read what arrives.
