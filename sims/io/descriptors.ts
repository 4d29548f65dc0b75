/**
 * File descriptors and what they refer to. A descriptor is a number of a process; an open file description is what
 * several of them can share, after dup(2) or fork(2). epoll watches the description, not the number.
 */

/** Gets told when an open file may have become ready. */
export interface Watcher {
  /** For which events; 0 if that is not known, as after a hang-up. */
  woken(mask: number): void;
}

export abstract class OpenFile {
  /** Descriptors that refer to it. */
  references = 0;
  /** Nearly every file has one watcher or none: a list for each would cost more than the watching. */
  #watcher: Watcher | undefined = undefined;
  #olderWatchers: Watcher[] | undefined = undefined;

  /** The events that hold now. */
  abstract readiness(): number;

  /** The last descriptor is gone. */
  abstract released(): void;

  watch(watcher: Watcher): void {
    if (this.#watcher !== undefined) this.#olderWatchers = this.watchers.slice();
    this.#watcher = watcher;
  }

  unwatch(watcher: Watcher): void {
    const [latest, ...older] = this.watchers.filter((other) => other !== watcher);
    this.#watcher = latest;
    this.#olderWatchers = older.length > 0 ? older : undefined;
  }

  /** The latest first, which is the order in which Linux wakes them. */
  get watchers(): readonly Watcher[] {
    if (this.#watcher === undefined) return [];
    return [this.#watcher, ...(this.#olderWatchers ?? [])];
  }

  protected wake(mask: number): void {
    for (const watcher of this.watchers) watcher.woken(mask);
  }
}

export class Descriptors {
  /** RLIMIT_NOFILE: descriptors that the process may have open. */
  readonly #most: number;
  readonly #first: number;
  readonly #files = new Map<number, OpenFile>();
  /** No descriptor below it is free. */
  #lowest: number;

  /** The first few are in use already: standard input, output and error, the log, the instance of epoll. */
  constructor(most: number, first: number) {
    this.#most = most;
    this.#first = first;
    this.#lowest = first;
  }

  get open(): number {
    return this.#files.size;
  }

  get isFull(): boolean {
    return this.#first + this.#files.size >= this.#most;
  }

  get(descriptor: number): OpenFile | undefined {
    return this.#files.get(descriptor);
  }

  /** The lowest number that is free: a number that was closed is soon another connection. */
  install(file: OpenFile): number | 'EMFILE' {
    if (this.isFull) return 'EMFILE';
    while (this.#files.has(this.#lowest)) this.#lowest += 1;
    const descriptor = this.#lowest;
    this.#lowest += 1;
    file.references += 1;
    this.#files.set(descriptor, file);
    return descriptor;
  }

  remove(descriptor: number): OpenFile | undefined {
    const file = this.#files.get(descriptor);
    if (file === undefined) return undefined;
    this.#files.delete(descriptor);
    this.#lowest = Math.min(this.#lowest, descriptor);
    file.references -= 1;
    return file;
  }
}
