/** What policies and services say in the trace, as data and in plain words. */
import type { BreakerState } from './breaker-chart.ts';

interface ResilienceNotes {
  'breaker-moved': {
    from: BreakerState;
    to: BreakerState;
    calls: number;
    failures: number;
    slow: number;
  };
  /** The last of a service’s faults is over. */
  recovered: object;
}

export type ResilienceNote = {
  [Kind in keyof ResilienceNotes]: { readonly kind: Kind } & Readonly<ResilienceNotes[Kind]>;
}[keyof ResilienceNotes];

export function resilienceNoteInWords(note: ResilienceNote): string {
  switch (note.kind) {
    case 'breaker-moved':
      return movedInWords(note);
    case 'recovered':
      return 'is well again';
  }
}

function movedInWords(note: ResilienceNote & { kind: 'breaker-moved' }): string {
  const { from, to, calls, failures, slow } = note;
  const slowOnes = slow === 0 ? '' : `, ${slow} slow`;
  const counted = `${failures} of ${calls} calls failed${slowOnes}`;
  switch (to) {
    case 'open':
      return from === 'closed' ? `opens: ${counted}` : `opens again: ${counted}`;
    case 'halfOpen':
      return 'is half-open: lets probes through';
    case 'closed':
      return `closes: ${counted}`;
  }
}
