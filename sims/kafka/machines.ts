import type { World } from '../../src/world/world.ts';

/** Lets faults name a machine without its group: `c1` is the machine `…/c1` of every group. */
export function nameInShort(world: World, name: string): void {
  const short = name.slice(name.lastIndexOf('/') + 1);
  if (short === name) return;
  world.nameRole(short, () =>
    world.nodes.map(({ self }) => self).filter((self) => self.endsWith(`/${short}`)),
  );
}
