/** A transfer: it takes from one account and gives to another, and so locks two rows, one after the other. */
import type { Process } from '../../../src/kernel/process.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import type { IsolationRules } from './rules.ts';
import type { Session } from './session.ts';
import { update } from './statement.ts';

export interface Transfer {
  readonly from: number;
  readonly to: number;
  /** Between the two updates. */
  readonly thinkMs: number;
}

/** Moves 1. With the rule the row with the smaller id is locked first, whichever way the money goes. */
export function transfer(
  rules: IsolationRules,
  session: Session,
  node: ServerContext,
  { from, to, thinkMs }: Transfer,
): Process<boolean> {
  const steps = [
    { id: from, plus: -1 },
    { id: to, plus: 1 },
  ];
  if (rules['lock-in-one-order']) steps.sort((one, other) => one.id - other.id);
  return session.transact(function* (say) {
    for (const [place, { id, plus }] of steps.entries()) {
      if (place > 0) yield* node.sleep(thinkMs);
      yield* say(update({ balance: { plus } }, { id }));
    }
    return 'commit';
  });
}
