/** The worked example at the head of `server.ts`, as code that runs. */
import { constant } from '../../src/kernel/distribution.ts';
import type { Process } from '../../src/kernel/process.ts';
import { crash, restart } from '../../src/world/fault.ts';
import { client, isCallFailure, type Server, type ServerContext } from '../../src/world/server.ts';
import { Station } from '../../src/world/station.ts';
import type { World } from '../../src/world/world.ts';

interface Memory {
  readonly rows: Map<string, string>;
  readonly station: Station;
}

const store: Server<Memory, { key: string; value?: string }, { key: string; value: string }> = {
  kind: 'store',
  start: (node, disk) => ({
    rows: new Map(disk.journal.map(({ key, value }) => [key, value])),
    station: new Station(node, { servers: 2, queueCapacity: 8, serviceMs: constant(4) }),
  }),
  *serve({ rows, station }, { key, value }, _from, node) {
    yield* station.serve();
    if (value === undefined) return rows.get(key) ?? null;
    node.persist({ key, value });
    yield* node.durable();
    rows.set(key, value);
    return 'stored';
  },
  shown: ({ rows, station: { working, waiting } }) => ({ rows: rows.size, working, waiting }),
};

function* work(node: ServerContext): Process<void> {
  for (let key = 1; ; key++) {
    try {
      yield* node.call('store', { key: `${key}`, value: 'x' }, { timeoutMs: 20 });
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      const note = { kind: 'call-failed', failure: `${failure}` };
      node.note(note);
    }
    yield* node.sleep(10);
  }
}

export function workedExample(world: World): void {
  world.addServer('store', store, { diskMs: constant(1), whenDown: 'refuses' });
  const caller = client('client', (node) => node.spawn(work(node)));
  world.addServer('client', caller);
  world.plan([
    { atMs: 100, fault: crash('store') },
    { atMs: 200, fault: restart('store') },
  ]);
}
