/** Trace notes of the machines of event sourcing. */
import { routine } from '../../../src/trace/note-book.ts';

export interface EventNotes {
  'stores-event': { stream: string; version: number; type: string; amount: number };
  conflicts: { stream: string; expected: number; version: number; rule: 'append-expects-version' };
  'stores-snapshot': { stream: string; version: number };
  projects: { position: number };
  rebuilds: { events: number };
  mails: { position: number };
}

export const eventWords = {
  'stores-event': ({ stream, version, type, amount }: EventNotes['stores-event']) =>
    `stores event ${version} of ${stream}: ${type} ${amount}`,
  conflicts: ({ stream, expected, version }: EventNotes['conflicts']) =>
    `refuses an event of ${stream}: expected version ${expected}, but it is ${version}`,
  'stores-snapshot': ({ stream, version }: EventNotes['stores-snapshot']) =>
    `stores a snapshot of ${stream} at version ${version}`,
  projects: routine,
  rebuilds: ({ events }: EventNotes['rebuilds']) => `rebuilds its projection from ${events} events`,
  mails: ({ position }: EventNotes['mails']) => `sends the mail of event ${position}`,
};
