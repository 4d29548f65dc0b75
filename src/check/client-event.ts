/**
 * What clients ask for and are told, as sims note it: the stuff that histories are made of.
 *
 * A client's request is an `invoke`; then comes `ok`, it took effect, `fail`, it did not, or `info`,
 * it is not known. A process has one operation open at a time, and after `info` it never acts again.
 */
import type { Note } from '../trace/event.ts';

export interface ClientEvent {
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
  readonly process: number;
  /** What is done, and to what: once it is invoked, these may be left out. */
  readonly f?: string | undefined;
  readonly key?: unknown;
  /** What it is done with, or what came of it; where it is left out, what it was invoked with. */
  readonly value?: unknown;
}

const types: readonly string[] = ['invoke', 'ok', 'fail', 'info'];

/** Notes of the kinds `invoke`, `ok`, `fail` and `info` are client events as they stand. */
export function clientEventOf(note: Note): ClientEvent | undefined {
  if (!types.includes(note.kind)) return undefined;
  const { kind, ...rest } = note as Note & Omit<ClientEvent, 'type'>;
  return { ...rest, type: kind as ClientEvent['type'] };
}
