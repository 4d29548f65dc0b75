/**
 * A consumer: its place in a group, what it reads, and what it does with it. What it does in which order
 * stands in `poll-loop.ts`.
 */

import { Fifo } from '../../src/kernel/fifo.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { Signal } from '../../src/kernel/signal.ts';
import { type ConsumerConfig, consumerDefaults } from './config.ts';
import type { Consumer, Group, Work } from './model.ts';

export interface ConsumerOptions {
  readonly config?: Partial<ConsumerConfig>;
  readonly work: Work;
  readonly instanceId?: string;
}

/** A consumer that does not run yet: `startConsumer` lets it. */
export function newConsumer(
  group: Group,
  name: string,
  { config = {}, work, instanceId }: ConsumerOptions,
): Consumer {
  const awake = new Signal();
  const consumer: Consumer = {
    name,
    cluster: group.cluster,
    group,
    config: { ...consumerDefaults, ...config },
    instanceId,
    work,
    isRunning: false,
    hasRun: false,
    pausedUntilMs: 0,
    hungUntilMs: 0,
    state: 'unjoined',
    memberId: undefined,
    generation: -1,
    needsJoin: true,
    joining: undefined,
    assigned: undefined,
    owned: new Map(),
    turn: new Fifo(),
    lastPollMs: 0,
    isPolling: false,
    commitIsDue: false,
    lastCommitArrivalMs: 0,
    awake,
    wake: () => void awake.fire(),
    tasks: [],
    handedOn: [],
    producer: undefined,
    counts: { polls: 0, records: 0, busyMs: 0 },
  };
  group.cluster.consumers.set(name, consumer);
  return consumer;
}

/** Lets time pass for a consumer: longer where it is paused, or hangs. */
export function* spend(consumer: Consumer, ms: number): Process<void> {
  yield* sleep(ms);
  for (;;) {
    const leftMs = Math.max(consumer.pausedUntilMs, consumer.hungUntilMs) - consumer.cluster.nowMs;
    if (leftMs <= 0) return;
    yield* sleep(leftMs);
  }
}
