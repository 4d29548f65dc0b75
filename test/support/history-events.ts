/** The events of a history in one text, which the reader itself pairs at once. */
import type { HistoryEvent } from '../../src/check/linearizability/history.ts';
import { EdnReader } from '../../src/tools/check/edn.ts';
import { eventOf, fieldsOf } from '../../src/tools/check/jepsen-event.ts';
import { JsonReader } from '../../src/tools/check/json.ts';

export function eventsIn(text: string): HistoryEvent[] {
  const events: HistoryEvent[] = [];
  const Reader = /^[\s[]*\{\s*"/.test(text) ? JsonReader : EdnReader;
  const reader = new Reader((value, line) => events.push(eventOf(fieldsOf(value, line), line)));
  reader.push(text);
  reader.end();
  return events;
}
