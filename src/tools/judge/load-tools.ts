/**
 * What load generators write for each request, as tables that `judge` reads: CSV of k6
 * (https://grafana.com/docs/k6/latest/results-output/real-time/csv), and `vegeta encode --to csv`, which
 * has no header and a fixed order of columns (https://github.com/tsenart/vegeta, README).
 */
import { InputError } from '../../lab/input-error.ts';
import type { Table, Tables } from './table.ts';

export interface LoadTables extends Tables {
  /** Undefined if no load generator wrote it. */
  readonly tool?: string;
}

/** Tables of other origin stay as they are. Throws InputError if no request was timed. */
export function tablesOfLoadTool(read: Tables): LoadTables {
  const [table] = read.tables;
  if (table === undefined || read.tables.length > 1) return read;
  if (isOfK6(table)) return { ...read, tables: [fromK6(table)], tool: 'k6' };
  if (isOfVegeta(table.header)) return { ...read, tables: [fromVegeta(table)], tool: 'Vegeta' };
  return read;
}

const isOfK6 = ({ header }: Table): boolean =>
  header.slice(0, 3).join() === 'metric_name,timestamp,metric_value';

/** Durations of requests: k6 measures their parts, too, and counts what it sends. */
function fromK6({ header, rows }: Table): Table {
  const place = new Map(header.map((heading, at) => [heading, at]));
  const requests = rows.filter(({ cells }) => /_req_duration$/.test(cells[0] ?? ''));
  if (requests.length === 0) {
    throw new InputError('k6 has timed no request: there is no row of http_req_duration.');
  }
  return {
    header: ['metric', 'time', 'value', 'unit', 'group', 'service', 'tags'],
    described: new Map(),
    rows: requests.map(({ cells, line }) => {
      const cell = (heading: string) => cells[place.get(heading) ?? -1] ?? '';
      const [metric = '', time = '', value = ''] = cells;
      const tags = cell('extra_tags').replaceAll('&', ',').replaceAll('=', ':');
      const kept = [metric, time, value, 'ms', cell('scenario'), cell('service'), tags];
      return { cells: kept, line };
    }),
  };
}

/** Time in ns, status, latency in ns, bytes out and in, error, body, name of the attack, number, … */
const isOfVegeta = (cells: readonly string[]): boolean =>
  cells.length >= 8 &&
  /^\d{19}$/.test(cells[0] ?? '') &&
  /^\d{1,3}$/.test(cells[1] ?? '') &&
  cells.slice(2, 5).every((cell) => /^\d+$/.test(cell));

function fromVegeta({ header, rows }: Table): Table {
  const firstLine = (rows[0]?.line ?? 2) - 1;
  const all = [{ cells: header, line: firstLine }, ...rows];
  if (all.every(({ cells }) => (cells[7] ?? '') === '')) {
    throw new InputError(
      'No attack of Vegeta has a name: say which side each is with vegeta attack -name=baseline and -name=canary.',
    );
  }
  return {
    header: ['metric', 'time', 'value', 'unit', 'group'],
    described: new Map(),
    rows: all.map(({ cells: [time = '', , latency = '', , , , , attack = ''], line }) => ({
      cells: ['latency', time.slice(0, -6), String(Number(latency) / 1e6), 'ms', attack],
      line,
    })),
  };
}
