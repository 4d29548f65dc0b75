/** The reader of judge: finds out which format a text is in, and reads metrics of both sides from it. */
import { parseAllDocuments, YAMLParseError } from 'yaml';
import { InputError } from '../../lab/input-error.ts';
import { shown } from '../../words/shown.ts';
import type { ChunkReader } from '../input/chunk-reader.ts';
import { isJsonObject, jsonFrom } from '../input/json.ts';
import { wholeReader } from '../input/lines.ts';
import type { Fact, Understood } from '../input/understood.ts';
import { isArgo, seriesOfArgo } from './argo.ts';
import { isCloudWatch, seriesOfCloudWatch } from './cloudwatch.ts';
import { seriesOfCsv } from './csv.ts';
import { isDatadog, seriesOfDatadog } from './datadog.ts';
import { isCanaryConfig } from './kayenta-config.ts';
import { kayentaPairsIn, metricsOfKayentaPairs } from './kayenta-pairs.ts';
import type { ReadMetric } from './metric.ts';
import { metricsFrom } from './metrics.ts';
import { metricsOfOwnJson } from './own-json.ts';
import { isPrometheus, seriesOfPrometheus } from './prometheus.ts';
import type { ReadOptions, Series } from './series.ts';

export interface JudgeInput {
  readonly metrics: readonly ReadMetric[];
  readonly understood: Understood;
}

/** In UTF-16 code units: some half a million values. Measured: 7 MiB of a wide table take some 560 MiB. */
const lengthMax = 7_340_032;

/** Memory: the text (at most 7 Mi characters), and its values. O(length). */
export function judgeReader(options: ReadOptions = {}): ChunkReader<JudgeInput> {
  const whole = wholeReader(lengthMax);
  return {
    push: (bytes) => whole.push(bytes),
    end() {
      const { text, encoding } = whole.end();
      const { metrics, understood } = judgeInputFrom(text, options);
      const format = `${understood.format}, ${encoding}`;
      return { metrics, understood: { ...understood, format } };
    },
  };
}

/** Throws InputError, naming the line or the field. */
export function judgeInputFrom(text: string, options: ReadOptions): JudgeInput {
  if (/^\s*\{.*\}\r?\n\s*\{/.test(text)) {
    throw new InputError(
      'It is JSON with an object on each line: give one list (jq -s .), or a table with a value on each line.',
    );
  }
  if (/^\s*[[{]/.test(text)) return ofJson(jsonFrom(text, { acceptsNaN: true }), options);
  if (/^# (?:HELP|TYPE) /m.test(text.slice(0, 4000))) {
    throw new InputError(
      'It is the text that a server exposes to Prometheus, one scrape: give the answer of query_range.',
    );
  }
  if (/^(?:---\s*$|(?:apiVersion|kind|metadata|status|spec|items):)/m.test(text.slice(0, 4000))) {
    return ofArgo(yamlFrom(text), options, 'YAML');
  }
  const { series, format, facts } = seriesOfCsv(text, options);
  return ofSeries(series, options, format, facts);
}

function ofJson(data: unknown, options: ReadOptions): JudgeInput {
  if (isDatadog(data)) return ofSeries(seriesOfDatadog(data), options, 'Datadog API');
  if (isCloudWatch(data)) return ofSeries(seriesOfCloudWatch(data), options, 'CloudWatch API');
  if (isPrometheus(data)) {
    const { series, format } = seriesOfPrometheus(data);
    return ofSeries(series, options, format);
  }
  if (isArgo(data)) return ofArgo(data, options, 'JSON');
  const pairs = kayentaPairsIn(data);
  const refused = pairs === undefined ? refusedDocument(data) : undefined;
  if (refused !== undefined) throw new InputError(refused);
  const areSaid = options.baseline !== undefined || options.canary !== undefined;
  if (pairs !== undefined && areSaid) {
    throw new InputError(
      'The sides of metric-set pairs have names: leave --baseline and --canary out.',
    );
  }
  const metrics =
    pairs === undefined ? metricsOfOwnJson(data, options) : metricsOfKayentaPairs(pairs, options);
  const format = pairs === undefined ? 'JSON' : 'Kayenta metric-set pairs';
  return { metrics, understood: { format, facts: factsOf(metrics) } };
}

const isFrames = (result: unknown): boolean =>
  isJsonObject(result) && Array.isArray(result['frames']);

/** What looks like a canary's data, and holds no values. */
function refusedDocument(data: unknown): string | undefined {
  if (!isJsonObject(data)) return undefined;
  if (data['judgeResult'] !== undefined || data['metricSetPairListId'] !== undefined) {
    return 'It is a result of Kayenta, which holds no values: give the metric-set pairs (GET /metricSetPairList/<metricSetPairListId>).';
  }
  const isConfig = data['classifier'] !== undefined || data['configVersion'] !== undefined;
  if (isConfig && isCanaryConfig(data)) {
    return 'It is a canary configuration of Kayenta, which holds no values: give it by --config, and the metric-set pairs as the input.';
  }
  if (isJsonObject(data['results']) && Object.values(data['results']).some(isFrames)) {
    return 'It is the answer of Grafana’s own API (data frames): use Inspect, Data, Download CSV of the panel.';
  }
  return data['dashboard'] !== undefined || data['panels'] !== undefined
    ? 'It is a dashboard of Grafana, which holds no values: use Inspect, Data, Download CSV of a panel.'
    : undefined;
}

function ofArgo(data: unknown, options: ReadOptions, language: string): JudgeInput {
  if (!isArgo(data)) {
    throw new InputError(
      `It is ${language} without a kind that is known: an AnalysisRun of Argo Rollouts can be judged.`,
    );
  }
  return ofSeries(seriesOfArgo(data), options, `AnalysisRun (${language})`);
}

/** Several documents are a list. An alias can name a part many times over, so their number is limited. */
function yamlFrom(text: string): unknown {
  try {
    const documents = [...parseAllDocuments(text)].map((document) => {
      const [error] = document.errors;
      if (error !== undefined) throw error;
      return document.toJS({ maxAliasCount: 100 }) as unknown;
    });
    const given = documents.filter((document) => document !== null);
    return given.length === 1 ? given[0] : { kind: 'List', items: given };
  } catch (error) {
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined;
    const [message = ''] = (error as Error).message.split('\n');
    throw new InputError(
      `${line === undefined ? 'It' : `line ${line}: it`} is not YAML: ${shown(message, 200)}`,
    );
  }
}

function ofSeries(
  series: readonly Series[],
  options: ReadOptions,
  format: string,
  before: readonly Fact[] = [],
): JudgeInput {
  const { metrics, facts } = metricsFrom(series, options);
  // What is most often wrong comes first: columns, then the unit.
  const first = ['columns', 'unit'];
  const all = [...before, ...facts];
  const ordered = [
    ...first.flatMap((name) => all.filter((fact) => fact.name === name)),
    ...all.filter(({ name }) => !first.includes(name)),
  ];
  return { metrics, understood: { format, facts: ordered } };
}

function factsOf(metrics: readonly ReadMetric[]): Fact[] {
  const units = metrics.flatMap((metric) =>
    metric.kind === 'samples' && metric.unit !== '' ? [metric.unit] : [],
  );
  return [{ name: 'unit', value: [...new Set(units)].join(', ') || 'none' }];
}
