import * as z from 'zod';
import { Cluster } from '../../sims/io/cluster.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutServers, latencyMs, plenty } from './kit.ts';

const params = z.object({
  clients: whole(1, 400, 200, 'that connect at the same moment'),
  backlog: whole(31, 200, 63, 'of the listening socket'),
  connections: whole(4, 200, 40, 'that the server holds at a time'),
});
type Params = z.output<typeof params>;

/** A connection lasts so long after its reply, at most. */
const staysMs = 40;
const waves = ({ clients, backlog }: Params) => Math.ceil(clients / (backlog + 1));
/** A SYN without an answer is sent again after 1 s, then after 2 s, then after 4 s. */
const waveMs = (wave: number) => (2 ** wave - 1) * 1_000;
/** Of those of one wave, one after the other where there is too little room. */
const drainMs = ({ backlog, connections }: Params) =>
  (Math.ceil((backlog + 1) / connections) + 1) * (staysMs + 2);
const endMs = (p: Params) => waveMs(waves(p) - 1) + drainMs(p) + 50;

export default scenario({
  ...aboutServers,
  id: 'io/connection-burst',
  asks: 'Hundreds of clients connect at the same moment. Who waits, where, and for how long?',
  claims: [],
  code: ['sims/io/event-server.ts#acceptAll', 'sims/io/listener.ts#arrive'],
  params,
  durationMs: (p) => endMs(p) + 1,
  metrics: {
    answered: gauge('clients', 'that got their reply'),
    atOnce: gauge('clients', 'whose connection was made at once'),
    slowestMs: gauge('ms', 'until the last connection was made'),
    heldMost: gauge('connections', 'that the server held at a time'),
    idleTurns: gauge('turns', 'of the loop with nothing to do'),
  },
  build({ world, params: p, rules, metrics }) {
    const cluster = new Cluster(world, rules, {
      ...plenty,
      backlog: p.backlog,
      connectionsMost: p.connections,
      // Of the server itself: three standard ones, the listener, the log and the like.
      descriptorsMost: p.connections + 8,
    });
    const peers = cluster.addPeers('clients', p.clients, function* (peer, node): Process<void> {
      yield* peer.connect();
      yield* peer.send(`from client ${peer.id}`);
      yield* peer.replied(1);
      yield* node.sleep(node.stream('stay')() * staysMs);
      peer.close();
    });
    world.at(endMs(p), () => {
      const madeMs = peers.map(({ connectedMs = Number.POSITIVE_INFINITY }) => connectedMs);
      metrics.answered.set(peers.filter(({ replies }) => replies.length === 1).length);
      metrics.atOnce.set(madeMs.filter((ms) => ms < 1).length);
      metrics.slowestMs.set(Math.max(...madeMs));
      metrics.heldMost.set(cluster.server.heldMost);
      metrics.idleTurns.set(cluster.server.idleTurns);
      cluster.isDone = true;
    });
    return cluster;
  },
  expect: (p) => {
    const atOnce = Math.min(p.clients, p.backlog + 1);
    const slowestMs = waveMs(waves(p) - 1) + 2 * latencyMs;
    return [
      exactly(p.clients, 'answered', 'answered').says('clients that got their reply'),
      exactly(atOnce, 'atOnce', 'at-once').says(
        'connections made at once: the backlog, and one more',
      ),
      within('slowestMs', 'slowest', { atLeast: slowestMs - 1e-6, atMost: slowestMs + 1e-6 }).says(
        'ms until the last connection: a SYN is sent again after 1, 2, 4 s',
      ),
      exactly(Math.min(atOnce, p.connections), 'heldMost', 'held').says(
        'connections that the server held at a time',
      ),
      exactly(0, 'idleTurns', 'no-idle-turns').says('turns of the loop with nothing to do'),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    m.answered.value === p.clients
      ? `The clients wait for the accept queue: the kernel completes ${counted(m.atOnce.value ?? 0, 'connection')} at once, the backlog and one more, and drops the SYNs of the other ${inDigits(p.clients - (m.atOnce.value ?? 0))}. Those send again after 1, 2 and 4 s, and the last one was connected after ${inTime(m.slowestMs.value ?? 0)}. The server held ${inDigits(m.heldMost.value ?? 0)} connections at a time and stopped accepting there, so it never ran out of file descriptors. One that accepts until none is left gets EMFILE, and level-triggered epoll reports the connection that it cannot accept at every wait, so it spins.`
      : `The server accepted until it had no descriptor left. A connection that it cannot accept stays ready, and each wait returns at once: ${inDigits(m.idleTurns.value ?? 0)} turns with nothing to do. ${inDigits(m.answered.value ?? 0)} of ${inDigits(p.clients)} clients got their reply.`,
});

// Left out: SYN cookies, and servers that refuse with RST instead of dropping (tcp_abort_on_overflow).
