import * as z from 'zod';
import { Cluster } from '../../sims/io/cluster.ts';
import { headerBytes } from '../../sims/io/frames.ts';
import type { IoLaw } from '../../sims/io/laws.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { aboutServers, latencyMs, plenty } from './kit.ts';

const params = z.object({
  clients: whole(1, 40, 10, 'with a connection each'),
  requests: whole(1, 20, 5, 'of each client, one after the reply to the other'),
  requestBytes: whole(1, 9_000, 2_000, 'of a request'),
  readBytes: whole(16, 9_000, 512, 'that one read returns at most'),
});
type Params = z.output<typeof params>;

const triggers = ['level', 'edge'] as const;
const readMs = 0.01;
const readsOf = ({ requestBytes, readBytes }: Params) =>
  Math.ceil((headerBytes + requestBytes) / readBytes);
/** All reads of all clients one after the other, and the way there and back of each round. */
const endMs = (p: Params) =>
  p.requests * (p.clients * (readsOf(p) + 2) * readMs * 2 + 4 * latencyMs) + 10;

export default scenario({
  ...aboutServers,
  id: 'io/edge-and-level',
  asks: 'A request is larger than the buffer that the server reads into. What does edge-triggered epoll do with the rest?',
  claims: [],
  code: ['sims/io/event-server.ts#readTurn', 'sims/io/epoll.ts#collect'],
  params,
  durationMs: (p) => endMs(p) + 1,
  metrics: {
    ...gaugePer(triggers, 'answered', 'requests', (trigger) => `answered, ${trigger}-triggered`),
    ...gaugePer(triggers, 'events', 'events', (trigger) => `of connections, ${trigger}-triggered`),
    ...gaugePer(triggers, 'reads', 'reads', (trigger) => `of all requests, ${trigger}-triggered`),
    ...gaugePer(triggers, 'forgotten', 'B', (trigger) => `unread at the end, ${trigger}-triggered`),
  },
  build({ world, params: p, rules, metrics }) {
    const breaches = new Breaches<IoLaw>();
    const clusters = triggers.map((trigger) => {
      const options = { ...plenty, trigger, readMs, readBytes: p.readBytes };
      const cluster = new Cluster(world, rules, options, `server-${trigger}`, breaches);
      const peers = cluster.addPeers(
        `clients-${trigger}`,
        p.clients,
        function* (peer, node): Process<void> {
          yield* node.sleep(node.stream('start')());
          yield* peer.connect();
          for (let request = 1; request <= p.requests; request++) {
            yield* peer.send(`${request}`.padEnd(p.requestBytes, '.').slice(0, p.requestBytes));
            yield* peer.replied(request);
          }
        },
      );
      cluster.endAt(endMs(p), () => {
        const { server, forgotten } = cluster;
        const answered = peers.reduce((sum, { replies }) => sum + replies.length, 0);
        metrics[`${trigger}.answered`].set(answered);
        metrics[`${trigger}.events`].set(server.events);
        metrics[`${trigger}.reads`].set(server.machine.calls.read);
        metrics[`${trigger}.forgotten`].set(forgotten);
      });
      return cluster;
    });
    return {
      breaches,
      get isDone() {
        return clusters.every(({ isDone }) => isDone);
      },
      rows: () => clusters[0]?.rows() ?? [],
    };
  },
  expect: (p) => {
    const requests = p.clients * p.requests;
    return [
      exactly(requests, 'level.answered', 'level-answered').says('requests answered, by level'),
      exactly(requests, 'edge.answered', 'edge-answered').says('requests answered, by edge'),
      exactly(requests * readsOf(p), 'level.events', 'level-events').says(
        'events by level: one for each buffer that a request fills',
      ),
      exactly(requests, 'edge.events', 'edge-events').says('events by edge: one for each arrival'),
      exactly(requests * readsOf(p), 'level.reads', 'level-reads').says('reads by level'),
      exactly(requests * (readsOf(p) + 1), 'edge.reads', 'edge-reads').says(
        'reads by edge: the last one finds nothing, EAGAIN',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    m['edge.forgotten'].value === 0
      ? `Edge-triggered epoll reports the arrival once and never mentions the rest, so the server must read on until EAGAIN (nothing is left). The server did: ${inDigits(m['edge.events'].value ?? 0)} events and ${inDigits(m['edge.reads'].value ?? 0)} reads for ${inDigits(p.clients * p.requests)} requests, ${counted(readsOf(p), 'read')} for each and one more that returns EAGAIN. With level triggering the kernel reports again what is left: ${inDigits(m['level.events'].value ?? 0)} events and as many reads.`
      : `Edge-triggered epoll reports the arrival once: ${inDigits(m['edge.forgotten'].value ?? 0)} B stay in the buffers, no event ever mentions them, and ${inDigits(p.clients * p.requests - (m['edge.answered'].value ?? 0))} of ${inDigits(p.clients * p.requests)} requests are never answered.`,
});

// Left out: requests that come in several segments, which cause events of their own.
