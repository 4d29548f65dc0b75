/**
 * A range of CockroachDB, and the gateways through which clients reach it. A gateway stamps
 * requests with its own clock. A range keeps every version of its single key.
 */
import { all } from '../../../src/kernel/combinators.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { Refusal } from '../../../src/world/call.ts';
import { isCallFailure, type Server, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { type GetRequest, type Got, ReadTransaction } from './read-transaction.ts';
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

/** CockroachDB increments the logical part of a timestamp; here that is a microsecond. */
const tickMs = 0.001;

export const range = (rules: UncertaintyRules): Server<Versions, PutRequest | GetRequest> => ({
  kind: 'range',
  start: () => ({ versions: [] }),
  serve({ versions }, request, _from, node) {
    if (request.do === 'get') return get(versions, request);
    const { value, timestampMs: wantedMs } = request;
    const lastMs = versions.at(-1)?.timestampMs ?? 0;
    const isTooOld = wantedMs <= lastMs && rules['write-too-old-is-pushed'];
    const timestampMs = isTooOld ? lastMs + tickMs : wantedMs;
    if (isTooOld)
      note(node, {
        kind: 'pushes-write',
        fromMs: wantedMs,
        toMs: timestampMs,
        rule: 'write-too-old-is-pushed',
      });
    versions.push({ value, timestampMs });
    versions.sort((a, b) => a.timestampMs - b.timestampMs);
    return 'written';
  },
  shown: ({ versions }) => ({ versions: versions.length }),
});

export type GatewayRequest =
  | { readonly do: 'write'; readonly value: number; readonly range: string }
  | { readonly do: 'read'; readonly range: string }
  | { readonly do: 'time' };

interface GatewayOptions {
  readonly maxOffsetMs: number;
  /** The nodes whose clocks it compares with its own, every `compareMs`; may be empty. */
  readonly others: readonly string[];
  readonly compareMs: number;
}

interface GatewayMemory {
  stopped: boolean;
}

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
      if (request.do === 'write') return write(request.value, request.range, node);
      return new ReadTransaction(rules, node, maxOffsetMs).read(request.range);
    },
    shown: ({ stopped }) => ({ stopped }),
  };

  function* write(value: number, rangeId: string, node: ServerContext): Process<string> {
    const timestampMs = node.now();
    note(node, { kind: 'writes-value', value, timestampMs });
    return yield* node.call<string>(rangeId, { do: 'put', value, timestampMs });
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

/**
 * The latest version up to the timestamp, unless there is one in the uncertainty window after it.
 */
function get(versions: readonly Version[], { timestampMs, limitMs }: GetRequest): Got {
  const uncertain = versions.findLast(
    (version) => version.timestampMs > timestampMs && version.timestampMs <= limitMs,
  );
  if (uncertain !== undefined) return { restartMs: uncertain.timestampMs };
  return { value: versions.findLast((version) => version.timestampMs <= timestampMs)?.value ?? 0 };
}
