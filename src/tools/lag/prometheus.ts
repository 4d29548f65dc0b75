/**
 * Lag in Prometheus: the answer of its HTTP API (`query_range`, `query`), and the text that an exporter
 * serves (also OpenMetrics). Each sample is one number; those of one partition at one time are a row.
 */
import { InputError } from '../../lab/input-error.ts';
import { shown } from '../../words/shown.ts';
import { isJsonObject, type JsonObject } from '../input/json.ts';
import type { Column } from './columns.ts';
import { limitRows, type Problem, type Row, type Table, type TableReader } from './row.ts';
import { timeOnLine } from './time-line.ts';

type Measure = 'committed' | 'logEnd' | 'lag' | 'members';

/** By exporter. Sums and maxima over partitions, and lag in seconds, are not of a partition's records. */
const metrics: ReadonlyMap<string, Measure> = new Map<string, Measure>([
  // danielqsj/kafka_exporter
  ['kafka_consumergroup_current_offset', 'committed'],
  ['kafka_consumergroup_lag', 'lag'],
  ['kafka_consumergroup_members', 'members'],
  ['kafka_topic_partition_current_offset', 'logEnd'],
  // seglo/kafka-lag-exporter
  ['kafka_consumergroup_group_offset', 'committed'],
  ['kafka_consumergroup_group_lag', 'lag'],
  ['kafka_partition_latest_offset', 'logEnd'],
  // redpanda-data/kminion
  ['kminion_kafka_consumer_group_topic_partition_lag', 'lag'],
  ['kminion_kafka_consumer_group_members', 'members'],
  ['kminion_kafka_topic_partition_high_water_mark', 'logEnd'],
  // jirwin/burrow_exporter
  ['kafka_burrow_partition_lag', 'lag'],
  ['kafka_burrow_partition_current_offset', 'committed'],
  ['kafka_burrow_topic_partition_offset', 'logEnd'],
]);

const labels: readonly (readonly [Column, readonly string[]])[] = [
  ['group', ['consumergroup', 'group', 'group_id', 'consumer_group', 'consumer_group_id']],
  ['topic', ['topic', 'topic_name']],
  ['partition', ['partition', 'partition_id']],
  ['consumer', ['consumer_id', 'member_id', 'client_id']],
];
const clusterLabels = ['cluster_name', 'cluster', 'kafka_cluster', 'clusterArn'];

interface Point {
  readonly line: number;
  readonly atMs: number | undefined;
  /** A time in words, before the scrape. */
  readonly timestamp?: string | undefined;
  /** Without times: how many scrapes came before. */
  readonly scrape: number;
  readonly value: number;
}

/** Everything that was measured of a partition at one time. */
interface Measured {
  readonly line: number;
  readonly atMs: number | undefined;
  readonly cells: Partial<Record<Column, string>>;
}

function cellsOfLabels(label: ReadonlyMap<string, string>): Partial<Record<Column, string>> {
  const cells: Partial<Record<Column, string>> = {};
  for (const [column, names] of labels) {
    const found = names.map((each) => label.get(each)).find((text) => text);
    if (found !== undefined) cells[column] = found;
  }
  return cells;
}

/**
 * The partition that a heading of Grafana names by its labels, `{consumergroup="g", topic="t",
 * partition="0"}`, with or without the metric before them. Undefined if it is none of lag.
 */
export function partitionOfHeading(heading: string): Partial<Record<Column, string>> | undefined {
  const [, name = '', inBraces] = /^([\w:]*)\s*\{(.*)\}$/.exec(heading.trim()) ?? [];
  const label = inBraces === undefined ? undefined : parsedLabels(inBraces);
  if (label === undefined || (name !== '' && metrics.get(name) !== 'lag')) return undefined;
  const cells = cellsOfLabels(label);
  return cells.topic === undefined || cells.partition === undefined ? undefined : cells;
}

/** Gathers samples, whatever they came in, and makes rows of them. */
class Samples {
  readonly #rowsMax: number;
  /** By group, topic, partition and time. */
  readonly #rows = new Map<string, Measured>();
  /** By topic, partition and time: the log has one end for all its groups. */
  readonly #logEnds = new Map<string, number>();
  readonly #members = new Map<string, number>();
  readonly #clusters = new Set<string>();
  readonly ignored = new Set<string>();
  readonly unnamed = new Set<string>();

  constructor(rowsMax = Infinity) {
    this.#rowsMax = rowsMax;
  }

