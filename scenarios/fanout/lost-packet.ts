import * as z from 'zod';
import { blockedShare } from '../../sims/fanout/formulas.ts';
import {
  type Carrier,
  carriers,
  receiverServer,
  senderServer,
} from '../../sims/fanout/transport/packets.ts';
import { meanBounds } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { constant } from '../../src/kernel/distribution.ts';
import { must } from '../../src/kernel/must.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inPercent, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutServers, watching } from './kit.ts';

const params = z.object({
  streams: whole(1, 20, 4, 'that send at the same time'),
  apartMs: real(1, 100, 20, 'between two packets, of whichever stream'),
  latencyMs: real(1, 300, 40, 'of a packet, one way'),
  loss: real(0, 0.2, 0.03, 'probability that a packet is lost'),
  packets: whole(200, 3_000, 2_500, 'of all streams together'),
});
type Params = z.output<typeof params>;

/** A round trip and half of one: a packet is not sent again while its acknowledgement is under way. */
const againMs = (p: Params) => 3 * p.latencyMs + 0.5;
const runMs = (p: Params) => p.packets * p.apartMs + 12 * againMs(p) + 1_000;
/** Later than a message that nothing holds up. */
const lateMs = (p: Params) => p.latencyMs + 0.01;

const says: Readonly<Record<Carrier, string>> = {
  one: 'one connection for all streams',
  each: 'a connection for each stream',
  datagrams: 'datagrams, never sent again',
};

/** Share of messages that wait, and how many of them tell something of their own. */
function blocked(carrier: Carrier, p: Params) {
  if (carrier === 'datagrams') return { atLeast: 0, atMost: 0 };
  const apartMs = carrier === 'one' ? p.apartMs : p.apartMs * p.streams;
  const mean = blockedShare(p.loss, apartMs, againMs(p));
  // A lost packet holds up those after it: messages so close together wait together.
  const together = 1 + Math.ceil(againMs(p) / apartMs);
  return meanBounds({ mean, deviation: Math.sqrt(mean * (1 - mean)) }, p.packets / together);
}

export default scenario({
  ...aboutServers,
  id: 'fanout/lost-packet',
  asks: 'A packet is lost. Which messages wait for it: all on the connection, those of its stream, or none?',
  claims: ['top-webrtc-lowest-latency'],
  code: ['sims/fanout/transport/packets.ts#receiverServer', 'sims/fanout/formulas.ts#blockedShare'],
  params,
  network: ({ latencyMs }) => ({ latencyMs: constant(latencyMs) }),
  durationMs: runMs,
  metrics: {
    ...gaugePer(carriers, 'late', 'share', (one) => `of messages that wait, ${says[one]}`),
    ...gaugePer(carriers, 'p99Ms', 'ms', (one) => `99th percentile of all messages, ${says[one]}`),
    ...gaugePer(carriers, 'lost', 'share', (one) => `of messages that never come, ${says[one]}`),
  },
  build({ world, params: p, metrics }) {
    const all = new Map<Carrier, number[]>(carriers.map((carrier) => [carrier, []]));
    let isOver = false;
    const subject = watching(world, () => isOver);
    for (const carrier of carriers) {
      const [sender, receiver] = [`sender-${carrier}`, `receiver-${carrier}`];
      const times = must(all.get(carrier), 'times of a carrier');
      const options = { ...p, carrier, receiver, againMs: againMs(p) };
      const atOnce = { processingMs: 0 };
      world.addServer(
        receiver,
        receiverServer(options, ({ sentMs }, atMs) => times.push(atMs - sentMs)),
        atOnce,
      );
      world.addServer(sender, senderServer(options), atOnce);
      world.network.changeLink(sender, receiver, { loss: p.loss });
    }
    world.at(runMs(p) - 1, () => {
      for (const [carrier, times] of all) {
        const sorted = [...times].sort((one, other) => one - other);
        const late = times.filter((ms) => ms > lateMs(p)).length;
        metrics[`${carrier}.late`].set(late / p.packets);
        metrics[`${carrier}.p99Ms`].set(sorted[Math.ceil(0.99 * sorted.length) - 1] ?? 0);
        metrics[`${carrier}.lost`].set(1 - times.length / p.packets);
      }
      isOver = true;
    });
    return subject;
  },
  expect: (p) => [
    ...carriers.map((carrier) =>
      within(`${carrier}.late`, `${carrier}-late`, blocked(carrier, p)).says(
        `share of messages that wait for an earlier packet, with ${says[carrier]}`,
        'top-webrtc-lowest-latency',
      ),
    ),
    ...(['one', 'each'] as const).map((carrier) =>
      within(`${carrier}.lost`, `${carrier}-lost`, { atMost: 0 }).says(
        `share of messages that never come, with ${says[carrier]}`,
      ),
    ),
    within(
      'datagrams.lost',
      'datagrams-lost',
      meanBounds({ mean: p.loss, deviation: Math.sqrt(p.loss * (1 - p.loss)) }, p.packets),
    ).says(
      'share of datagrams that never come: those whose packet is lost',
      'top-webrtc-lowest-latency',
    ),
  ],
  tells: ({ params: p, metrics: m }) =>
    `All that come later on the same connection or stream, because TCP and each stream of HTTP/3 deliver in order (head-of-line blocking), so HTTP/2 over one TCP connection suffers and HTTP/3 keeps it to a stream: with ${inPercent(p.loss)} of the packets lost, ${percent(m['one.late'].value)} of the messages wait on one connection, and ${percent(m['each.late'].value)} if each of ${p.streams} streams is ordered by itself (QUIC). A lost packet is sent again after ${inTime(againMs(p))}, and what came after it waits at the receiver. Datagrams (UDP, WebRTC) never wait, but ${percent(m['datagrams.lost'].value)} of them never come.\n\n` +
    plainTable([
      ['carrier', 'wait', '99th percentile', 'never come'],
      ...carriers.map((carrier) => [
        says[carrier],
        percent(m[`${carrier}.late`].value),
        inTime(m[`${carrier}.p99Ms`].value ?? 0),
        percent(m[`${carrier}.lost`].value),
      ]),
    ]),
});

// Left out: fast retransmission after three duplicate acknowledgements, congestion control, and losses that come in bursts.
