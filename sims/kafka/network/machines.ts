import type { Process } from '../../../src/kernel/process.ts';
import { isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';

/** The machine of the coordinators. */
export const coordinatorName = 'coordinator';

/** The machine of the controller. */
export const controllerName = 'controller';

/** For timers of the coordinators: whether their machine is up. */
export const isCoordinating = ({ world }: { readonly world: World }): boolean =>
  world.node(coordinatorName).life === 'up';

/** Asks another machine. Answers REQUEST_TIMED_OUT if no reply comes, or the machine is down. */
export function* ask<Reply>(
  node: ServerContext,
  machine: string,
  request: object,
  timeoutMs: number,
): Process<Reply | 'REQUEST_TIMED_OUT'> {
  try {
    return yield* node.call<Reply>(machine, request, { timeoutMs });
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
    return 'REQUEST_TIMED_OUT';
  }
}

/** Lets faults name a machine without its group: `c1` is the machine `…/c1` of every group. */
export function nameInShort(world: World, name: string): void {
  const short = name.slice(name.lastIndexOf('/') + 1);
  if (short === name) return;
  world.nameRole(short, () =>
    world.nodes.map(({ self }) => self).filter((self) => self.endsWith(`/${short}`)),
  );
}
