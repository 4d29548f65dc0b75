/**
 * A store that keeps its writes in memory, and brings them to disk by one of four policies: the
 * append-only file of Redis, synced always, every second or never, and snapshots.
 */
import type { Process } from '../../../src/kernel/process.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { type DurabilityJudge, type Halves, halvesOf } from './laws.ts';
import type { DurabilityOptions } from './options.ts';
import type { DurabilityRules } from './rules.ts';

/**
 * The log up to a write, or a snapshot: the last write of each half of the keys; `isHalf`: it is
 * unfinished.
 */
type StoreRecord =
  | { readonly upTo: number }
  | { readonly snapshot: Halves; readonly isHalf: boolean };

interface Memory {
  written: number;
  synced: number;
  /** Start of the running sync; undefined if none is running. */
  syncSinceMs: number | undefined;
  readonly changed: Signal;
}

type Context = ServerContext<StoreRecord>;

/** State of the machine outside the process: it survives a kill. */
export interface Machine {
  pageCache: number;
  downAtMs: number;
}

interface StoreParts {
  readonly rules: DurabilityRules;
  readonly options: DurabilityOptions;
  readonly judge: DurabilityJudge;
  readonly machine: Machine;
}

export function storeServer(
  rules: DurabilityRules,
  options: DurabilityOptions,
  judge: DurabilityJudge,
  machine: Machine,
): Server<Memory, { readonly write: true }, StoreRecord> {
  const parts: StoreParts = { rules, options, judge, machine };
  const { policy } = options;

  return {
    kind: 'store',
    start(node, { journal, torn }) {
      const upTo = recover(parts, journal, torn, node);
      const memory = { written: upTo, synced: upTo, syncSinceMs: undefined, changed: new Signal() };
      node.spawn(loops[policy](parts, memory, node));
      return memory;
    },
    *serve(memory, _request, _from, node) {
      if (policy === 'everysec') yield* lateSync(parts, memory, node);
      memory.written += 1;
      const write = memory.written;
      machine.pageCache = write;
      note(node, { kind: 'stores', write });
      memory.changed.fire();
      const waits = policy === 'always' && rules['ack-after-fsync'];
      while (waits && memory.synced < write) yield* memory.changed.wait();
      judge.acknowledges(write, node.now());
      return write;
    },
    shown: ({ written, synced }) => ({ written, synced }),
  };
}

function recover(
  { rules, options, judge, machine }: StoreParts,
  journal: readonly StoreRecord[],
  torn: StoreRecord | undefined,
  node: Context,
): number {
  if (machine.downAtMs < 0) return 0;
  const last = journal.at(-1);
  let halves = halvesOf(0);
  if (last !== undefined)
    halves = 'upTo' in last ? halvesOf(last.upTo) : readSnapshot(rules, journal);
  if (torn !== undefined && !rules['torn-tail-is-dropped']) halves = { ...halves, odd: 0 };
  const written = machine.pageCache;
  if (options.loses === 'process' && options.policy !== 'snapshot') halves = halvesOf(written);
  judge.recovers(halves, written, machine.downAtMs);
  const upTo = Math.max(halves.odd, halves.even);
  note(node, { kind: 'recovers', upTo });
  return upTo;
}

/** A snapshot is written next to the old one and renamed when it is complete. */
function readSnapshot(rules: DurabilityRules, journal: readonly StoreRecord[]): Halves {
  const snapshots = journal.filter((record) => 'snapshot' in record);
  const whole = snapshots.filter(({ isHalf }) => !isHalf);
  const read = rules['snapshot-replaces-when-whole'] ? whole : snapshots;
  return read.at(-1)?.snapshot ?? halvesOf(0);
}

/** "If the fsync is still in progress, wait": up to a limit; then the write itself has to wait. */
function* lateSync({ rules, options }: StoreParts, memory: Memory, node: Context): Process<void> {
  const isLate = () =>
    memory.syncSinceMs !== undefined && node.now() - memory.syncSinceMs >= options.blocksAfterMs;
  if (!rules['late-fsync-blocks-writes'] || !isLate()) return;
  const sinceMs = node.now() - (memory.syncSinceMs ?? 0);
  note(node, { kind: 'blocks-writes', sinceMs, rule: 'late-fsync-blocks-writes' });
  while (isLate()) yield* memory.changed.wait();
}

function* sync({ driveLies }: DurabilityOptions, memory: Memory, node: Context): Process<void> {
  const upTo = memory.written;
  const sinceMs = node.now();
  memory.syncSinceMs = sinceMs;
  node.persist({ upTo });
  if (!driveLies) yield* node.durable();
  memory.synced = upTo;
  memory.syncSinceMs = undefined;
  note(node, { kind: 'syncs', upTo, tookMs: node.now() - sinceMs });
  memory.changed.fire();
}

/** One sync serves all writes since the previous one began. */
function* always({ options }: StoreParts, memory: Memory, node: Context): Process<void> {
  for (;;) {
    while (memory.synced >= memory.written) yield* memory.changed.wait();
    yield* sync(options, memory, node);
  }
}

function* everysec({ options }: StoreParts, memory: Memory, node: Context): Process<void> {
  for (;;) {
    const leftMs = options.fsyncEveryMs - (node.now() % options.fsyncEveryMs);
    yield* node.sleep(leftMs);
    if (memory.written > memory.synced) yield* sync(options, memory, node);
  }
}

function* never({ options }: StoreParts, memory: Memory, node: Context): Process<void> {
  for (;;) {
    yield* node.sleep(options.writeBackMs);
    yield* sync(options, memory, node);
  }
}

function* snapshot({ rules, options }: StoreParts, memory: Memory, node: Context): Process<void> {
  for (;;) {
    yield* node.sleep(options.snapshotEveryMs - (node.now() % options.snapshotEveryMs));
    const { odd, even } = halvesOf(memory.written);
    const half = { snapshot: { odd, even: 0 }, isHalf: true };
    node.persist(half);
    yield* node.work(options.saveMs);
    const late = halvesOf(memory.written);
    node.persist({
      snapshot: { odd, even: rules['snapshot-is-of-one-moment'] ? even : late.even },
      isHalf: false,
    });
    yield* node.durable();
    note(node, { kind: 'saves', upTo: Math.max(odd, even) });
  }
}

const loops = { always, everysec, never, snapshot };
