/** What the delivery table measures, expects and says: lost and repeated records, by policy. */
import { none, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { counted } from '../../src/words/numbers.ts';
import { records } from './words.ts';

export const deliveryMetrics = {
  beforeLost: gauge('records', 'lost by committing before the work'),
  beforeRepeated: gauge('records', 'processed twice by it'),
  autoLost: gauge('records', 'lost with automatic commits'),
  autoRepeated: gauge('records', 'processed twice with them'),
  eachLost: gauge('records', 'lost by committing after each record'),
  eachRepeated: gauge('records', 'processed twice by it'),
  batchLost: gauge('records', 'lost by committing after each poll'),
  batchRepeated: gauge('records', 'processed twice by it'),
  rememberedLost: gauge('records', 'lost if processed ids are remembered'),
  rememberedRepeated: gauge('records', 'processed twice if they are'),
  recognised: gauge('records', 'that came again and were recognised'),
  resultsLost: gauge('records', 'lost with offsets stored with the results'),
  resultsRepeated: gauge('records', 'processed twice with them'),
  outputRepeated: gauge('results', 'of transactions that a read_committed reader saw twice'),
  outsideRepeated: gauge(
    'records',
    'whose effect outside Kafka happened twice with those consumers',
  ),
  queueOnDeliveryLost: gauge('messages', 'lost by a queue acknowledged on delivery'),
  queueOnDeliveryRepeated: gauge('messages', 'processed twice by it'),
  queueAfterLost: gauge('messages', 'lost by a queue acknowledged after the work'),
  queueAfterRepeated: gauge('messages', 'processed twice by it'),
};

type Name = keyof typeof deliveryMetrics;
type Counts = Readonly<Record<Name, { readonly value: number | undefined }>>;

const dashed = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** It must not happen. */
export const never = (name: Name) => none(name, `no-${dashed(name)}`);

/** It happens, because crashes find records in progress. */
export const happens = (name: Name, atMost = Infinity) =>
  within(name, `some-${dashed(name)}`, {
    atLeast: 1,
    ...(atMost < Infinity ? { atMost } : {}),
  });

/** The table in words. */
export function tellDelivery(crashes: number, metrics: Counts): string {
  const lostAndTwice = (lost: number | undefined, twice: number | undefined) =>
    `${records(lost)} lost, ${records(twice)} twice`;
  return [
    `It depends on when the offset is committed. If before the work, a crash loses the records in progress (at most once: here ${records(metrics.beforeLost.value)} in ${counted(crashes, 'crash', 'crashes')}); if after it, the records since the last commit are processed again (at least once: here ${metrics.batchRepeated.value} twice and ${records(metrics.batchLost.value)} lost).`,
    `So commit after the work, and make the effect idempotent: store the ids of processed records, or the offset in the transaction of the result (${lostAndTwice(metrics.rememberedLost.value, metrics.rememberedRepeated.value)} in their effects, although ${metrics.recognised.value} came again).`,
    `Kafka’s default, automatic commits by the poll loop, is at least once too (${lostAndTwice(metrics.autoLost.value, metrics.autoRepeated.value)}), as long as each batch is done before the next poll.`,
    `Kafka transactions keep the output free of repetitions (${records(metrics.outputRepeated.value)} twice), and not effects outside Kafka (${metrics.outsideRepeated.value} twice).`,
    `A queue is no different: acknowledged on delivery ${lostAndTwice(metrics.queueOnDeliveryLost.value, metrics.queueOnDeliveryRepeated.value)}; acknowledged after the work ${lostAndTwice(metrics.queueAfterLost.value, metrics.queueAfterRepeated.value)}.`,
  ].join(' ');
}
