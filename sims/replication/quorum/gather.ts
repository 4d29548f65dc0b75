/** Asks several nodes at once, and continues with the first answers. */
import type { Process } from '../../../src/kernel/process.ts';
import { Signal } from '../../../src/kernel/signal.ts';
import { Refusal } from '../../../src/world/call.ts';
import { isCallFailure, type ServerContext } from '../../../src/world/server.ts';

export const noQuorum = new Refusal('no quorum');

/**
 * The rest may answer later. Throws `noQuorum` as soon as too few nodes are left that could answer.
 */
export function* gather<Answer>(
  node: ServerContext,
  asked: readonly Process<Answer>[],
  needed: number,
): Process<Answer[]> {
  const answers: Answer[] = [];
  let failed = 0;
  const news = new Signal();
  const asking = function* (question: Process<Answer>): Process<void> {
    try {
      answers.push(yield* question);
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      failed += 1;
    }
    news.fire();
  };
  for (const question of asked) node.spawn(asking(question));
  while (answers.length < needed) {
    if (asked.length - failed < needed) throw noQuorum;
    yield* news.wait();
  }
  return answers.slice(0, needed);
}
