/**
 * A range of CockroachDB, and the gateways through which clients reach it. A gateway stamps what it is
 * asked with its own clock. The range keeps every version of its one key.
 */
import { all } from '../../../src/kernel/combinators.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { Refusal } from '../../../src/world/call.ts';
import { isCallFailure, type Server, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { UncertaintyRules } from './rules.ts';

/** The default of --max-offset. */
export const defaultMaxOffsetMs = 500;
/** A node stops at this share of it. */
export const stopShare = 0.8;

interface Version {
  readonly value: number;
  readonly timestampMs: number;
}

interface Versions {
  /** By timestamp, ascending. */
  readonly versions: Version[];
}

interface PutRequest {
  readonly do: 'put';
  readonly value: number;
  readonly timestampMs: number;
}

interface GetRequest {
  readonly do: 'get';
  readonly timestampMs: number;
  /** Values up to there may have been written before the read began. */
  readonly limitMs: number;
}

/** What a get says: the version, or the timestamp at which to read again. */
type Got = { readonly value: number } | { readonly restartMs: number };

export const range: Server<Versions, PutRequest | GetRequest> = {
  kind: 'range',
  start: () => ({ versions: [] }),
  serve: ({ versions }, request) => {
    if (request.do === 'get') return get(versions, request);
    const { value, timestampMs } = request;
    versions.push({ value, timestampMs });
    versions.sort((a, b) => a.timestampMs - b.timestampMs);
    return 'written';
  },
  shown: ({ versions }) => ({ versions: versions.length }),
};

export type GatewayRequest =
  | { readonly do: 'write'; readonly value: number }
  | { readonly do: 'read' }
  | { readonly do: 'time' };

interface GatewayOptions {
  readonly maxOffsetMs: number;
  /** Whose clocks it compares its own with, every `compareMs`; none if there are none. */
  readonly others: readonly string[];
  readonly compareMs: number;
}

interface GatewayMemory {
  stopped: boolean;
}

/** Until when a read is uncertain is fixed at its first try: a restart does not widen the window. */
export function gateway(
  rules: UncertaintyRules,
  { maxOffsetMs, others, compareMs }: GatewayOptions,
): Server<GatewayMemory, GatewayRequest> {
  return {
    kind: 'gateway',
    start(node) {
      const memory: GatewayMemory = { stopped: false };
      if (others.length > 0) node.spawn(comparing(memory, node));
      return memory;
    },
    serve(memory, request, _from, node) {
      if (memory.stopped) throw new Refusal('stopped');
      if (request.do === 'time') return node.now();
      return request.do === 'write' ? write(request.value, node) : read(node);
    },
    shown: ({ stopped }) => ({ stopped }),
  };

  function* write(value: number, node: ServerContext): Process<string> {
    const timestampMs = node.now();
    note(node, { kind: 'writes-value', value, timestampMs });
    return yield* node.call<string>('range', { do: 'put', value, timestampMs });
  }

  function* read(node: ServerContext): Process<number> {
    let timestampMs = node.now();
    const limitMs = rules['uncertain-read-restarts'] ? timestampMs + maxOffsetMs : timestampMs;
    for (;;) {
      const got = yield* node.call<Got>('range', { do: 'get', timestampMs, limitMs });
      if ('value' in got) {
        note(node, { kind: 'reads-value', value: got.value, timestampMs });
        return got.value;
      }
      const rule = 'uncertain-read-restarts';
      note(node, { kind: 'read-restarts', fromMs: timestampMs, toMs: got.restartMs, rule });
      timestampMs = got.restartMs;
    }
  }

  function* comparing(memory: GatewayMemory, node: ServerContext): Process<void> {
    while (!memory.stopped) {
      yield* node.sleep(compareMs);
      const offsets = (yield* all(others.map((other) => offsetFrom(node, other)))).filter(
        (offMs) => offMs !== undefined,
      );
      const far = offsets.filter((offMs) => Math.abs(offMs) > stopShare * maxOffsetMs);
      const isFar = far.length > 0 && 2 * far.length >= offsets.length;
      if (!isFar || !rules['node-outside-bound-stops']) continue;
      memory.stopped = true;
      note(node, { kind: 'node-stops', offMs: far[0] ?? 0, rule: 'node-outside-bound-stops' });
    }
  }
}

/** How far the node's clock is ahead of another's; undefined if that does not answer. */
function* offsetFrom(node: ServerContext, other: string): Process<number | undefined> {
  try {
    const sentMs = node.now();
    const theirMs = yield* node.call<number>(other, { do: 'time' }, { timeoutMs: 500 });
    return (sentMs + node.now()) / 2 - theirMs;
  } catch (failure) {
    if (isCallFailure(failure)) return undefined;
    throw failure;
  }
}

/** The latest version up to the timestamp; unless there is one in the window of uncertainty after it. */
function get(versions: readonly Version[], { timestampMs, limitMs }: GetRequest): Got {
  const uncertain = versions.findLast(
    (version) => version.timestampMs > timestampMs && version.timestampMs <= limitMs,
  );
  if (uncertain !== undefined) return { restartMs: uncertain.timestampMs };
  return { value: versions.findLast((version) => version.timestampMs <= timestampMs)?.value ?? 0 };
}
