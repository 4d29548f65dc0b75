/**
 * What Burrow's HTTP API (v3) tells of a group: its status and lag, from which each partition gives the
 * first and the last commit of its window, and its details, which have all commits.
 */
import type { PartitionStatus } from '../../../sims/kafka/lag/burrow.ts';
import { InputError } from '../../lab/input-error.ts';
import { shown } from '../../words/shown.ts';
import { isJsonObject, type JsonObject } from '../input/json.ts';
import type { Cells, Problem, Row, Table } from './row.ts';

const statuses: readonly string[] = ['OK', 'WARN', 'STALL', 'STOP', 'REWIND'];

/** Burrow's status of a partition; undefined for `NOTFOUND` and whatever else there may be. */
export const statusNamed = (text: string): PartitionStatus | undefined =>
  statuses.includes(text) ? (text as PartitionStatus) : undefined;

/** `/v3/kafka/<cluster>/consumer/<group>`. */
const urlPattern = /\/v3\/kafka\/[^/]+\/consumer\/([^/?]+)/;

export function isBurrow(document: unknown): document is JsonObject {
  if (!isJsonObject(document)) return false;
  const { error, message, request, status, topics } = document;
  if (typeof error !== 'boolean' || typeof message !== 'string') return false;
  return error || isJsonObject(request) || isJsonObject(status) || isJsonObject(topics);
}

/** Throws InputError for an answer that is an error, or is not about lag. */
export function burrowTable(
  documents: readonly { readonly value: unknown; readonly line: number }[],
): Table {
  const rows: Row[] = [];
  const problems: Problem[] = [];
  for (const { value, line } of documents) {
    if (!isBurrow(value)) {
      problems.push({ line, problem: 'it is not an answer of Burrow, as the others are' });
    } else if (value['error'] === true) {
      const message = shown(String(value['message']), 200);
      throw new InputError(`Line ${line}: Burrow answered with an error: ${message}.`);
    } else if (isJsonObject(value['status'])) rows.push(...statusRows(value['status'], line));
    else if (isJsonObject(value['topics'])) rows.push(...detailRows(value, value['topics'], line));
    else {
      throw new InputError(
        `Line ${line}: this answer of Burrow (${shown(String(value['message']), 80)}) has no lag. Ask for /v3/kafka/<cluster>/consumer/<group>/lag.`,
      );
    }
  }
  const headings = {
    ...{ timestamp: 'timestamp', group: 'group', topic: 'topic', partition: 'partition' },
    ...{ committed: 'offset', lag: 'lag' },
  };
  const assumptions = [
    'Burrow tells the lag at each commit: log ends are the committed offset and that lag.',
  ];
  return {
    ...{ format: 'burrow', problems, assumptions, headings, rebalances: 0 },
    rows: withoutRepeats(rows),
    isMachineWritten: true,
  };
}

function statusRows(status: JsonObject, line: number): Row[] {
  const partitions = listOf(status['partitions']);
  const worst = status['maxlag'];
  // Without partitions (all are well, and `/status` tells only of the others) the worst one is left.
  const told = partitions.length === 0 && isJsonObject(worst) ? [worst] : partitions;
  return told.flatMap((partition) => {
    const owner = [partition['owner'], partition['client_id']].find((name) => name);
    const about: Cells = {
      group: String(status['group'] ?? ''),
      topic: String(partition['topic'] ?? ''),
      partition: String(partition['partition'] ?? ''),
      ...(owner === undefined ? {} : { consumer: String(owner) }),
    };
    const complete = Number(partition['complete'] ?? 1);
    const stated = statusNamed(String(partition['status']));
    return [partition['start'], partition['end']].flatMap((commit, place): Row[] => {
      if (!isJsonObject(commit)) return [];
      // The window is over with its last commit, and was judged if it was full.
      const isJudged = place === 1 && complete === 1 && stated !== undefined;
      const cells = { ...about, ...commitCells(commit), ...(isJudged ? { status: stated } : {}) };
      return [{ line, cells, atMs: Number(commit['timestamp']) }];
    });
  });
}

function detailRows(document: JsonObject, topics: JsonObject, line: number): Row[] {
  const { request } = document;
  const url = isJsonObject(request) ? String(request['url']) : '';
  const group = decoded(urlPattern.exec(url)?.[1] ?? '');
  return Object.entries(topics).flatMap(([topic, partitions]) =>
    listOf(partitions).flatMap((partition, number) => {
      const owner = [partition['owner'], partition['client_id']].find((name) => name);
      const about: Cells = {
        ...{ group, topic, partition: String(number) },
        ...(owner === undefined ? {} : { consumer: String(owner) }),
      };
      // The window is a ring that may not be full yet: places without a commit are null.
      return listOf(partition['offsets']).map((commit) => {
        const cells = { ...about, ...commitCells(commit) };
        return { line, cells, atMs: Number(commit['timestamp']) };
      });
    }),
  );
}

function commitCells(commit: JsonObject): Cells {
  const { offset, lag } = commit;
  const lagAlone = isJsonObject(lag) ? lag['value'] : lag;
  return {
    committed: String(offset ?? '-'),
    ...(lagAlone === null || lagAlone === undefined ? {} : { lag: String(lagAlone) }),
  };
}

const listOf = (value: unknown): JsonObject[] =>
  Array.isArray(value) ? value.filter(isJsonObject) : [];

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Windows that were asked for one after the other overlap. */
function withoutRepeats(rows: readonly Row[]): Row[] {
  const kept = new Map<string, Row>();
  for (const row of rows) {
    const { group, topic, partition, committed } = row.cells;
    const key = [group, topic, partition, committed, row.atMs].join('\n');
    const earlier = kept.get(key);
    if (earlier?.cells.status === undefined) kept.set(key, row);
  }
  return [...kept.values()];
}
