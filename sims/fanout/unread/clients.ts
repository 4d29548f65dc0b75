/** A service that adds messages to a chat, and a device on which the user reads it. */
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { client, isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import type { BadgeRequest, Loaded } from './badge.ts';

export interface Posting {
  readonly messages: number;
  readonly everyMs: number;
  /** After so long without an answer the service sends a message again. */
  readonly timeoutMs: number;
}

export const posting = (store: NodeId, { messages, everyMs, timeoutMs }: Posting) =>
  client('service', (node) => {
    for (let number = 1; number <= messages; number++) node.spawn(adds(node, number));
    return {};

    function* adds(of: ServerContext, number: number): Process<void> {
      yield* of.sleep(number * everyMs);
      for (;;) {
        try {
          yield* of.call(store, { add: `m${number}` } satisfies BadgeRequest, { timeoutMs });
          return;
        } catch (failure) {
          if (!isCallFailure(failure)) throw failure;
        }
      }
    }
  });

/** The user opens the chat, reads for a while, and the device says up to where. */
export interface Visit {
  readonly atMs: number;
  readonly readMs: number;
}

export const reading = (store: NodeId, visits: readonly Visit[]) =>
  client('device', (node) => node.spawn(reads(node, store, visits)));

function* reads(node: ServerContext, store: NodeId, visits: readonly Visit[]): Process<void> {
  for (const { atMs, readMs } of visits) {
    yield* node.sleep(Math.max(0, atMs - node.now()));
    const { upTo } = yield* node.call<Loaded>(store, { load: true } satisfies BadgeRequest);
    yield* node.sleep(readMs);
    yield* node.call(store, { read: upTo } satisfies BadgeRequest);
  }
}
