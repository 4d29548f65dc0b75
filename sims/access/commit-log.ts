/**
 * A database that commits by a write-ahead log on its disk: one fsync at a time, which all commits
 * share that wait when it begins (group commit).
 *
 * DeWitt et al., Implementation Techniques for Main Memory Database Systems, SIGMOD 1984, name it.
 * PostgreSQL does the same in XLogFlush: a process waits for the fsync under way, and then flushes
 * for all that came meanwhile; with commit_delay it lets more of them come first.
 */
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { Signal } from '../../src/kernel/signal.ts';
import type { NodeId } from '../../src/world/actor.ts';
import { client, isCallFailure, type Server, type ServerContext } from '../../src/world/server.ts';
import type { AccessRules } from './rules.ts';

export type LogRequest = { readonly commit: number } | 'read';

/** The commits that one fsync has made durable, by the numbers of their transactions. */
export interface LogRecord {
  readonly commits: readonly number[];
}

/** What the disk has done, over all lives of the machine. */
export interface FsyncTotals {
  /** When each fsync began, and for how many commits. */
  readonly fsyncs: { readonly atMs: number; readonly commits: number }[];
}

interface Waiting {
  readonly transaction: number;
  readonly isDurable: Signal;
}

interface Memory {
  /** Commits whose records are in memory only, in the order of the log. */
  readonly waiting: Waiting[];
  readonly appended: Signal;
  readonly recovered: readonly number[];
}

type Context = ServerContext<LogRecord>;

export const commitLog = (
  rules: AccessRules,
  /** How long an fsync lets further commits come before it begins: commit_delay. */
  delayMs: number,
  totals: FsyncTotals,
): Server<Memory, LogRequest, LogRecord> => ({
  kind: 'database',
  start(node, { journal }) {
    const recovered = journal.flatMap(({ commits }) => commits);
    const memory: Memory = { waiting: [], appended: new Signal(), recovered };
    node.spawn(flushing(memory, rules, delayMs, totals, node));
    return memory;
  },
  serve: (memory, request) =>
    request === 'read' ? memory.recovered : commit(memory, request.commit, rules),
  shown: ({ waiting, recovered }) => ({ waiting: waiting.length, recovered: recovered.length }),
});

/** The client hears that its transaction has committed once the record is on the disk. */
function* commit(
  { waiting, appended }: Memory,
  transaction: number,
  rules: AccessRules,
): Process<'committed'> {
  const isDurable = new Signal();
  waiting.push({ transaction, isDurable });
  appended.fire();
  if (rules['acknowledge-after-fsync']) yield* isDurable.wait();
  return 'committed';
}

/** “Wait until it’s released, and recheck if … the backend that held the lock did it for us.” */
function* flushing(
  { waiting, appended }: Memory,
  rules: AccessRules,
  delayMs: number,
  { fsyncs }: FsyncTotals,
  node: Context,
): Process<void> {
  for (;;) {
    while (waiting.length === 0) yield* appended.wait();
    if (delayMs > 0) yield* node.sleep(delayMs);
    const group = waiting.splice(0, rules['fsync-for-all-waiting'] ? waiting.length : 1);
    fsyncs.push({ atMs: node.now(), commits: group.length });
    node.persist({ commits: group.map(({ transaction }) => transaction) });
    yield* node.durable();
    for (const { isDurable } of group) isDurable.fire();
  }
}

export interface Acknowledged {
  readonly transaction: number;
  readonly sentMs: number;
  readonly tookMs: number;
}

export interface CommitTotals {
  readonly acknowledged: Acknowledged[];
  /** What was acknowledged and is gone when it is read at the end; undefined before that. */
  lost: number | undefined;
}

/** Transactions that end at random times until `endsAtMs`, and a look at what is left of them. */
export const committer = (
  database: NodeId,
  {
    perSecond,
    endsAtMs,
    timeoutMs,
  }: { readonly perSecond: number; readonly endsAtMs: number; readonly timeoutMs: number },
  totals: CommitTotals,
) =>
  client('committer', (node) => {
    node.spawn(
      (function* (): Process<void> {
        const gapMs = sampler(exponential(1_000 / perSecond), node.stream('transactions'));
        for (let transaction = 0; ; transaction++) {
          yield* node.sleep(gapMs());
          if (node.now() > endsAtMs) break;
          node.spawn(send(node, database, transaction, timeoutMs, totals));
        }
        yield* node.sleep(2 * timeoutMs);
        const left = new Set(yield* node.call<readonly number[]>(database, 'read'));
        const { acknowledged } = totals;
        totals.lost = acknowledged.filter(({ transaction }) => !left.has(transaction)).length;
      })(),
    );
  });

function* send(
  node: ServerContext,
  database: NodeId,
  transaction: number,
  timeoutMs: number,
  { acknowledged }: CommitTotals,
): Process<void> {
  const sentMs = node.now();
  const request: LogRequest = { commit: transaction };
  try {
    yield* node.call(database, request, { timeoutMs });
    acknowledged.push({ transaction, sentMs, tookMs: node.now() - sentMs });
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
  }
}
