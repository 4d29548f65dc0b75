/** Two transactions that lock rows 1 and 2 crosswise in the lab: which of them fails? */

import { isolationRules } from '../../../../sims/transactions/isolation/rules.ts';
import { update } from '../../../../sims/transactions/isolation/statement.ts';
import { storeSystem } from '../../../../sims/transactions/isolation/system.ts';
import { defineRules } from '../../../../src/check/rules.ts';
import { constant } from '../../../../src/kernel/distribution.ts';
import type { Process } from '../../../../src/kernel/process.ts';
import { World } from '../../../../src/world/world.ts';

const book = defineRules('isolation', isolationRules);

/** How often each of the transactions failed, and how many have ended in ten seconds. */
export function crosswise(
  { deadlockTimeoutMs, secondWaitsAfterMs }: Crossing,
  ...off: readonly string[]
) {
  const world = new World('1', { latencyMs: constant(0.5) });
  const failures = [0, 0];
  const system = storeSystem(world, book.without(...off), {
    name: 'x',
    level: 'read-committed',
    rows: [1, 2].map((id) => ({ id, balance: 100 })),
    clients: 2,
    rounds: 1,
    everyMs: 10,
    ...(deadlockTimeoutMs === undefined ? {} : { deadlockTimeoutMs }),
    does: (client) =>
      function* (session, node): Process<void> {
        yield* session.transact(function* (say) {
          yield* say(update({ balance: { plus: 1 } }, { id: 1 + client }));
          yield* node.sleep(10 + client * secondWaitsAfterMs);
          yield* say(update({ balance: { plus: 1 } }, { id: 2 - client }));
          return 'commit';
        });
        failures[client] = session.failures;
      },
  });
  world.kernel.runUntil(10_000);
  return { failures, ended: system.ended };
}

export interface Crossing {
  /** Undefined: each wait looks at its beginning. */
  readonly deadlockTimeoutMs?: number;
  /** How long after the first transaction the second one begins to wait. */
  readonly secondWaitsAfterMs: number;
}
