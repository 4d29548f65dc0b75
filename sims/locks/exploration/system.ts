/** Puts the plain actors into a world that checks the laws. */
import { Breaches } from '../../../src/check/breaches.ts';
import type { World } from '../../../src/world/world.ts';
import type { LocksCluster } from '../cluster.ts';
import type { LocksLaw } from '../laws.ts';
import type { LocksMetrics } from '../metrics.ts';
import { locksNotes } from '../notes.ts';
import { type ActorOptions, lockClient, lockServer, tokenStore } from './actors.ts';
import { emptyHistory, withNote } from './history.ts';

interface Parts {
  readonly world: World;
  readonly metrics: Pick<LocksMetrics, 'holds' | 'writes' | 'refused'>;
}

/** `clients` of them ask for the lock one after the other, `apartMs` apart. */
export function actorsSystem(
  { world, metrics }: Parts,
  clients: number,
  apartMs: number,
  options: Omit<ActorOptions, 'lock' | 'store'>,
): LocksCluster {
  const breaches = new Breaches<LocksLaw>();
  const all = { ...options, lock: 'lock', store: 'store' };
  let history = emptyHistory;
  world.trace.on('note', ({ detail }) => {
    if (!locksNotes.holds(detail)) return;
    history = withNote(history, detail);
    for (const [law, how] of Object.entries(history.broken)) breaches.report(law as LocksLaw, how);
  });
  locksNotes.listen(world.trace, 'holds', () => metrics.holds.add());
  locksNotes.listen(world.trace, 'takes', () => metrics.writes.add());
  locksNotes.listen(world.trace, 'refuses-write', () => metrics.refused.add());
  const nodes = [
    world.addNode(all.lock, lockServer(all)),
    world.addNode(all.store, tokenStore(all)),
    ...Array.from({ length: clients }, (_, place) =>
      world.addNode(`client${place + 1}`, lockClient(all, 1 + place * apartMs)),
    ),
  ];
  return { breaches, systems: [], actors: { nodes, writes: options.writes } };
}
