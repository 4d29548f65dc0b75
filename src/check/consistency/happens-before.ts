/**
 * What happened before what: the order within each session, and from each write to the reads that
 * returned it (Lamport 1978; Ahamad et al. 1995, "Causal memory", section 2). The sessions are chains, so
 * that the past of an access is a number for each session: a vector clock. O(accesses x sessions).
 */
import { countWhile } from '../../kernel/bisection.ts';
import { must } from '../../kernel/must.ts';
import { counted, inDigits } from '../../words/numbers.ts';
import { HistoryError } from '../linearizability/history.ts';
import { entryOf } from './entry.ts';
import { type Access, initially, type Sessions, sourcesOf } from './sessions.ts';

/** 256 MiB of vector clocks. */
const entriesMax = 2 ** 26;

export class HappensBefore {
  readonly history: Sessions;
  /** Of each read, the write that it returned, or `initially`. */
  readonly sources: readonly (number | undefined)[];
  /** The reads of each write. */
  readonly readers: ReadonlyMap<number, readonly number[]>;
  /** Reads that happened before the write that they returned, each with the next one's write after it; empty if there are none. */
  readonly cycle: readonly Access[];
  /** The ids so that what happened before stands before; without what a cycle holds up. */
  readonly order: readonly number[];
  readonly #past: Int32Array;
  /** By key and session. */
  readonly #writes = new Map<number, Access[]>();

  /** Throws HistoryError for a history that does not tell which write a read returned, or is too large. */
  constructor(history: Sessions) {
    const { accesses, sessions } = history;
    if (accesses.length * sessions.length > entriesMax) {
      throw new HistoryError(
        undefined,
        `${counted(accesses.length, 'operation')} of ${counted(sessions.length, 'process', 'processes')} would take too much memory: operations times processes must be at most ${inDigits(entriesMax)}`,
      );
    }
    this.history = history;
    this.sources = sourcesOf(history);
    const readers = new Map<number, number[]>();
    for (const access of accesses) {
      const { id, isRead, key, session } = access;
      const source = this.sources[id];
      if (!isRead) entryOf(this.#writes, key * sessions.length + session, () => []).push(access);
      else if (source !== undefined && source !== initially)
        entryOf(readers, source, () => []).push(id);
    }
    this.readers = readers;
    this.#past = new Int32Array(accesses.length * sessions.length);
    const { order, heads } = this.#tabulate();
    this.order = order;
    this.cycle = order.length === accesses.length ? [] : this.#cycleAt(heads);
  }

  /** How many accesses of a session happened before this one; itself included, of its own session. */
  pastOf(id: number, session: number): number {
    return must(this.#past[id * this.history.sessions.length + session], 'entry of the clock');
  }

  precedes(earlier: number, later: number): boolean {
    const { session, place } = this.access(earlier);
    return earlier !== later && this.pastOf(later, session) > place;
  }

  access(id: number): Access {
    return must(this.history.accesses[id], 'access of that number');
  }

  /** The write that a read returned; undefined if it returned the initial value. */
  sourceOf(read: Access): Access | undefined {
    const source = must(this.sources[read.id], 'source of the read');
    return source === initially ? undefined : this.access(source);
  }

  /** The last write to a key among the first accesses of a session. */
  lastWrite(key: number, session: number, accesses: number): Access | undefined {
    return this.lastWriteFor(key, session, ({ place }) => place < accesses);
  }

  /** The last write to a key in a session for which this holds: it must hold for all before it too. */
  lastWriteFor(
    key: number,
    session: number,
    holds: (write: Access) => boolean,
  ): Access | undefined {
    const writes = this.#writesOf(key, session);
    return writes[countOf(writes, holds) - 1];
  }

  /** The first write to a key in a session for which this holds: it must hold for all after it too. */
  firstWriteFor(
    key: number,
    session: number,
    holds: (write: Access) => boolean,
  ): Access | undefined {
    const writes = this.#writesOf(key, session);
    return writes[countOf(writes, (write) => !holds(write))];
  }

  #writesOf(key: number, session: number): readonly Access[] {
    return this.#writes.get(key * this.history.sessions.length + session) ?? [];
  }

  /** Runs through the sessions side by side; a read waits for its write. */
  #tabulate(): { order: number[]; heads: number[] } {
    const { sessions } = this.history;
    const order: number[] = [];
    const heads = sessions.map(() => 0);
    const isDone = new Uint8Array(this.history.accesses.length);
    const waiting = new Map<number, number[]>();
    const ready = [...sessions.keys()].reverse();
    for (let session = ready.pop(); session !== undefined; session = ready.pop()) {
      const accesses = must(sessions[session], 'session');
      let place = must(heads[session], 'head of the session');
      for (; place < accesses.length; place++) {
        const { id } = must(accesses[place], 'access of the session');
        const source = this.sources[id] ?? initially;
        if (source !== initially && isDone[source] === 0) {
          entryOf(waiting, source, () => []).push(session);
          break;
        }
        this.#setPast(id, session, place, source);
        isDone[id] = 1;
        order.push(id);
        ready.push(...(waiting.get(id) ?? []));
      }
      heads[session] = place;
    }
    return { order, heads };
  }

  #setPast(id: number, session: number, place: number, source: number): void {
    const { sessions } = this.history;
    const width = sessions.length;
    const past = this.#past;
    const row = past.subarray(id * width, (id + 1) * width);
    const previous = sessions[session]?.[place - 1]?.id;
    if (previous !== undefined) row.set(past.subarray(previous * width, (previous + 1) * width));
    if (source !== initially) {
      for (let of = 0; of < width; of++) {
        row[of] = Math.max(row[of] ?? 0, past[source * width + of] ?? 0);
      }
    }
    row[session] = place + 1;
  }

  /** Each session that is held up waits for a write of another one: from one to the next, until one comes again. */
  #cycleAt(heads: readonly number[]): Access[] {
    const heldUp = (session: number) => this.history.sessions[session]?.[heads[session] ?? 0];
    const cycles = [...heads.keys()].flatMap((start) => {
      const path: Access[] = [];
      let read = heldUp(start);
      while (read !== undefined && !path.includes(read)) {
        path.push(read);
        const write = must(this.sourceOf(read), 'write that the read waits for');
        read = heldUp(write.session);
      }
      return read === undefined ? [] : [path.slice(path.indexOf(read))];
    });
    return cycles.reduce((one, other) => (other.length < one.length ? other : one));
  }
}

/** How many hold: they come first. */
const countOf = (writes: readonly Access[], holds: (write: Access) => boolean): number =>
  countWhile(writes.length, (place) => holds(must(writes[place], 'write')));
