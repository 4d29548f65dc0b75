/** A report: it reads one account after the other in one transaction, and adds them up. */
import type { Process } from '../../../src/kernel/process.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import type { Session } from './session.ts';
import { select } from './statement.ts';

export interface Report {
  /** Their ids are 1 to so many. */
  readonly accounts: number;
  /** What it does with each of them takes so long. */
  readonly perAccountMs: number;
}

export interface Reported {
  /** Accounts that it has found. */
  readonly found: number;
  readonly total: number;
}

/** Its level says what it sees: the database at one moment, or each account at another one. */
export function* report(
  session: Session,
  node: ServerContext,
  { accounts, perAccountMs }: Report,
): Process<Reported> {
  let reported: Reported = { found: 0, total: 0 };
  yield* session.transact(function* (say) {
    let [found, total] = [0, 0];
    for (let id = 1; id <= accounts; id++) {
      const { rows } = yield* say(select({ id }));
      found += rows.length;
      for (const row of rows) total += row['balance'] ?? 0;
      yield* node.sleep(perAccountMs);
    }
    reported = { found, total };
    return 'commit';
  });
  return reported;
}
