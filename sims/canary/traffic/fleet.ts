/**
 * A fleet: the instances of a service that run one version. It answers as many requests as its
 * instances can, starts and stops instances, and shows what it has counted to whoever asks.
 *
 * A crash takes the counters, as it does a scraped process's; how many instances there should be is
 * on the disk.
 */
import { drawBinomial } from '../../../src/kernel/counts.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { RandomStream } from '../../../src/kernel/random.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import type { CanaryNote } from '../notes.ts';
import type { Batch } from './batch.ts';

export interface FleetOptions {
  /** Running when the world begins. */
  readonly instances: number;
  /** Capacity of one instance in the time of a batch. */
  readonly capacity: number;
  /** Of the old version, 0 to 1. */
  readonly errorRate: number;
  /** What the new version adds to it. */
  readonly errorRateAdded: number;
  /** From starting an instance until it is ready. */
  readonly startMs: number;
  /** From taking an instance out of rotation until it has stopped. */
  readonly drainMs: number;
  /** Whenever the number of instances changes: for measurements. */
  readonly onScaled?: (instances: Instances) => void;
}

export interface Instances {
  readonly ready: number;
  readonly wanted: number;
}

export type FleetRequest =
  | Batch
  /** Answered once that many instances are up, and no more. */
  | { readonly kind: 'scale'; readonly to: number }
  /** Another release becomes the new version. */
  | { readonly kind: 'install'; readonly errorRateAdded: number }
  | { readonly kind: 'scrape' };

/** The number of requests that a version has answered since the fleet started, and its errors. */
export interface Counters {
  readonly requests: number;
  readonly errors: number;
}

/** What a scrape shows. */
export interface Scraped {
  readonly old: Counters;
  readonly new: Counters;
}

interface FleetRecord {
  readonly instances: number;
  readonly errorRateAdded: number;
}

interface FleetMemory {
  readonly options: FleetOptions;
  readonly errors: RandomStream;
  ready: number;
  wanted: number;
  errorRateAdded: number;
  counters: Scraped;
}

const nothing: Counters = { requests: 0, errors: 0 };

export function fleet(options: FleetOptions): Server<FleetMemory, FleetRequest, FleetRecord> {
  return {
    kind: 'fleet',
    start(node, { journal }) {
      const { instances, errorRateAdded } = journal.at(-1) ?? options;
      return {
        options,
        errors: node.stream('errors'),
        ready: instances,
        wanted: instances,
        errorRateAdded,
        counters: { old: nothing, new: nothing },
      };
    },
    serve(memory, request, _from, node) {
      switch (request.kind) {
        case 'requests':
          return answer(memory, request);
        case 'scale':
          return scale(memory, request.to, node);
        case 'install':
          memory.errorRateAdded = request.errorRateAdded;
          save(memory, node);
          return 'installed';
        case 'scrape':
          return memory.counters;
      }
    },
    /** A copy of another fleet's request: nothing waits for this answer. */
    receive(memory, message) {
      answer(memory, message as Batch);
    },
    shown: ({ ready, wanted, errorRateAdded, counters }) => ({
      ...{ ready, wanted, errorRateAdded },
      ...{ oldRequests: counters.old.requests, newRequests: counters.new.requests },
    }),
  };
}

/** Counts since the previous scrape: counters that have fallen have restarted. */
export function since(now: Counters, before: Counters): Counters {
  if (now.requests < before.requests) return now;
  return { requests: now.requests - before.requests, errors: now.errors - before.errors };
}

/** Requests beyond the capacity of the instances are not served. */
function answer(memory: FleetMemory, { requests, isNew }: Batch) {
  const { ready, errorRateAdded, errors: stream, options } = memory;
  const served = Math.min(requests, Math.ceil(ready * options.capacity - rounding));
  const errors = drawBinomial(served, options.errorRate, stream);
  // Requests that the old version would have answered, and the new one fails.
  const broken = isNew ? drawBinomial(served - errors, errorRateAdded, stream) : 0;
  const version = isNew ? 'new' : 'old';
  const counted = memory.counters[version];
  memory.counters = {
    ...memory.counters,
    [version]: {
      requests: counted.requests + served,
      errors: counted.errors + errors + broken,
    },
  };
  return { served, exposed: isNew ? served : 0, errors, broken };
}

/** A capacity that is an integer apart from rounding is that integer. */
const rounding = 1e-6;

/** A repeated scale request finds part of the work done. Throws Refusal while the work fails. */
function* scale(
  memory: FleetMemory,
  to: number,
  node: ServerContext<FleetRecord>,
): Process<Instances> {
  const { startMs, drainMs } = memory.options;
  const isSmaller = to < memory.ready;
  const isChange = to !== memory.wanted || isSmaller;
  memory.wanted = to;
  if (isSmaller) memory.ready = to;
  if (isChange) scaled(memory, node);
  if (isSmaller) {
    yield* node.work(drainMs);
  } else if (to > memory.ready) {
    yield* node.work(startMs);
    // Another request may have asked for fewer in the meantime.
    memory.ready = Math.max(memory.ready, Math.min(to, memory.wanted));
    scaled(memory, node);
  }
  return { ready: memory.ready, wanted: memory.wanted };
}

function scaled(memory: FleetMemory, node: ServerContext<FleetRecord>): void {
  const { ready, wanted } = memory;
  const note: CanaryNote = { kind: 'scaled', ready, wanted };
  node.note(note);
  save(memory, node);
  memory.options.onScaled?.({ ready, wanted });
}

function save({ ready, errorRateAdded }: FleetMemory, node: ServerContext<FleetRecord>): void {
  node.persist({ instances: ready, errorRateAdded });
}
