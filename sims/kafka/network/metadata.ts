/**
 * What a client knows of a cluster: which broker leads which partition. It asks a broker when it
 * starts, and again when its knowledge has proved wrong. Its knowledge may be out of date at any
 * time, and so may the broker's.
 */
import { must } from '../../../src/kernel/must.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import { ask } from './machines.ts';

export interface MetadataRequest {
  readonly kind: 'metadata';
}

/** The complete metadata, as of a version that grows with every change. */
export interface ClusterMetadata {
  readonly version: number;
  /** By the name of the partition. */
  readonly partitions: Readonly<Record<string, PartitionMetadata>>;
}

export interface PartitionMetadata {
  /** The name of the broker; undefined without a leader. */
  readonly leader: string | undefined;
  readonly epoch: number;
  /** The names of the brokers that are in sync. */
  readonly isr: readonly string[];
  /** Grows with every change to them. */
  readonly isrVersion: number;
}

export const noMetadata: ClusterMetadata = { version: -1, partitions: {} };

export class Metadata {
  readonly #node: ServerContext;
  readonly #brokers: readonly { readonly name: string }[];
  readonly #requestTimeoutMs: number;
  #known = noMetadata;
  /** Partitions whose known leader proved to be wrong. */
  readonly #doubted = new Set<string>();
  /** Fires when the pending answer has arrived. */
  #answered: Signal | undefined = undefined;
  #nextBroker = 0;

  constructor(
    node: ServerContext,
    brokers: readonly { readonly name: string }[],
    requestTimeoutMs: number,
  ) {
    this.#node = node;
    this.#brokers = brokers;
    this.#requestTimeoutMs = requestTimeoutMs;
  }

  /** The broker that leads a partition, as far as is known; undefined if that is in doubt. */
  leaderOf(partition: string): string | undefined {
    return this.#doubted.has(partition) ? undefined : this.#known.partitions[partition]?.leader;
  }

  /** Those of some partitions that have a known leader, by its name. */
  byLeader<Item>(items: Iterable<Item>, nameOf: (item: Item) => string): Map<string, Item[]> {
    const led = new Map<string, Item[]>();
    for (const item of items) {
      const leader = this.leaderOf(nameOf(item));
      if (leader === undefined) continue;
      const others = led.get(leader);
      if (others === undefined) led.set(leader, [item]);
      else others.push(item);
    }
    return led;
  }

  /** Whether any broker has answered yet. */
  get isKnown(): boolean {
    return this.#known !== noMetadata;
  }

  doubt(partition: string): void {
    this.#doubted.add(partition);
  }

  /** It was the leader after all. */
  trust(partition: string): void {
    this.#doubted.delete(partition);
  }

  /** Asks one broker after another until one answers, or all have been asked. */
  *refresh(): Process<void> {
    if (this.#answered !== undefined) return yield* this.#answered.wait();
    const answered = new Signal();
    this.#answered = answered;
    for (let asked = 0; asked < this.#brokers.length; asked++) {
      const { name } = must(
        this.#brokers[this.#nextBroker % this.#brokers.length],
        'broker in turn',
      );
      const request: MetadataRequest = { kind: 'metadata' };
      const answer = yield* ask<ClusterMetadata>(this.#node, name, request, this.#requestTimeoutMs);
      if (answer !== 'REQUEST_TIMED_OUT') {
        this.#learn(answer);
        break;
      }
      this.#nextBroker += 1;
    }
    this.#answered = undefined;
    answered.fire();
  }

  /** A broker that is behind the previous one has no news. */
  #learn(answer: ClusterMetadata): void {
    this.#doubted.clear();
    if (answer.version >= this.#known.version) this.#known = answer;
    // Another broker may know better if this one is behind.
    else this.#nextBroker += 1;
  }
}
