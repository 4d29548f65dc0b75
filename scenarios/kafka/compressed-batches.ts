import { sum } from 'd3-array';
import { strToU8 } from 'fflate/browser';
import * as z from 'zod';
import type { HasCluster } from '../../sims/kafka/model.ts';
import {
  batchHeaderBytes,
  compress,
  decompress,
  encodeRecords,
  gzipBytes,
  storedBlockBytes,
} from '../../sims/kafka/producer/compression.ts';
import type { Bound } from '../../src/check/expectation.ts';
import { quotient } from '../../src/check/expected.ts';
import { log2 } from '../../src/kernel/elementary.ts';
import { pick, type RandomStream, randomInteger } from '../../src/kernel/random.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { KafkaBuilder } from './builder.ts';
import { aboutKafka, gauge, scenario, sometimes, whole } from './kit.ts';
import { exactly, protocolInvariants, within } from './promises.ts';

const params = z.object({
  messages: whole(1_000, 10_000, 1_000, 'of each kind'),
});
type Params = z.output<typeof params>;

const sizes = [1, 10, 100, 1_000] as const;
type Size = (typeof sizes)[number];
const kinds = ['similar', 'random'] as const;
type Kind = (typeof kinds)[number];

const statuses = ['placed', 'paid', 'packed', 'sent'];
const currencies = ['EUR', 'USD', 'GBP', 'JPY'];
/** How many values each field can have, all equally likely. */
const choices = [2 ** 32, 90_000, statuses.length, currencies.length, 90_000];
const entropyBytes = sum(choices, log2) / 8;

/** An order: its names are the same in each, its values are drawn. */
function orderText(stream: RandomStream): string {
  const orderId = randomInteger(stream, 0, 2 ** 32 - 1)
    .toString(16)
    .padStart(8, '0');
  const customer = randomInteger(stream, 10_000, 99_999);
  const status = pick(stream, statuses);
  const currency = pick(stream, currencies);
  const amountCents = randomInteger(stream, 10_000, 99_999);
  return JSON.stringify({ orderId, customer, status, currency, amountCents });
}
/** Two statuses are two letters longer than "paid". */
const orderMost =
  2 +
  JSON.stringify({
    orderId: '01234567',
    customer: 10_000,
    status: 'paid',
    currency: 'EUR',
    amountCents: 10_000,
  }).length;
/** Payloads without any pattern, as encrypted or compressed ones, as long as the longest order is. */
const payloadBytes = 100;
const randomPayload = (stream: RandomStream): Uint8Array =>
  Uint8Array.from({ length: payloadBytes }, () => randomInteger(stream, 0, 255));

/** Per record: its length in two bytes, attributes, time, offset, no key, the value's length, no headers. */
const recordMost = 2 + 1 + 2 + 2 + 1 + 2 + 1;
/** The compressor begins another block after so many bytes or more. */
const blockLeast = 7_000;

/**
 * Bytes of a message in batches of a size, headers included. At least what was drawn of it, which no code can save: that
 * a total is 41 bits below has a probability of 2^-40 (Cover and Thomas, Elements of Information Theory, section 5.4).
 * At most what is stored as it is.
 */
function bytesOf(kind: Kind, size: Size, { messages }: Params): Bound {
  const headers = (batchHeaderBytes + gzipBytes) / size;
  const drawn = kind === 'similar' ? entropyBytes : payloadBytes;
  const record = recordMost + (kind === 'similar' ? orderMost : payloadBytes);
  const blocks = Math.ceil((size * record) / blockLeast);
  return {
    atLeast: headers + drawn - 41 / 8 / messages,
    atMost: (headers + record + (blocks * storedBlockBytes) / size) * batchesOver(messages, size),
  };
}
/** The last batch may be smaller. */
const batchesOver = (messages: number, size: number) =>
  (Math.ceil(messages / size) * size) / messages;

const gauges = Object.fromEntries(
  kinds.flatMap((kind) =>
    sizes.flatMap((size) => [
      [`${kind}${size}`, gauge('B', `of a message on the wire, ${kind}, in batches of ${size}`)],
      [
        `${kind}Ratio${size}`,
        gauge('times', `as small as its records, ${kind}, batches of ${size}`),
      ],
    ]),
  ),
) as Record<`${Kind}${Size}` | `${Kind}Ratio${Size}`, ReturnType<typeof gauge>>;

interface Compressing extends HasCluster {
  /** Batches so far. */
  done(): number;
}

