/** What stands out on the timeline of a run. */
import { eventInFull } from '../../lab/words.ts';
import type { Recording } from '../recording/recording.ts';

export interface Mark {
  readonly kind: 'fault' | 'by-hand' | 'goal' | 'violation';
  readonly text: string;
  readonly atMs: number;
  /** After how many events it has happened. */
  readonly event: number;
}

const faultKinds: ReadonlySet<string> = new Set(['crash', 'restart', 'pause', 'resume', 'fault']);

/** Faults, interventions, goals and violations, in their order. O(events). */
export function marksOf(recording: Recording): Mark[] {
  const { events, scenario, result } = recording;
  const marks: Mark[] = [];
  for (const event of events) {
    const kind = event.kind === 'intervention' ? 'by-hand' : 'fault';
    if (kind === 'fault' && !faultKinds.has(event.kind)) continue;
    const text = `${event.node ?? ''} ${eventInFull(event, scenario)}`.trim();
    marks.push({ kind, text, atMs: event.atMs, event: event.id + 1 });
  }
  for (const { id, violations } of result?.invariants ?? []) {
    for (const { atMs } of violations) {
      marks.push({
        kind: 'violation',
        text: `${id} is broken`,
        atMs,
        event: recording.eventsBy(atMs),
      });
    }
  }
  for (const { id, atMs } of result?.goals ?? []) {
    if (atMs === null) continue;
    marks.push({ kind: 'goal', text: `${id} is reached`, atMs, event: recording.eventsBy(atMs) });
  }
  return marks.sort((a, b) => a.atMs - b.atMs || a.event - b.event);
}

/** How many events each of so many equal stretches of the run has. O(bins × log events). */
export function densityOf(recording: Recording, bins: number, endMs: number): number[] {
  const upTo = Array.from({ length: bins + 1 }, (_, place) =>
    place === bins ? recording.events.length : recording.eventsBy((place * endMs) / bins),
  );
  return upTo.slice(1).map((count, place) => count - (upTo[place] ?? 0));
}
