import * as z from 'zod';
import { Cluster } from '../../sims/io/cluster.ts';
import { exactly, largest, within } from '../../src/check/expected.ts';
import { gauge, histogram } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutServers, latencyMs, plenty } from './kit.ts';

const params = z.object({
  others: whole(1, 20, 5, 'clients beside the greedy one'),
  requests: whole(1, 40, 10, 'of each of them, one after the reply to the other'),
  readsPerTurn: whole(1, 16, 4, 'of one connection before the next one has its turn'),
});
type Params = z.output<typeof params>;

const readMs = 0.05;
const readBytes = 512;
const pauseMs = 2;
/** Just begun, the turn of all; then the turn in which the request is; and the ways. */
const waitMost = ({ others, readsPerTurn }: Params) =>
  2 * (readsPerTurn + others) * readMs + readMs + 2 * latencyMs;
const endMs = (p: Params) => 5 + p.requests * (waitMost(p) + 2 * pauseMs);

export default scenario({
  ...aboutServers,
  id: 'io/greedy-peer',
  asks: 'One peer sends as fast as the server reads. When do the others have their turn?',
  claims: [],
  code: ['sims/io/event-server.ts#readTurn'],
  params,
  durationMs: (p) => endMs(p) + 1,
  metrics: {
    waitMs: histogram('ms', 'from a request of another client to its reply'),
    answered: gauge('requests', 'of the other clients, answered'),
    greedyReads: gauge('reads', 'of the greedy client'),
    unreadLeast: gauge('B', 'of the greedy client that wait to be read, least, once it has begun'),
  },
  build({ world, params: p, rules, metrics }) {
    const options = { ...plenty, trigger: 'edge' as const, readMs, readBytes, bufferBytes: 16_384 };
    const cluster = new Cluster(world, rules, {
      ...options,
      readsPerTurn: p.readsPerTurn,
      answer: (message) => (message.startsWith('more') ? undefined : message),
    });
    let isLate = false;
    const others = cluster.addPeers('others', p.others, function* (peer, node): Process<void> {
      yield* peer.connect();
      yield* node.sleep(3);
      for (let request = 1; request <= p.requests; request++) {
        yield* node.sleep(pauseMs * (0.5 + node.stream('pause')()));
        const sentMs = node.now();
        node.spawn(watches(sentMs, request));
        yield* peer.send(`request ${request}`);
        yield* peer.replied(request);
        metrics.waitMs.record(node.now() - sentMs);
      }

      function* watches(sentMs: number, request: number): Process<void> {
        yield* node.sleep(waitMost(p));
        if (peer.replies.length >= request || isLate) return;
        isLate = true;
        cluster.breaches.report(
          'peers-get-their-turn',
          `client ${peer.id} has waited for ${inTime(node.now() - sentMs)}, and everyone’s turn takes ${inTime(waitMost(p))} at most`,
        );
      }
    });
    cluster.addPeers('greedy', 1, function* (peer, node): Process<void> {
      yield* node.sleep(1);
      yield* peer.connect();
      for (let message = 1; node.now() < endMs(p) - 3; message++)
        yield* peer.send(`more ${message}`.padEnd(1_000, '.'));
    });
    let least = Number.POSITIVE_INFINITY;
    for (let atMs = 3; atMs < endMs(p) - 3; atMs++)
      world.at(atMs, () => {
        least = Math.min(least, cluster.unreadOf(p.others + 1));
      });
    world.at(endMs(p), () => {
      metrics.answered.set(others.reduce((sum, { replies }) => sum + replies.length, 0));
      metrics.greedyReads.set(cluster.server.machine.calls.read);
      metrics.unreadLeast.set(least);
      cluster.isDone = true;
    });
    return cluster;
  },
  expect: (p) => [
    exactly(p.others * p.requests, 'answered', 'answered').says('requests of the others, answered'),
    within(largest('waitMs'), 'bounded', {
      atLeast: 2 * latencyMs + readMs,
      atMost: waitMost(p),
    }).says('ms that a request waits at the most: two turns of everyone'),
    within('unreadLeast', 'greedy', { atLeast: 1 }).says(
      'B of the greedy client that wait at any time: its reads never come to EAGAIN',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    m.answered.value === p.others * p.requests
      ? `After ${counted(p.readsPerTurn, 'read')}: the server limits the reads that a connection gets in a turn, then the others have theirs. They waited for ${inTime(m.waitMs.max ?? 0)} at most, although at least ${inDigits(m.unreadLeast.value ?? 0)} B of the greedy peer were waiting at any time. The server remembers what it has not read, because edge-triggered epoll will not mention it again.`
      : `Never: the server reads until EAGAIN, and EAGAIN does not come. ${inDigits(m.answered.value ?? 0)} of ${inDigits(p.others * p.requests)} requests of the others were answered.`,
});

// Left out: requests that take longer than a read, for which a budget of reads is not enough.
