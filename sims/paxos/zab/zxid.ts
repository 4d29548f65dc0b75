/** The number of a transaction: the epoch of its leader, and a counter within it (Zab). */

export interface Zxid {
  readonly epoch: number;
  readonly counter: number;
}

export const noZxid: Zxid = { epoch: 0, counter: 0 };

export const isEarlier = (one: Zxid, other: Zxid): boolean =>
  one.epoch === other.epoch ? one.counter < other.counter : one.epoch < other.epoch;

export const isSameZxid = (one: Zxid, other: Zxid): boolean =>
  one.epoch === other.epoch && one.counter === other.counter;

export const zxidInWords = ({ epoch, counter }: Zxid): string => `${epoch}:${counter}`;
