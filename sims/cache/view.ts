/** What the debugger shows of a system of caches. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { CacheLab, CacheSystem } from './system.ts';

/** At most this many entries of a cache are shown. */
const entriesMax = 8;

export function viewOfCaches({ systems }: CacheLab): ViewRow[] {
  return systems.flatMap(viewOfSystem);
}

function viewOfSystem(system: CacheSystem): ViewRow[] {
  const { apps, server, database, nodes, observer, options } = system;
  const name = (part: string) => (options.name === '' ? part : `${options.name}/${part}`);
  return [
    ...apps.map((app) => ({
      name: app.node.self,
      cells: [['busy with', String(system.isUp(app) ? app.busy : 0)]] as const,
    })),
    {
      name: nodes.cache,
      cells: [
        ['entries', String(server.store.size)],
        ['locks', String(server.locks.size)],
        ['dirty', String(server.writeBehind.dirty)],
      ],
    },
    ...entriesOf(system).map(({ name: entry, cells }) => ({ name: name(entry), cells })),
    ...observer.loads.allInFlight().map(({ key, by }) => ({
      name: name(`load of ${key}`),
      cells: [['in flight at', by.slice(0, entriesMax).join(' ')]] as const,
    })),
    ...[...server.locks].map(([key, { owner, expiresAtMs }]) => ({
      name: name(`lock of ${key}`),
      cells: [
        ['owner', owner],
        ['until', inMs(expiresAtMs)],
      ] as const,
    })),
    {
      name: nodes.database,
      cells: [
        ['works on', String(database.working)],
        ['waiting', String(database.waiting)],
      ],
    },
  ];
}

function entriesOf({ server }: CacheSystem): ViewRow[] {
  const rows: ViewRow[] = [];
  for (const { key, row, filledAtMs, keptUntilMs, dirty } of server.store.entries()) {
    if (rows.length === entriesMax) break;
    rows.push({
      name: `entry ${key}`,
      cells: [
        ['holds', row === undefined ? 'an error' : `version ${row.version}`],
        ['since', inMs(filledAtMs)],
        ['until', inMs(keptUntilMs)],
        ['dirty', dirty ? 'yes' : 'no'],
      ],
    });
  }
  return rows;
}

const inMs = (ms: number): string => (ms < Infinity ? `${ms.toFixed(1)} ms` : 'for good');
