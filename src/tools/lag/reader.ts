/** The reader of lag: finds out which format a file is in, and gives its lines to that format's reader. */
import { InputError } from '../../lab/input-error.ts';
import { shown } from '../../words/shown.ts';
import type { ChunkReader } from '../input/chunk-reader.ts';
import { lineReader } from '../input/lines.ts';
import { csvReader, isCsvHeader } from './csv.ts';
import { describeReader, isDescribeHeader } from './describe.ts';
import { jsonLengthMax, jsonReader } from './json.ts';
import { isPrometheusText, prometheusTextReader } from './prometheus.ts';
import { refusedFormat, refusedHeader } from './refused.ts';
import { limitRows, rowsMaxDefault, type TableReader } from './row.ts';
import { type ReadOptions, type Samples, samplesFrom } from './samples.ts';

/** A file that has not shown its format by then is taken as CSV. */
const sniffedLinesMax = 1000;

export interface LagReaderOptions extends ReadOptions {
  readonly rowsMax?: number;
}

/** Memory: the rows, and one line, which may be a whole JSON document. Throws InputError. */
export function lagReader(given: LagReaderOptions = {}): ChunkReader<Samples> {
  const { rowsMax = rowsMaxDefault, ...options } = given;
  let table: TableReader | undefined;
  /** Lines before the one that shows the format: remarks, and the time of the first snapshot. */
  const before: { readonly text: string; readonly line: number }[] = [];
  const begin = (reader: TableReader) => {
    table = reader;
    for (const { text, line } of before.splice(0)) reader.push(text, line);
  };
  return lineReader({
    lineLengthMax: jsonLengthMax,
    onLine: (text, line) => {
      if (table !== undefined) {
        table.push(text, line);
        return limitRows(table.size, rowsMax);
      }
      const refused = refusedFormat(text);
      if (refused !== undefined) throw new InputError(`Line ${line}: ${refused}`);
      before.push({ text, line });
      const reader = readerFor(text, rowsMax);
      if (reader !== undefined) begin(reader());
      else if (before.length === sniffedLinesMax) begin(csvReader());
    },
    onEnd: (encoding) => {
      if (table === undefined) {
        const missing = before.find(({ text }) => isMissingGroup(text));
        if (missing !== undefined) {
          throw new InputError(`Line ${missing.line}: ${shown(missing.text.trim(), 120)}`);
        }
        begin(csvReader());
      }
      return samplesFrom((table as TableReader).end(), { ...options, encoding });
    },
  });
}

/** All that the tool prints of a group that it does not find. */
const isMissingGroup = (line: string): boolean =>
  /^Error: (?:Executing consumer group command failed|Consumer group .* does not exist)/.test(line);

/** Undefined for a line that shows no format. */
function readerFor(line: string, rowsMax: number): (() => TableReader) | undefined {
  if (isJsonStart(line)) return () => jsonReader(rowsMax);
  if (isDescribeHeader(line) || refusedHeader(line) !== undefined) return describeReader;
  if (isPrometheusText(line)) return prometheusTextReader;
  return isCsvHeader(line) ? csvReader : undefined;
}

/** `[2026-11-24 05:36:27,123] WARN …` begins a line of a log. */
const isJsonStart = (line: string): boolean =>
  /^\s*(?:\{|\[\s*(?:[{["\]]|$))/.test(line) && !/^\s*\[\d{4}-/.test(line);