export default scenario({
  ...aboutKafka,
  id: 'kafka/compressed-batches',
  asks: 'A producer compresses its messages. What do batches of 10, 100 and 1,000 gain over each message alone?',
  claims: ['q7-batch-compression-better'],
  code: [
    'sims/kafka/producer/compression.ts#encodeRecords',
    'sims/kafka/producer/lane.ts#addToBatch',
  ],
  params,
  durationMs: () => 1_000,
  metrics: {
    ...gauges,
    wrong: gauge('batches', 'that came out of the decompression different'),
    compressed: gauge('batches', 'of all sizes and kinds'),
  },
  build({ world, rules, params: { messages }, metrics }) {
    const { cluster } = new KafkaBuilder(world, rules);
    const { random } = world.kernel;
    const orders = random.stream('orders');
    const payloads = random.stream('payloads');
    const values = {
      similar: Array.from({ length: messages }, () => strToU8(orderText(orders))),
      random: Array.from({ length: messages }, () => randomPayload(payloads)),
    };
    let [wrong, compressed] = [0, 0];
    const steps = kinds.flatMap((kind) => sizes.map((size) => [kind, size] as const));
    for (const [step, [kind, size]] of steps.entries())
      world.at(10 * (step + 1), () => compressAll(kind, size));
    world.at(999, () => {
      metrics.wrong.set(wrong);
      metrics.compressed.set(compressed);
    });
    return { cluster, done: () => compressed };

    function compressAll(kind: Kind, size: Size): void {
      let [plainBytes, gzippedBytes, batches] = [0, 0, 0];
      for (let from = 0; from < messages; from += size) {
        const records = encodeRecords(values[kind].slice(from, from + size));
        const gzipped = compress(records);
        const again = decompress(gzipped);
        if (again.length !== records.length || again.some((byte, at) => byte !== records[at]))
          wrong += 1;
        plainBytes += records.length;
        gzippedBytes += gzipped.length;
        batches += 1;
      }
      compressed += batches;
      const each = (gzippedBytes + batches * batchHeaderBytes) / messages;
      metrics[`${kind}${size}`].set(each);
      metrics[`${kind}Ratio${size}`].set(plainBytes / gzippedBytes);
      const text = `compresses ${inDigits(messages)} ${kind} messages in batches of ${inDigits(size)}: ${inDigits(each)} B each`;
      cluster.note('producer', { kind: 'says', text });
    }
  },
  invariants: protocolInvariants,
  goals: () => [
    sometimes<Compressing>('compressed', 'batches were compressed', ({ done }) => done() > 0),
  ],
  expect: (p) => [
    exactly(0, 'wrong', 'lossless').says(
      'batches that were not the same after compression and decompression',
    ),
    exactly(2 * sum(sizes, (size) => Math.ceil(p.messages / size)), 'compressed', 'all').says(
      'batches compressed',
    ),
    ...kinds.flatMap((kind) =>
      sizes.map((size) =>
        within(`${kind}${size}` as const, `${kind}-${size}`, bytesOf(kind, size, p)).says(
          `bytes that a ${kind} message takes in batches of ${inDigits(size)}: at least its random part, at most all of it, with its share of the headers`,
        ),
      ),
    ),
    within(quotient('similarRatio1000', 'similarRatio1'), 'batches-compress-better', {
      atLeast: 1,
      atMost: recordMost + orderMost,
    }).says(
      'compression ratio of similar messages in batches of 1,000, as a multiple of that of each alone',
      'q7-batch-compression-better',
    ),
    within('randomRatio1000', 'random-does-not', {
      atLeast: payloadBytes / (bytesOf('random', 1_000, p).atMost ?? 0),
      atMost: (recordMost + payloadBytes) / (payloadBytes - 41 / 8 / p.messages),
    }).says(
      'compression ratio of random payloads in batches of 1,000: only the fields around them compress',
      'q7-batch-compression-better',
    ),
  ],
  tells({ metrics: m }) {
    const bytes = (kind: Kind, size: Size) => significant(m[`${kind}${size}`].value ?? 0);
    const ratio = (kind: Kind, size: Size) => significant(m[`${kind}Ratio${size}`].value ?? 0);
    return (
      `A compressor saves what repeats within a batch: similar messages take ${bytes('similar', 1)} B each alone, ${bytes('similar', 10)} B in batches of 10, ${bytes('similar', 100)} B in batches of 100 and ${bytes('similar', 1_000)} B in batches of 1,000, ` +
      `which are compression ratios of ${ratio('similar', 1)}, ${ratio('similar', 10)}, ${ratio('similar', 100)} and ${ratio('similar', 1_000)}. ` +
      `Most of the gain is there at 100 messages; ${significant(entropyBytes)} B of each message are random, and no batch saves them. ` +
      `Random payloads of ${payloadBytes} B, such as encrypted ones, take ${bytes('random', 1_000)} B at best: their batches share headers and nothing else.`
    );
  },
});

// Left out: other codecs (snappy, lz4, zstd), the time of compression, and keys.
