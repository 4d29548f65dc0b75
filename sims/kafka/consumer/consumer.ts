/**
 * A consumer: its place in a group, what it reads, and its work. The order of its steps is in
 * `poll-loop.ts`.
 */

import { Signal } from '../../../src/kernel/signal.ts';
import type { Server } from '../../../src/world/server.ts';
import { type ConsumerConfig, consumerDefaults } from '../config.ts';
import type { Consumer, Group } from '../model.ts';
import { nameInShort } from '../network/machines.ts';
import { begin } from './poll-loop.ts';
import type { Work } from './work.ts';

export interface ConsumerOptions {
  readonly config?: Partial<ConsumerConfig>;
  readonly work: Work;
  readonly instanceId?: string;
}

/** A consumer on a machine of its name, which is down until it is started. */
export function newConsumer(
  group: Group,
  name: string,
  { config = {}, work, instanceId }: ConsumerOptions,
): Consumer {
  const { cluster } = group;
  const { world, consumers } = cluster;
  const server: Server<Consumer, never> = {
    kind: 'consumer',
    start(node) {
      begin(consumer, node);
      return consumer;
    },
    serve() {
      throw new Error('a consumer serves no requests');
    },
    shown: ({ state, generation, owned }) => ({
      state,
      generation,
      reads: [...owned.values()].map(({ partition, position }) => `${partition.name}@${position}`),
    }),
  };
  const awake = new Signal();
  const consumer: Consumer = {
    name,
    cluster,
    group,
    config: { ...consumerDefaults, ...config },
    instanceId,
    work,
    machine: world.addServer(name, server, { startsUp: false }),
    node: undefined,
    state: 'unjoined',
    memberId: undefined,
    generation: -1,
    needsJoin: true,
    joining: undefined,
    assigned: undefined,
    owned: new Map(),
    metadata: undefined,
    fetching: new Set(),
    looksUp: false,
    lastPollMs: 0,
    isPolling: false,
    commitIsDue: false,
    awake,
    wake: () => void awake.fire(),
    handedOn: [],
    producer: undefined,
    counts: { polls: 0, records: 0, busyMs: 0 },
  };
  consumers.set(name, consumer);
  nameInShort(world, name);
  return consumer;
}

export const isRunning = ({ machine }: Consumer): boolean => machine.life !== 'down';
