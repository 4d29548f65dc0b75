/** What there is to see of a system of caches at the moment, for the debugger. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { CacheLab, CacheSystem } from './system.ts';

/** More entries than this of a cache are not shown. */
const entriesMax = 8;

export function viewOfCaches({ systems }: CacheLab): ViewRow[] {
  return systems.flatMap(viewOfSystem);
}

function viewOfSystem(system: CacheSystem): ViewRow[] {
  const { apps, server, database, observer, options } = system;
  const name = (part: string) => (options.name === '' ? part : `${options.name}/${part}`);
  const life = (app: (typeof apps)[number]) =>
    app.isDown ? 'down' : app.isPaused ? 'stopped' : 'up';
  return [
    ...apps.map((app) => ({
      name: name(app.id),
      cells: [
        ['state', life(app)],
        ['busy with', String(app.busy)],
      ] as const,
    })),
    ...entriesOf(system).map(({ name: entry, cells }) => ({ name: name(entry), cells })),
    ...observer.locks.loadsInFlight().map(({ key, by }) => ({
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
      name: name('database'),
      cells: [
        ['serves', String(database.serving)],
        ['waiting', String(database.waiting)],
        ['state', database.isDown ? 'down' : 'up'],
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
