/** A line of the debugger's picture of a sim: a node, a station, a replica, a partition. */
export interface ViewRow {
  readonly name: string;
  /**
   * What there is to see of it: `['role', 'leader']`. Rows of one kind have the same labels. A cell
   * `role` or `state` holds its control state: the debugger can run to where one changes.
   */
  readonly cells: readonly (readonly [label: string, value: string])[];
}

/** What a sim says of itself, for whoever lists, describes, steps or tours it. */
import type { AnyChart } from '../kernel/chart.ts';
import type { Note } from '../trace/event.ts';
import type { NoteBook } from '../trace/note-book.ts';
import type { ClientEvent } from './client-event.ts';
import type { Explorable } from './exploration.ts';
import type { Invariant, NodeObserver } from './invariant.ts';
import type { RuleBook } from './rules.ts';

export interface Sim<RuleId extends string = string> {
  /** Also the name of its folder. */
  readonly id: string;
  readonly title: string;
  /** What it is, and what it leaves out: a short paragraph. */
  readonly about: string;
  /** Papers and books that it follows. */
  readonly sources: readonly string[];
  readonly rules: RuleBook<RuleId>;
  // biome-ignore lint/suspicious/noExplicitAny: what an invariant looks at is the sim's own business
  readonly invariants: readonly Invariant<any>[];
  /** Sees what happened before any of its invariants is checked, whichever of them are. */
  readonly observer?: NodeObserver;
  /** Its charts, if it has any: what their edges are, and which of them runs take. */
  readonly charts?: readonly AnyChart[];
  /** The files to read, in reading order. */
  readonly files: readonly string[];
  /** Which kinds of notes it writes, and how they read. */
  readonly notes: Pick<NoteBook<object>, 'inWords' | 'kinds'>;
  /** What to write beside the arrow of a message; undefined for messages that are mere routine. */
  readonly arrowText: (message: unknown) => string | undefined;
  /**
   * One of its notes as what a client asked for or was told, for histories; undefined for all other
   * notes. Left out where such notes are of the kinds `invoke`, `ok`, `fail` and `info` themselves.
   */
  readonly clientEvent?: (note: Note) => ClientEvent | undefined;
  /**
   * What the debugger shows of it at the moment, given what a scenario's `build` returned: nothing
   * where that is of another kind.
   */
  // biome-ignore lint/suspicious/noExplicitAny: the subject is the sim's own business
  readonly view?: (subject: any) => readonly ViewRow[];
  /** How every order of its events is tried, where that can be. */
  readonly explorable?: Explorable;
}
