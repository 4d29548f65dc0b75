/** ListOffsets, at the broker: where logs begin, and up to which offset consumers may read. */
import type { Broker } from './replica.ts';

export interface ListOffsetsRequest {
  readonly kind: 'list-offsets';
  readonly partitions: readonly string[];
}

export interface ListedOffsets {
  readonly partition: string;
  readonly startOffset: number;
  readonly highWatermark: number;
}

/** Answers for those of the partitions that the broker leads. */
export function listOffsets(
  { replicas }: Broker,
  { partitions }: ListOffsetsRequest,
): readonly ListedOffsets[] {
  return partitions.flatMap((partition) => {
    const replica = replicas.get(partition);
    if (replica?.leads === undefined) return [];
    const { log, highWatermark } = replica;
    return [{ partition, startOffset: log.startOffset, highWatermark }];
  });
}