  /** Rows, or what would become none. */
  get size(): number {
    return this.#rows.size + this.ignored.size;
  }

  add(name: string | undefined, label: ReadonlyMap<string, string>, point: Point): void {
    const measure = name === undefined ? 'lag' : metrics.get(name);
    if (measure === undefined) {
      if (/lag|offset|consumer_?group/i.test(name ?? '')) this.ignored.add(name ?? '');
      return;
    }
    const cells = cellsOfLabels(label);
    const cluster = clusterLabels.map((each) => label.get(each)).find((text) => text) ?? '';
    const { group, topic, partition } = cells;
    const when = point.atMs ?? `#${point.scrape}`;
    if (measure === 'members') {
      this.#members.set([cluster, group, when].join('\n'), point.value);
      limitRows(this.#members.size, this.#rowsMax);
      return;
    }
    if (topic === undefined || partition === undefined) {
      if (name === undefined) this.unnamed.add([...label.keys()].join(', ') || 'no label');
      else this.ignored.add(name);
      return;
    }
    if (measure === 'logEnd') {
      this.#logEnds.set([cluster, topic, partition, when].join('\n'), point.value);
      limitRows(this.#logEnds.size, this.#rowsMax);
      return;
    }
    this.#clusters.add(cluster);
    const key = [cluster, group, topic, partition, when].join('\n');
    const row = this.#rows.get(key) ?? { line: point.line, atMs: point.atMs, cells };
    this.#rows.set(key, row);
    limitRows(this.#rows.size, this.#rowsMax);
    row.cells[measure] = offsetInWords(point.value);
    if (point.timestamp !== undefined) row.cells.timestamp = point.timestamp;
    if (cells.consumer !== undefined) row.cells.consumer = cells.consumer;
  }

  rows(): Row[] {
    for (const [key, { cells }] of this.#rows) {
      const [cluster = '', group = '', topic, partition, when] = key.split('\n');
      const logEnd = this.#logEnds.get([cluster, topic, partition, when].join('\n'));
      if (logEnd !== undefined) cells.logEnd = offsetInWords(logEnd);
      if (this.#members.get([cluster, group, when].join('\n')) === 0) cells.consumer = '-';
      if (this.#clusters.size > 1 && cluster !== '') cells.group = `${cluster}/${group}`;
    }
    return [...this.#rows.values()];
  }
}

/** Exporters say -1 for a group that has committed nothing; a scrape that failed gives NaN. */
const offsetInWords = (value: number): string =>
  Number.isFinite(value) && value >= 0 ? String(value) : '-';

function tableOf(
  samples: Samples,
  about: Pick<Table, 'format' | 'problems' | 'assumptions'>,
): Table {
  const rows = samples.rows();
  const headings: Partial<Record<Column, string>> = {};
  for (const { cells } of rows) {
    for (const column of Object.keys(cells) as Column[]) headings[column] = column;
  }
  if (rows.some(({ atMs }) => atMs !== undefined)) headings.timestamp = 'timestamp';
  const ignored = [...samples.ignored].map((name) => shown(name, 80));
  const more = ignored.length > 6 ? `, and ${ignored.length - 6} more` : '';
  const assumptions = [
    ...about.assumptions,
    ...(ignored.length === 0
      ? []
      : [
          `Not used, because they are not of one partition's records: ${ignored.slice(0, 6).join(', ')}${more}.`,
        ]),
  ];
  const [unnamed] = samples.unnamed;
  const problems =
    rows.length > 0 || unnamed === undefined
      ? about.problems
      : [
          ...about.problems,
          {
            line: 1,
            problem: `the series have the labels ${shown(unnamed, 80)}; needed are topic and partition: sum by (consumergroup, topic, partition)`,
          },
        ];
  return { ...about, problems, assumptions, rows, headings, rebalances: 0, isMachineWritten: true };
}

/** Is it an answer of Prometheus' HTTP API, or the `data` of one? */
export function isPrometheusJson(document: unknown): document is JsonObject {
  if (!isJsonObject(document)) return false;
  if (typeof document['resultType'] === 'string') return true;
  const { status, data, errorType } = document;
  if (status === 'error' && errorType !== undefined) return true;
  return status === 'success' && isJsonObject(data) && 'resultType' in data;
}

/** Throws InputError for an answer that is an error. */
export function prometheusTable(
  documents: readonly { readonly value: unknown; readonly line: number }[],
  rowsMax: number,
): Table {
  const samples = new Samples(rowsMax);
  const problems: Problem[] = [];
  let hasUnnamed = false;
  for (const { value, line } of documents) {
    if (!isPrometheusJson(value)) {
      problems.push({ line, problem: 'it is not an answer of Prometheus, as the others are' });
      continue;
    }
    if (value['status'] === 'error') {
      throw new InputError(
        `Line ${line}: Prometheus answered with an error: ${shown(String(value['error'] ?? value['errorType']), 200)}.`,
      );
    }
    const data = isJsonObject(value['data']) ? value['data'] : value;
    const result = Array.isArray(data['result']) ? data['result'] : [];
    for (const series of result) {
      if (!isJsonObject(series)) continue;
      const label = labelsOf(series['metric']);
      const name = label.get('__name__');
      if (name === undefined) hasUnnamed = true;
      const points = Array.isArray(series['values']) ? series['values'] : [series['value']];
      for (const point of points) {
        if (!Array.isArray(point)) continue;
        const [seconds, text] = point;
        const atMs = Math.round(Number(seconds) * 1000);
        samples.add(name, label, { line, atMs, scrape: 0, value: Number(text) });
      }
    }
  }
  const assumptions = hasUnnamed
    ? ['Series without a name, as an expression gives them, are taken as lag.']
    : [];
  return tableOf(samples, { format: 'prometheus-json', problems, assumptions });
}

const labelsOf = (metric: unknown): Map<string, string> =>
  new Map(
    Object.entries(isJsonObject(metric) ? metric : {}).map(([name, value]) => [
      name,
      String(value),
    ]),
  );

const sampleLine =
  /^([a-zA-Z_:][\w:.]*)(?:\{(.*)\})?\s+([+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+|Inf|NaN))(?:\s+(-?\d+(?:\.\d+)?))?(?:\s+#.*)?$/i;

/** Does the line stand in the text format, and nowhere else? */
export const isPrometheusText = (line: string): boolean =>
  /^# (HELP|TYPE) [a-zA-Z_:]/.test(line) || (line.includes('{') && sampleLine.test(line.trim()));

export function prometheusTextReader(): TableReader {
  const samples = new Samples();
  const problems: Problem[] = [];
  /** The series of this scrape: one that comes again begins the next. */
  let seen = new Set<string>();
  let scrape = 0;
  /** What the line before this scrape said. */
  let timestamp: string | undefined;
  const nextScrape = () => {
    seen = new Set();
    scrape += 1;
  };
  return {
    get size() {
      return Math.max(samples.size, seen.size) + problems.length;
    },
    push(text, line) {
      const trimmed = text.trim();
      const time = timeOnLine(trimmed);
      if (time !== undefined) {
        if (seen.size > 0) nextScrape();
        timestamp = time;
        return;
      }
      if (trimmed === '' || trimmed.startsWith('#')) {
        if (trimmed === '# EOF') nextScrape();
        return;
      }
      const [, name, inBraces = '', value, own] = sampleLine.exec(trimmed) ?? [];
      const label = parsedLabels(inBraces);
      if (name === undefined || label === undefined) {
        problems.push({ line, problem: 'it is not a sample of the text format' });
        return;
      }
      if (!metrics.has(name) && !/lag|offset|consumer_?group/i.test(name)) return;
      const series = `${name}{${inBraces}}`;
      if (seen.has(series)) nextScrape();
      seen.add(series);
      const atMs = own === undefined ? undefined : exporterTimeMs(own);
      samples.add(name, label, { line, atMs, timestamp, scrape, value: Number(value) });
    },
    end() {
      return tableOf(samples, { format: 'prometheus-text', problems, assumptions: [] });
    },
  };
}

/** Prometheus' text format counts milliseconds, OpenMetrics seconds. */
const exporterTimeMs = (text: string): number =>
  text.includes('.') || Math.abs(Number(text)) < 1e11 ? Number(text) * 1000 : Number(text);

const labelPattern = /\s*([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(?:,|$)/y;

/** Undefined if what stands between the braces is not a list of labels. */
function parsedLabels(text: string): Map<string, string> | undefined {
  const label = new Map<string, string>();
  labelPattern.lastIndex = 0;
  while (labelPattern.lastIndex < text.trimEnd().length) {
    const [, name, value] = labelPattern.exec(text) ?? [];
    if (name === undefined || value === undefined) return undefined;
    label.set(
      name,
      value.replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c)),
    );
  }
  return label;
}
