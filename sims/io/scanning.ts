/** select(2) and poll(2): the whole list is handed over and looked through with every wait. */
import type { Descriptors } from './descriptors.ts';
import { alwaysReported, eventBits } from './masks.ts';
import type { IoRules } from './rules.ts';

/** FD_SETSIZE of glibc: an fd_set has that many bits, and does not grow. */
export const setSize = 1_024;

export interface Scan {
  /** Descriptors with the events that hold. */
  readonly ready: readonly { readonly descriptor: number; readonly events: number }[];
  /** Descriptors that the kernel looked at. */
  readonly inspected: number;
}

/** As poll(2): one entry for each descriptor, whatever its number is. */
export function poll(
  descriptors: Descriptors,
  watched: readonly { readonly descriptor: number; readonly events: number }[],
): Scan {
  const ready: { descriptor: number; events: number }[] = [];
  for (const { descriptor, events } of watched) {
    const file = descriptors.get(descriptor);
    const mask = file === undefined ? eventBits.NVAL : file.readiness() & (events | alwaysReported);
    if (mask !== 0) ready.push({ descriptor, events: mask });
  }
  return { ready, inspected: watched.length };
}

/** The bits of an fd_set, and the byte that lies behind it in the memory of the program. */
export class DescriptorSet {
  readonly #memory = new Uint8Array(setSize / 8 + 1_024);
  readonly #rules: IoRules;
  /** Above every descriptor in the set. */
  most = 0;

  constructor(rules: IoRules) {
    this.#rules = rules;
  }

  /** FD_SET checks nothing. Answers whether the descriptor was put in. */
  put(descriptor: number): boolean {
    if (this.#rules['descriptor-fits-the-set'] && descriptor >= setSize) return false;
    const place = descriptor >> 3;
    this.#memory[place] = (this.#memory[place] ?? 0) | (1 << (descriptor & 7));
    this.most = Math.max(this.most, descriptor + 1);
    return true;
  }

  has(descriptor: number): boolean {
    return ((this.#memory[descriptor >> 3] ?? 0) & (1 << (descriptor & 7))) !== 0;
  }

  /** Bytes behind the set that are no longer what they were. */
  get overwritten(): number {
    return this.#memory.subarray(setSize / 8).filter((byte) => byte !== 0).length;
  }
}

/** As select(2), for reading: every bit below the highest descriptor is looked at, whether it is set or not. */
export function select(descriptors: Descriptors, set: DescriptorSet): Scan {
  const ready: { descriptor: number; events: number }[] = [];
  const most = Math.min(set.most, setSize);
  for (let descriptor = 0; descriptor < most; descriptor++) {
    if (!set.has(descriptor)) continue;
    const mask = (descriptors.get(descriptor)?.readiness() ?? 0) & (eventBits.IN | alwaysReported);
    if (mask !== 0) ready.push({ descriptor, events: mask });
  }
  return { ready, inspected: most };
}
