import * as z from 'zod';
import { Cluster } from '../../sims/io/cluster.ts';
import { headerBytes } from '../../sims/io/frames.ts';
import { difference, exactly, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import type { Process } from '../../src/kernel/process.ts';
import { chance, randomInteger } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { aboutServers, plenty } from './kit.ts';

const params = z.object({
  messages: whole(10, 400, 100, 'of a client'),
  messageBytes: whole(8, 200, 12, 'of a message, without its header'),
  cutShare: real(0, 1, 0.5, 'of messages that arrive in two segments'),
  together: whole(1, 20, 5, 'messages that arrive in one segment, at the end'),
});
type Params = z.output<typeof params>;

const pauseMs = 0.5;
const endMs = ({ messages }: Params) => messages * (2 * pauseMs + 0.5) + 50;
/** A cut is before any byte but the first; the first few lie in the header. */
const inHeader = ({ messageBytes }: Params) => (headerBytes - 1) / (headerBytes + messageBytes - 1);

export default scenario({
  ...aboutServers,
  id: 'io/cut-messages',
  asks: 'Is what one read returns one message?',
  claims: [],
  code: ['sims/io/frames.ts#push'],
  params,
  durationMs: (p) => endMs(p) + 1,
  metrics: {
    received: gauge('messages', 'read as they were sent'),
    cut: gauge('messages', 'that came in two segments'),
    headersCut: gauge('headers', 'of four bytes, that came in two segments'),
    reads: gauge('reads', 'of all messages'),
  },
  build({ world, params: p, rules, metrics }) {
    const cluster = new Cluster(world, rules, plenty);
    const counts = { cut: 0, headersCut: 0 };
    const [peer] = cluster.addPeers('client', 1, function* (sender, node): Process<void> {
      yield* sender.connect();
      const stream = node.stream('cuts');
      for (let message = 1; message <= p.messages; message++) {
        const text = `message ${message}`.padEnd(p.messageBytes, '.').slice(0, p.messageBytes);
        const place = randomInteger(stream, 1, headerBytes + p.messageBytes - 1);
        const isCut = chance(stream, p.cutShare);
        if (isCut) counts.cut += 1;
        if (isCut && place < headerBytes) counts.headersCut += 1;
        yield* sender.send(text, isCut ? [place] : [], pauseMs);
        yield* node.sleep(pauseMs);
      }
      yield* sender.sendTogether(Array.from({ length: p.together }, (_, place) => `last ${place}`));
    });
    cluster.endAt(endMs(p), () => {
      const received = cluster.received.get(1) ?? [];
      metrics.received.set(received.filter((text, place) => text === peer?.sent[place]).length);
      metrics.cut.set(counts.cut);
      metrics.headersCut.set(counts.headersCut);
      metrics.reads.set(cluster.server.machine.calls.read);
    });
    return cluster;
  },
  expect: (p) => [
    exactly(p.messages + p.together, 'received', 'received').says(
      'messages read as they were sent',
    ),
    exactly(p.messages + 1, difference('reads', 'cut'), 'reads').says(
      'reads, less messages in two segments: one for each segment',
    ),
    within('cut', 'cut', binomialBounds(p.messages, p.cutShare)).says('messages in two segments'),
    within('headersCut', 'headers', binomialBounds(p.messages, p.cutShare * inHeader(p))).says(
      'headers in two segments',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `No: TCP carries a stream of bytes and keeps no message boundaries, so each message needs a length or a delimiter. ${inDigits(p.messages + p.together)} messages took ${inDigits(m.reads.value ?? 0)} reads: ${inDigits(m.cut.value ?? 0)} came in two pieces, ${inDigits(m.headersCut.value ?? 0)} of them with the header of four bytes cut, and ${p.together} came in one. ${m.received.value === p.messages + p.together ? 'A reader that keeps what is left of a read for the next one got each as it was sent' : `Taking each read for a message, the server got ${inDigits(m.received.value ?? 0)} as they were sent`}.`,
});

// Left out: headers that lie, and messages longer than a limit.
