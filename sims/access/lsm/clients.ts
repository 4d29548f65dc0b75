/** Clients of a store: one that writes at a given rate, whatever the answers, and reads what was acknowledged. */
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { client, isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import type { Entry } from './sorted-run.ts';
import type { StoreRequest } from './store.ts';

export interface WriterOptions {
  readonly store: NodeId;
  readonly firstAtMs: number;
  readonly everyMs: number;
  /** Written by one request each. */
  readonly batches: readonly (readonly Entry[])[];
  /** How long an answer is waited for. */
  readonly timeoutMs: number;
  /** When what was acknowledged is read; undefined if it is not. */
  readonly readsAtMs: number | undefined;
}

export interface WriterTotals {
  readonly acknowledged: Entry[];
  /** Requests without an answer in time. */
  unanswered: number;
  slowestMs: number;
  /** Acknowledged keys that have another value, or none, when they are read. */
  lost: number;
  hasRead: boolean;
}

export const noWrites = (): WriterTotals => ({
  acknowledged: [],
  unanswered: 0,
  slowestMs: 0,
  lost: 0,
  hasRead: false,
});

/** Keeps its totals up to date. */
export const writer = (options: WriterOptions, totals: WriterTotals) =>
  client('writer', (node) => {
    node.spawn(writes(node, options, totals));
    if (options.readsAtMs !== undefined) node.spawn(reads(node, options, totals));
  });

function* writes(node: ServerContext, options: WriterOptions, totals: WriterTotals): Process<void> {
  for (const [place, entries] of options.batches.entries()) {
    yield* node.sleep(options.firstAtMs + place * options.everyMs - node.now());
    node.spawn(put(node, options, entries, totals));
  }
}

function* put(
  node: ServerContext,
  { store, timeoutMs }: WriterOptions,
  entries: readonly Entry[],
  totals: WriterTotals,
): Process<void> {
  const sentMs = node.now();
  const request: StoreRequest = { do: 'put', entries };
  try {
    yield* node.call(store, request, { timeoutMs });
    totals.acknowledged.push(...entries);
    totals.slowestMs = Math.max(totals.slowestMs, node.now() - sentMs);
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
    totals.unanswered += 1;
  }
}

function* reads(node: ServerContext, options: WriterOptions, totals: WriterTotals): Process<void> {
  yield* node.sleep(options.readsAtMs ?? 0);
  for (const { key, value } of totals.acknowledged) {
    const request: StoreRequest = { do: 'get', key };
    const found = yield* node.call<number | null>(options.store, request);
    if (found !== value) totals.lost += 1;
  }
  totals.hasRead = true;
}
