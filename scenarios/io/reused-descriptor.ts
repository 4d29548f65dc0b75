import * as z from 'zod';
import { Cluster } from '../../sims/io/cluster.ts';
import type { Connection } from '../../sims/io/connection.ts';
import { exactly } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { must } from '../../src/kernel/must.ts';
import type { Process } from '../../src/kernel/process.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { aboutServers, plenty } from './kit.ts';

const params = z.object({
  rounds: whole(1, 50, 20, 'in which a connection is closed and another one comes'),
});

/** The server is busy for so long with the first message of a round; the rest of the round arrives meanwhile. */
const readMs = 1;
const roundMs = 10;
const stepMs = 0.2;
/** The hellos of all old connections come before the first round. */
const startOf = (rounds: number, round: number) => (rounds + 10) * 2 * readMs + round * roundMs;

export default scenario({
  ...aboutServers,
  id: 'io/reused-descriptor',
  asks: 'Within one batch of events a connection is closed, and a new one gets its descriptor. Whose are the events that follow?',
  claims: [],
  code: ['sims/io/event-server.ts#dispatch'],
  params,
  durationMs: ({ rounds }) => startOf(rounds, rounds) + 1,
  metrics: {
    served: gauge('newcomers', 'that got their reply'),
    lost: gauge('newcomers', 'that were closed by an event of another connection'),
    stale: gauge('events', 'of a connection that was closed, dropped'),
    reused: gauge('descriptors', 'that a newcomer got from the connection that was closed'),
  },
  build({ world, params: { rounds }, rules, metrics }) {
    const names = new Map<string, Connection>();
    const descriptors = { closed: new Set<string>(), reused: 0 };
    const cluster = new Cluster(world, rules, {
      ...plenty,
      readMs,
      answer(message, connection, server) {
        const [word = '', name = ''] = message.split(' ');
        if (word === 'hello') names.set(name, connection);
        if (word === 'close') {
          const victim = must(names.get(name), 'name of a connection');
          descriptors.closed.add(`${name} ${victim.descriptor}`);
          server.close(victim, 'kicked');
        }
        if (descriptors.closed.has(`${name.replace('new', 'old')} ${connection.descriptor}`))
          descriptors.reused += 1;
        return message;
      },
    });
    const at = (round: number, step: number) => startOf(rounds, round) + step * stepMs;
    cluster.addPeers('admin', 2, function* (peer, node, place): Process<void> {
      yield* peer.connect();
      for (let round = 0; round < rounds; round++) {
        yield* node.sleep(at(round, place) - node.now());
        yield* peer.send(place === 0 ? 'work' : `close old${round}`);
      }
    });
    cluster.addPeers('old', rounds, function* (peer, node, round): Process<void> {
      yield* peer.connect();
      yield* peer.send(`hello old${round}`);
      yield* node.sleep(at(round, 3 + 0.5 * node.stream('hang-up')()) - node.now());
      peer.close();
    });
    const newcomers = cluster.addPeers('new', rounds, function* (peer, node, round): Process<void> {
      yield* node.sleep(at(round, 2) - node.now());
      yield* peer.connect();
      yield* peer.send(`hello new${round}`);
    });
    cluster.endAt(startOf(rounds, rounds), () => {
      metrics.served.set(newcomers.filter(({ replies }) => replies.length === 1).length);
      metrics.lost.set(newcomers.filter(({ isGone }) => isGone).length);
      metrics.reused.set(descriptors.reused);
      metrics.stale.set(cluster.server.stale);
    });
    return cluster;
  },
  expect: ({ rounds }) => [
    exactly(rounds, 'served', 'served').says('newcomers that got their reply'),
    exactly(rounds, 'stale', 'stale').says('events of closed connections, dropped'),
    exactly(rounds, 'reused', 'reused').says('descriptors that were used again at once'),
  ],
  tells: ({ params: { rounds }, metrics: m }) =>
    m.lost.value === 0
      ? `The events still belong to the old connection. The kernel gives out the lowest free descriptor at once: ${inDigits(m.reused.value ?? 0)} of ${counted(rounds, 'newcomer')} got the descriptor of the connection that was closed a moment before, whose hang-up was in the same batch. A generation number in the data of each registration tells them apart: ${counted(m.stale.value ?? 0, 'stale event')} were dropped, and every newcomer was served.`
      : `The server took them for the new one’s: ${inDigits(m.lost.value ?? 0)} of ${counted(rounds, 'newcomer')} were closed for the hang-up of another connection that had had their descriptor.`,
});

// Left out: threads that close what another thread has in its batch.
