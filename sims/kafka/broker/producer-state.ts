/**
 * What a replica knows of producers, from its log alone (Kafka's ProducerStateManager): each
 * producer's epoch and next sequence number, the start of its open transaction, and the aborted
 * transactions. A new leader has it at once, because it followed the same log.
 */
import type { LoggedBatch, RecordBatch } from './record-batch.ts';

export interface ProducerStates {
  /** By producer id. */
  readonly known: Map<number, ProducerState>;
  /** By producer id, the first offset of its open transaction. */
  readonly open: Map<number, number>;
  /** The index of aborted transactions, by the offsets of their markers. */
  aborted: readonly AbortedTransaction[];
}

export interface ProducerState {
  /** Batches of an older epoch come from a producer that was fenced. */
  epoch: number;
  /** The sequence number that the next batch of this epoch begins with. */
  nextSequence: number;
}

export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
  /** The offset of the marker. */
  readonly lastOffset: number;
}

export const noProducers = (): ProducerStates => ({
  known: new Map(),
  open: new Map(),
  aborted: [],
});

/** Updates the state with a batch that was just appended. O(1). */
export function track(states: ProducerStates, offset: number, batch: RecordBatch): void {
  const { producerId, producerEpoch, firstSequence, ids, marker } = batch;
  const state = states.known.get(producerId) ?? { epoch: producerEpoch, nextSequence: 0 };
  states.known.set(producerId, state);
  if (producerEpoch > state.epoch) {
    state.epoch = producerEpoch;
    state.nextSequence = 0;
  }
  const firstOffset = states.open.get(producerId);
  if (marker === undefined) {
    state.nextSequence = Math.max(state.nextSequence, firstSequence + ids.length);
    if (batch.isTransactional && firstOffset === undefined) states.open.set(producerId, offset);
    return;
  }
  states.open.delete(producerId);
  if (marker === 'commit' || firstOffset === undefined) return;
  states.aborted = [...states.aborted, { producerId, firstOffset, lastOffset: offset }];
}

/**
 * Rebuilds it from the batches of a log that lost its end. The index of aborted transactions stays.
 */
export function rebuilt(
  { aborted }: ProducerStates,
  batches: readonly LoggedBatch[],
): ProducerStates {
  const states = noProducers();
  for (const { offset, batch } of batches) track(states, offset, batch);
  return { ...states, aborted };
}

/** The index is truncated with the log: an abort beyond the log's end was never written. */
export function truncateAborted(states: ProducerStates, endOffset: number): void {
  states.aborted = states.aborted.filter(({ lastOffset }) => lastOffset < endOffset);
}

/** The offsets in some batches that belong to aborted transactions. */
export function abortedAmong(
  { aborted }: ProducerStates,
  batches: readonly LoggedBatch[],
): number[] {
  if (aborted.length === 0) return [];
  return batches.flatMap(({ offset, batch }) => {
    const isAborted =
      batch.isTransactional &&
      aborted.some(
        ({ producerId, firstOffset, lastOffset }) =>
          producerId === batch.producerId && firstOffset <= offset && offset < lastOffset,
      );
    return isAborted ? Array.from(batch.ids, (_, place) => offset + place) : [];
  });
}
