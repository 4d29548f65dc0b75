/**
 * For contrast, a queue like RabbitMQ's. The broker pushes messages to workers, a few at a time
 * (prefetch), and forgets each as soon as it is acknowledged. Messages that a worker had not
 * acknowledged when its connection broke are delivered again, up to a limit, and then go to the dead
 * letters.
 *
 * Every message is at any time in exactly one place: ready, unacknowledged, acknowledged or dead.
 */
import { Fifo } from '../../src/kernel/fifo.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { Signal } from '../../src/kernel/signal.ts';
import type { Server } from '../../src/world/server.ts';
import type { Cluster } from './model.ts';
import { nameInShort } from './network/machines.ts';

export interface Message {
  readonly id: number;
  readonly publishedAtMs: number;
  /** How often it was delivered so far. */
  deliveries: number;
  readonly isPoison: boolean;
}

export interface PushQueue {
  readonly name: string;
  readonly ready: Fifo<Message>;
  readonly unacknowledged: Map<Message, string>;
  readonly dead: Message[];
  published: number;
  /** Acknowledged before the work, then lost with the worker. */
  lost: number;
  acknowledged: number;
  /** Fires when there is a message, or room for one at a worker. */
  readonly changed: Signal;
  /** After that many deliveries a message is dead (x-delivery-limit); Infinity for never. */
  readonly deliveryLimit: number;
  /** How often each message was processed to the end, by id. */
  readonly effects: Map<number, number>;
  /** Times from publishing to the first effect. */
  readonly delaysMs: number[];
}

export const newPushQueue = (name: string, deliveryLimit = Infinity): PushQueue => ({
  name,
  ready: new Fifo(),
  unacknowledged: new Map(),
  dead: [],
  published: 0,
  lost: 0,
  acknowledged: 0,
  changed: new Signal(),
  deliveryLimit,
  effects: new Map(),
  delaysMs: [],
});

export function publish(cluster: Cluster, queue: PushQueue, isPoison = false): void {
  const message = { id: queue.published, publishedAtMs: cluster.nowMs, deliveries: 0, isPoison };
  queue.published += 1;
  queue.ready.push(message);
  queue.changed.fire();
}

export interface QueueWorker {
  readonly name: string;
  /** How many unacknowledged messages it may hold (basic.qos). */
  readonly prefetch: number;
  readonly drawMs: () => number;
  /** Acknowledge on delivery (at most once), or after the work (at least once). */
  readonly acknowledges: 'on-delivery' | 'after-work';
  /** After how many messages it acknowledges all of them at once (multiple; default: 1). */
  readonly acknowledgesEvery?: number;
  /** Pushed to it and not processed yet. */
  readonly inHand: Message[];
  /** Processed, and not yet acknowledged. */
  readonly done: Message[];
}

export const newQueueWorker = (settings: Omit<QueueWorker, 'inHand' | 'done'>): QueueWorker => ({
  ...settings,
  inHand: [],
  done: [],
});

/** Adds a worker's machine, and starts it. */
export function startQueueWorker(cluster: Cluster, queue: PushQueue, worker: QueueWorker): void {
  const { world } = cluster;
  const server: Server<QueueWorker, never> = {
    kind: 'queue-worker',
    start(node) {
      node.spawn(work(cluster, queue, worker));
      return worker;
    },
    serve() {
      throw new Error('a worker serves no requests');
    },
    shown: ({ inHand }) => ({ inHand: inHand.length }),
  };
  world.addServer(worker.name, server);
  nameInShort(world, worker.name);
  world.trace.on('crash', ({ node }) => {
    if (node === worker.name) connectionBroke(cluster, queue, worker);
  });
}

/** The connection breaks: the worker's messages return to the head of the queue, in order. */
function connectionBroke(cluster: Cluster, queue: PushQueue, worker: QueueWorker): void {
  const inHand = worker.inHand.splice(0);
  worker.done.length = 0;
  if (worker.acknowledges === 'on-delivery') queue.lost += inHand.length;
  const held = [...queue.unacknowledged].flatMap(([message, by]) =>
    by === worker.name ? [message] : [],
  );
  cluster.note(worker.name, { kind: 'redelivers', messages: held.length });
  for (const message of held.reverse()) giveBack(queue, message);
}

function giveBack(queue: PushQueue, message: Message): void {
  queue.unacknowledged.delete(message);
  if (message.deliveries >= queue.deliveryLimit) queue.dead.push(message);
  else queue.ready.unshift(message);
  queue.changed.fire();
}

function* work(cluster: Cluster, queue: PushQueue, worker: QueueWorker): Process<void> {
  const { inHand, done } = worker;
  for (;;) {
    fetch(queue, worker);
    const [message] = inHand;
    if (message === undefined) {
      yield* queue.changed.wait();
      continue;
    }
    yield* sleep(worker.drawMs());
    inHand.shift();
    if (message.isPoison) {
      giveBack(queue, message);
      continue;
    }
    const count = queue.effects.get(message.id) ?? 0;
    queue.effects.set(message.id, count + 1);
    if (count === 0) queue.delaysMs.push(cluster.nowMs - message.publishedAtMs);
    if (worker.acknowledges === 'on-delivery') continue;
    done.push(message);
    if (done.length < (worker.acknowledgesEvery ?? 1) && inHand.length > 0) continue;
    // The acknowledgement is in flight: after a crash now, the messages come again.
    yield* sleep(cluster.drawLatencyMs());
    for (const one of done.splice(0)) acknowledge(queue, one);
  }
}

/** The broker pushes until the worker holds as many as it may. */
function fetch(queue: PushQueue, worker: QueueWorker): void {
  while (worker.inHand.length + worker.done.length < worker.prefetch) {
    const message = queue.ready.shift();
    if (message === undefined) return;
    message.deliveries += 1;
    queue.unacknowledged.set(message, worker.name);
    worker.inHand.push(message);
    if (worker.acknowledges === 'on-delivery') acknowledge(queue, message);
  }
}

function acknowledge(queue: PushQueue, message: Message): void {
  if (queue.unacknowledged.delete(message)) queue.acknowledged += 1;
}

/** What is wrong with the queue's counts by its law; undefined if nothing is. */
export function lostFrom(queue: PushQueue): string | undefined {
  const { published, ready, unacknowledged, acknowledged, dead } = queue;
  const there = ready.length + unacknowledged.size + acknowledged + dead.length;
  if (there === published) return undefined;
  return `${published} were published to ${queue.name}, but ${there} are ready, unacknowledged, acknowledged or dead`;
}

/** Processed more than once. */
export const repeatedIn = ({ effects }: PushQueue): number =>
  [...effects.values()].filter((count) => count > 1).length;
