/**
 * The contention model of Brooker’s article (Exponential Backoff and Jitter, AWS Architecture Blog,
 * 2015) and its simulator: clients that each want to write one row once, under optimistic
 * concurrency control.
 *
 * A client reads the row’s version, and writes with it; the write succeeds if the version is still
 * the same. A client whose write failed waits for the backoff, and reads again. Several trials run
 * at once, each with a row of its own; every client is a node and takes part in all of them.
 */

import type { Distribution } from '../../../src/kernel/distribution.ts';
import { must } from '../../../src/kernel/must.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { client, type Server, type ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import type { Backoff } from './backoff.ts';

export interface ContentionOptions {
  /** Distinguishes the nodes of several contentions in one world: `table-full`, `writer-full-1`. */
  readonly name: string;
  readonly clients: number;
  readonly trials: number;
  /** One-way latency of a message. */
  readonly hopMs: Distribution;
  readonly backoff: Backoff;
  /** Notified of every write that reaches the server. */
  readonly onWrite?: () => void;
  /** Notified when the last client of a trial has been told that its write succeeded. */
  readonly onCompleted?: (trial: Trial) => void;
}

/** One row and the clients that want to write it, once each. */
export interface Trial {
  /** Writes that reached the server, including failed ones. */
  calls: number;
  /** Clients that have not yet been told that their write succeeded. */
  unfinished: number;
}

/** A request to the table: without a version it reads, with one it writes. */
interface RowRequest {
  readonly row: number;
  readonly version?: number;
}

/** Adds a table and its clients to a world. They all begin at once. */
export function startContention(world: World, options: ContentionOptions): readonly Trial[] {
  const { name, clients, trials, hopMs, backoff, onCompleted } = options;
  const table = `table-${name}`;
  const rows = Array.from({ length: trials }, (): Trial => ({ calls: 0, unfinished: clients }));
  world.addServer(table, tableServer(rows, options), { whenDown: 'refuses' });

  function* write(node: ServerContext, row: number): Process<void> {
    let backoffMs: number | undefined;
    for (let failures = 1; ; failures++) {
      const version = yield* node.call<number>(table, { row });
      if (yield* node.call<boolean>(table, { row, version })) break;
      backoffMs = backoff.waitMs(failures, backoffMs);
      yield* node.sleep(backoffMs);
    }
    const trial = must(rows[row], 'trial of the row');
    trial.unfinished -= 1;
    if (trial.unfinished === 0) onCompleted?.(trial);
  }

  const writer = client('writer', (node) => {
    for (let row = 0; row < trials; row++) node.spawn(write(node, row));
  });
  for (let place = 1; place <= clients; place++) {
    const id = `writer-${name}-${place}`;
    world.addServer(id, writer);
    world.network.changeLink(id, table, { latencyMs: hopMs });
    world.network.changeLink(table, id, { latencyMs: hopMs });
  }
  return rows;
}

/**
 * The versions of all rows. `trials` are records for the observer, which the server itself does not
 * read.
 */
function tableServer(
  trials: readonly Trial[],
  { onWrite }: ContentionOptions,
): Server<number[], RowRequest> {
  return {
    kind: 'table',
    start: () => trials.map(() => 0),
    serve(versions, { row, version }) {
      if (version === undefined) return versions[row];
      must(trials[row], 'trial of the row').calls += 1;
      onWrite?.();
      if (versions[row] !== version) return false;
      versions[row] = version + 1;
      return true;
    },
    shown: (versions) => ({ versions }),
  };
}
