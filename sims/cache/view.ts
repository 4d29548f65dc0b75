/** What the debugger shows of a system of caches. */
import type { ViewRow } from '../../src/check/sim.ts';
import { inTime } from '../../src/words/units.ts';
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
    ...entriesOf(system).map(({ name: entry, cells }) => ({ name: name(entry), cells })),
    ...observer.loads.allInFlight().map(({ key, by }) => ({
      name: name(`load of ${key}`),
      cells: [
        ['loads', String(by.length)],
        ['in flight at', by.slice(0, entriesMax).join(' ')],
      ] as const,
    })),
    ...[...server.locks].map(([key, { owner, expiresAtMs }]) => ({
      name: name(`lock of ${key}`),
      cells: [
        ['owner', owner],
        ['expires in', leftInWords(expiresAtMs - observer.nowMs)],
      ] as const,
    })),
    {
      name: nodes.cache,
      cells: [
        ['entries', String(server.store.size)],
        ['locks', String(server.locks.size)],
        ['dirty', String(server.writeBehind.dirty)],
      ],
    },
    {
      name: nodes.database,
      cells: [
        ['works on', String(database.working)],
        ['waiting', String(database.waiting)],
      ],
    },
    ...apps.map((app) => ({
      name: app.node.self,
      cells: [['busy with', String(system.isUp(app) ? app.busy : 0)]] as const,
    })),
  ];
}

/** What the shared cache holds, how old that is, how long it stays, and by how much it is stale. */
function entriesOf({ server, database, observer: { nowMs } }: CacheSystem): ViewRow[] {
  const rows: ViewRow[] = [];
  for (const { key, row, filledAtMs, keptUntilMs, dirty } of server.store.entries()) {
    if (rows.length === entriesMax) break;
    const behind = row === undefined ? 0 : database.current(key).version - row.version;
    rows.push({
      name: `entry ${key}`,
      cells: [
        ['value', row === undefined ? 'an error' : `version ${row.version}`],
        ['behind', behind > 0 ? String(behind) : ''],
        ['age', inTime(nowMs - filledAtMs)],
        ['TTL left', leftInWords(keptUntilMs - nowMs)],
        ['dirty', dirty ? 'yes' : ''],
      ],
    });
  }
  return rows;
}

function leftInWords(ms: number): string {
  if (ms === Infinity) return 'for good';
  return ms <= 0 ? 'expired' : inTime(ms);
}
