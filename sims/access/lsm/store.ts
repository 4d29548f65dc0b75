/**
 * An LSM tree on a machine: a log and runs on its disk, a memtable that a crash empties, and compaction in the background,
 * which takes its time.
 */
import type { Process } from '../../../src/kernel/process.ts';
import { Resource } from '../../../src/kernel/resource.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { AccessRules } from '../rules.ts';
import { type LsmOptions, LsmTree } from './lsm-tree.ts';
import type { Entry } from './sorted-run.ts';

export type StoreRequest =
  | { readonly do: 'put'; readonly entries: readonly Entry[] }
  | { readonly do: 'get'; readonly key: number };

/** What is on the disk: logged writes, runs as they were flushed, and how often they were merged. */
export type StoreRecord =
  | { readonly logged: readonly Entry[] }
  /** `logged`: so many records of the log are in this run and in older ones. */
  | { readonly run: readonly Entry[]; readonly logged: number }
  | { readonly compacted: true };

export interface StoreOptions extends LsmOptions {
  /** Runs of level 0 that make writes wait. */
  readonly level0RunsMax: number;
  /** How fast compaction writes. */
  readonly compactedPerMs: number;
}

export interface StoreMemory {
  readonly tree: LsmTree;
  /** One write at a time changes memory. */
  readonly writer: Resource;
  readonly flushed: Signal;
  readonly compacted: Signal;
  /** Records of the log that are in the tree. */
  logged: number;
  level0Most: number;
}

type Context = ServerContext<StoreRecord>;

export const lsmStore = (
  options: StoreOptions,
  rules: AccessRules,
): Server<StoreMemory, StoreRequest, StoreRecord> => ({
  kind: 'lsm-store',
  start(node, { journal }) {
    const memory = recovered(journal, options, rules);
    if (journal.length > 0) {
      const { tree } = memory;
      note(node, { kind: 'recovers', runs: tree.runs.length, logged: tree.inMemory });
    }
    node.spawn(compacting(memory, options, node));
    return memory;
  },
  serve: (memory, request, _from, node) =>
    request.do === 'get'
      ? (memory.tree.get(request.key) ?? null)
      : put(memory, request.entries, options, rules, node),
  shown: ({ tree, level0Most }) => ({
    inMemory: tree.inMemory,
    level0: tree.level0,
    level0Most,
    runs: tree.runs.length,
  }),
});

/** The log first, and then memory, in the order of the log: what is acknowledged survives. */
function* put(
  memory: StoreMemory,
  entries: readonly Entry[],
  { level0RunsMax }: StoreOptions,
  rules: AccessRules,
  node: Context,
): Process<'stored'> {
  const { tree, writer, compacted } = memory;
  if (rules['log-before-memtable']) {
    node.persist({ logged: entries });
    yield* node.durable();
  }
  yield* writer.acquire();
  if (rules['writes-wait-for-compaction'] && tree.level0 >= level0RunsMax) {
    const { level0 } = tree;
    note(node, { kind: 'writes-wait', level0, rule: 'writes-wait-for-compaction' });
    while (tree.level0 >= level0RunsMax) yield* compacted.wait();
  }
  if (rules['log-before-memtable']) memory.logged += 1;
  for (const { key, value } of entries) tree.set(key, value);
  if (tree.isFull) flush(memory, node);
  writer.release();
  return 'stored';
}

function flush(memory: StoreMemory, node: Context): void {
  const { tree, flushed, logged } = memory;
  tree.flush();
  const run = tree.runs[0]?.entries ?? [];
  node.persist({ run, logged });
  memory.level0Most = Math.max(memory.level0Most, tree.level0);
  note(node, { kind: 'flushes', entries: run.length, level0: tree.level0 });
  flushed.fire();
}

function* compacting(
  { tree, flushed, compacted }: StoreMemory,
  { compactedPerMs }: StoreOptions,
  node: Context,
): Process<void> {
  for (;;) {
    const due = tree.due();
    if (due === undefined) {
      yield* flushed.wait();
      continue;
    }
    yield* node.work(due.entries / compactedPerMs);
    tree.compact(due);
    node.persist({ compacted: true });
    const { level, entries, inputs } = due;
    note(node, { kind: 'compacts', runs: inputs.length, entries, level });
    compacted.fire();
  }
}

/** The tree as the disk has it: its runs, and of the log what is in none of them. */
function recovered(
  journal: readonly StoreRecord[],
  options: StoreOptions,
  rules: AccessRules,
): StoreMemory {
  const tree = new LsmTree(options, rules);
  const inRuns = journal.reduce((most, record) => ('run' in record ? record.logged : most), 0);
  let logged = 0;
  const log: (readonly Entry[])[] = [];
  for (const record of journal) {
    if ('logged' in record && !('run' in record)) {
      logged += 1;
      if (logged > inRuns) log.push(record.logged);
    } else if ('run' in record) {
      for (const { key, value } of record.run) tree.set(key, value);
      tree.flush();
    } else {
      const due = tree.due();
      if (due !== undefined) tree.compact(due);
    }
  }
  for (const { key, value } of log.flat()) tree.set(key, value);
  const [flushed, compacted] = [new Signal(), new Signal()];
  return { tree, writer: new Resource(1), flushed, compacted, logged, level0Most: tree.level0 };
}
