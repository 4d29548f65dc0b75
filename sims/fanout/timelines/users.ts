/** Users who post, delete, follow, unfollow and read, and in the end look at every timeline. */
import type { Process } from '../../../src/kernel/process.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import type { TimelineOperation } from './graph.ts';

export interface UsersOptions {
  readonly app: string;
  readonly users: number;
  readonly operations: readonly TimelineOperation[];
  readonly everyMs: number;
  /** From the last operation until nothing is under way any more. */
  readonly quietMs: number;
}

/** `sees` is called with every timeline in the end. */
export const usersClient = (
  options: UsersOptions,
  sees: (user: number, timeline: readonly number[]) => void,
) =>
  client('users', (node) => {
    node.spawn(works(node, options, sees));
    return {};
  });

function* works(
  node: ServerContext,
  { app, users, operations, everyMs, quietMs }: UsersOptions,
  sees: (user: number, timeline: readonly number[]) => void,
): Process<void> {
  for (const operation of operations) {
    node.spawn(asks(operation));
    yield* node.sleep(everyMs);
  }
  yield* node.sleep(quietMs);
  for (let user = 0; user < users; user++) {
    sees(user, yield* asks({ kind: 'read', user }));
  }

  function* asks(operation: TimelineOperation): Process<readonly number[]> {
    return yield* node.call<readonly number[]>(app, operation);
  }
}
