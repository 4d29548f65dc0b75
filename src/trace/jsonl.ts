/**
 * JSON Lines: one event a line, between a first line that names the run and a last line with what
 * came of it. Made for `jq`, and for replaying: the first line says everything that a replay needs.
 */
import { jsonLine } from '../words/shown.ts';
import type { TraceEvent } from './event.ts';

export function toJsonLines(first: object, events: readonly TraceEvent[], last: object): string {
  return [first, ...events, last].map((line) => `${jsonLine(line)}\n`).join('');
}
