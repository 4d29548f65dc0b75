/**
 * The notes of a sim in one typed table: which kinds there are, what each one carries, and how it
 * reads. The compiler holds writers of notes and listeners to the same table.
 */
import type { Note } from './event.ts';
import type { Trace } from './trace.ts';

/** A note of these kinds, given what each kind carries. */
export type NoteOf<Fields, Kind extends keyof Fields = keyof Fields> = {
  [K in Kind]: { readonly kind: K } & Readonly<Fields[K]>;
}[Kind];

/** How a note reads; undefined if it is routine. */
type Words<Said> = (note: Said) => string | undefined;

/** Whether a note is routine, though others of its kind are not. */
type Quiet<Said> = (note: Said) => boolean;

type WordsOf<Fields> = {
  readonly [Kind in keyof Fields & string]: Words<NoteOf<Fields, Kind>>;
};

/** For kinds of notes that no story tells. */
export const routine = (): undefined => undefined;

export class NoteBook<Fields extends object> {
  readonly #words: ReadonlyMap<string, Words<never>>;
  readonly #isQuiet: Quiet<never>;

  constructor(words: WordsOf<Fields>, isQuiet: Quiet<NoteOf<Fields>> = () => false) {
    this.#words = new Map(Object.entries(words) as [string, Words<never>][]);
    this.#isQuiet = isQuiet;
  }

  /** Every kind of note that a sim may write, in the order of the table. */
  get kinds(): readonly string[] {
    return [...this.#words.keys()];
  }

  /** Whether a note is of one of these kinds. */
  holds(note: Note): note is Note & NoteOf<Fields> {
    return this.#words.has(note.kind);
  }

  /** A note in words; undefined if it is routine, or of no kind of these. */
  inWords(note: Note): string | undefined {
    const words = this.#words.get(note.kind);
    return words === undefined || this.#isQuiet(note as never) ? undefined : words(note as never);
  }

  /** Calls the listener with every note of one kind, and whose it is. */
  listen<Kind extends keyof Fields & string>(
    trace: Trace,
    kind: Kind,
    listener: (note: NoteOf<Fields, Kind>, by: string, atMs: number) => void,
  ): void {
    trace.on('note', ({ detail, node, atMs }) => {
      if (detail.kind === kind) listener(detail as NoteOf<Fields, Kind> & Note, node ?? '', atMs);
    });
  }
}
