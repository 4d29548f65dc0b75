/** A client's requests to an instance: their outcomes are measured and judged. */
import type { Process } from '../../../src/kernel/process.ts';
import { timeout } from '../../../src/kernel/timeout.ts';
import { isCallFailure } from '../../../src/world/server.ts';
import type { Key, Row } from '../row.ts';
import type { App } from './app.ts';
import { rememberedError } from './client.ts';
import { type Reader, readers, withLocalCache, writers } from './strategies.ts';

/** A read from its start to its answer; undefined if it failed or timed out. */
export function* reading(app: App, key: Key): Process<Row | undefined> {
  const { observer, judge, options } = app.deployment;
  const begun = observer.history.readBegins(key, app.node.self);
  observer.metrics.reads.add();
  app.busy += 1;
  try {
    const process = readerOf(app)(app, key);
    const { requestTimeoutMs } = options;
    const row =
      requestTimeoutMs === Infinity ? yield* process : yield* timeout(requestTimeoutMs, process);
    const staleMs = observer.answered(row, begun.atMs);
    judge.readAnswered(key, row, staleMs, begun);
    if (staleMs > 0 || options.tellsAll) {
      const latest = observer.ledger.latest(row.key);
      app.routine({ kind: 'answers', key, version: row.version, latest, staleMs });
    }
    return row;
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
    if (failure === rememberedError) judge.gotRememberedError(key);
    observer.metrics.failedReads.add();
    app.routine({ kind: 'read-fails', key, why: `${failure}` });
    return undefined;
  } finally {
    app.busy -= 1;
    observer.history.ended(begun.atMs);
    app.deployment.rests(key);
  }
}

/** A write from its start to its acknowledgement; undefined if it failed. */
export function* writing(app: App, key: Key): Process<Row | undefined> {
  const { observer, options } = app.deployment;
  const beganAtMs = observer.nowMs;
  observer.history.writeBegins(key);
  app.busy += 1;
  try {
    const row = yield* writers[options.write](app, key);
    observer.writeAcknowledged(row, beganAtMs);
    return row;
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
    app.routine({ kind: 'write-fails', key, why: `${failure}` });
    return undefined;
  } finally {
    app.busy -= 1;
    observer.history.ended(beganAtMs);
    app.deployment.rests(key);
  }
}

function readerOf({ options }: App): Reader {
  const reader = readers[options.read];
  return options.localTtlMs > 0 ? withLocalCache(reader) : reader;
}
