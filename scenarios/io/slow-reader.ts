import * as z from 'zod';
import { Cluster } from '../../sims/io/cluster.ts';
import { headerBytes } from '../../sims/io/frames.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inTime, inUnits } from '../../src/words/units.ts';
import { aboutServers, latencyMs, plenty } from './kit.ts';

const params = z.object({
  bytesPerMs: whole(1_000, 9_000, 5_000, 'that each client asks for'),
  takenPerMs: whole(100, 900, 500, 'that the slow client reads'),
  pendingBytes: whole(8_192, 131_072, 65_536, 'for one client, that the server keeps'),
  bufferBytes: whole(8_192, 131_072, 32_768, 'of the kernel for one connection'),
});
type Params = z.output<typeof params>;

/** How long the two buffers last. */
const fullMs = ({ bytesPerMs, takenPerMs, pendingBytes, bufferBytes }: Params) =>
  (pendingBytes + bufferBytes) / (bytesPerMs + headerBytes - takenPerMs);
const requests = (p: Params) => Math.ceil(1.5 * fullMs(p)) + 10;
const endMs = (p: Params) => requests(p) + 10;

export default scenario({
  ...aboutServers,
  id: 'io/slow-reader',
  asks: 'A client asks for more than it reads. Where do the bytes stay, and for how long can that go on?',
  claims: [],
  code: ['sims/io/event-server.ts#send', 'sims/io/event-server.ts#flush'],
  params,
  durationMs: (p) => endMs(p) + 1,
  metrics: {
    closedMs: gauge('ms', 'from the first request of the slow client until the server gives it up'),
    pendingMost: gauge('B', 'in the memory of the server for one client, most'),
    fastReplies: gauge('replies', 'that a client gets that reads all at once'),
    tooSlow: gauge('clients', 'that the server gave up'),
  },
  build({ world, params: p, rules, metrics }) {
    const options = { ...plenty, pendingMost: p.pendingBytes, bufferBytes: p.bufferBytes };
    const answer = () => 'y'.repeat(p.bytesPerMs);
    const cluster = new Cluster(world, rules, { ...options, answer });
    const from = { startedMs: 0 };
    const [slow] = cluster.addPeers(
      'slow',
      1,
      function* (peer, node): Process<void> {
        yield* peer.connect();
        yield* node.sleep(node.stream('start')());
        from.startedMs = node.now();
        for (let request = 1; request <= requests(p) && !peer.isGone; request++) {
          yield* peer.send(`${request}`);
          peer.take(p.takenPerMs);
          yield* node.sleep(1);
        }
        if (peer.isGone) metrics.closedMs.set(node.now() - from.startedMs);
      },
      { readsAtOnce: false },
    );
    const [fast] = cluster.addPeers('fast', 1, function* (peer, node): Process<void> {
      yield* peer.connect();
      for (let request = 1; request <= requests(p); request++) {
        yield* peer.send(`${request}`);
        yield* node.sleep(1);
      }
    });
    cluster.endAt(endMs(p), () => {
      metrics.pendingMost.set(cluster.server.pendingMost);
      metrics.fastReplies.set(fast?.replies.length ?? 0);
      metrics.tooSlow.set(slow?.isGone === true ? 1 : 0);
    });
    return cluster;
  },
  expect: (p) => {
    const { bytesPerMs } = p;
    const frame = bytesPerMs + headerBytes;
    return [
      // A reply is written as a whole; the last one read of the client, and the ways there and back.
      within('closedMs', 'closed', {
        atLeast: fullMs(p) - 2 - frame / (frame - p.takenPerMs),
        atMost: fullMs(p) + 3 + 4 * latencyMs,
      }).says('ms until the buffers are full: their size by the difference of the rates'),
      within('pendingMost', 'pending', {
        atLeast: p.pendingBytes,
        atMost: p.pendingBytes + frame,
      }).says('B in memory at the most: the limit, and the reply that passes it'),
      exactly(requests(p), 'fastReplies', 'fast').says('replies to the client that keeps up'),
      exactly(1, 'tooSlow', 'given-up').says('clients given up'),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    m.tooSlow.value === 1
      ? `TCP sends no more than the client takes (its window), so the bytes stay in the kernel’s send buffer of ${inUnits(p.bufferBytes, 'B')}, then in the memory of the server, which must bound that: it stops reading requests until the replies are gone (backpressure), or closes the connection. Here ${inUnits(p.bytesPerMs * 1_000, 'B/s')} in and ${inUnits(p.takenPerMs * 1_000, 'B/s')} out fill both in ${inTime(m.closedMs.value ?? 0)}. At ${inUnits(p.pendingBytes, 'B')} the server closed the connection of the slow client; a client that reads at once got every reply.`
      : `The bytes stay in the memory of the server, without end: ${inUnits(m.pendingMost.value ?? 0, 'B')} for one client after ${inTime(endMs(p))}, and ${inUnits((p.bytesPerMs - p.takenPerMs) * 1_000, 'B')} more each second.`,
});

// Left out: to stop reading requests of a client that does not read, which keeps the connection.
