/**
 * The ways of a file to a socket, page by page: who moves each page, and how often the processor goes from the mode of
 * the application into that of the kernel and back (Stancevic, Zero Copy I, Linux Journal 105, 2003).
 */
import type { IoRules } from './rules.ts';

export const waysToSend = ['read', 'mmap', 'sendfile', 'gather', 'tls'] as const;
export type WayToSend = (typeof waysToSend)[number];

/** A page of memory, and which version of the file is in it. */
interface Page {
  version: number;
}

/** Into the kernel and out of it. */
const switchesOfCall = 2;

/** One machine that has a file on its disk, some pages of which are in its page cache, and a connected socket. */
export class FileSender {
  readonly #pages: number;
  /** Pages of the file in memory, each under its place in the file. */
  #cache: Map<number, Page>;
  #version = 1;
  /** What the network card has not fetched yet: copies, or pages of the cache. */
  readonly #socket: Page[] = [];
  calls = 0;
  /** Pages that a device moved, and those that the processor did. */
  byDevices = 0;
  byProcessor = 0;
  /** For each page that the peer has received, the version of the file that was in it. */
  readonly received: number[] = [];

  constructor(pages: number, cached: readonly number[]) {
    this.#pages = pages;
    this.#cache = new Map(cached.map((place) => [place, { version: 1 }]));
  }

  get modeSwitches(): number {
    return this.calls * switchesOfCall;
  }

  /** Hands the whole file to the socket, with a buffer of so many pages if the way needs one. */
  send(way: WayToSend, bufferPages: number): void {
    if (way === 'mmap') this.#sendMapped();
    else if (way === 'sendfile' || way === 'gather') this.#sendfile(way === 'gather');
    else this.#sendBuffered(bufferPages, way === 'tls');
  }

  /** The network card fetches that many pages from the socket, and sends them. */
  transmit(pages: number): void {
    for (const { version } of this.#socket.splice(0, pages)) {
      this.byDevices += 1;
      this.received.push(version);
    }
  }

  /** Another process changes the file. */
  change(rules: IoRules): void {
    if (rules['sent-file-is-not-overwritten']) this.replace();
    else this.overwrite();
  }

  /** Another process writes the file anew, into the same pages. */
  overwrite(): void {
    this.#version += 1;
    for (const page of this.#cache.values()) page.version = this.#version;
  }

  /** Another process writes a new file and gives it the old one's name (rename(2)): it has pages of its own. */
  replace(): void {
    this.#version += 1;
    this.#cache = new Map();
  }

  /** `read` into a buffer and `write` from it, until all is sent. Encryption is one more pass of the processor. */
  #sendBuffered(bufferPages: number, encrypts: boolean): void {
    for (let place = 0; place < this.#pages; place += bufferPages) {
      const until = Math.min(place + bufferPages, this.#pages);
      this.calls += 1;
      let buffer: readonly Page[] = this.#fromFile(place, until).map((page) => this.#copy(page));
      if (encrypts) buffer = buffer.map((page) => this.#copy(page));
      this.calls += 1;
      for (const page of buffer) this.#socket.push(this.#copy(page));
    }
  }

  /** `mmap` makes the pages of the cache the application's; `write` copies them out of there. */
  #sendMapped(): void {
    this.calls += 1;
    this.calls += 1;
    for (const page of this.#fromFile(0, this.#pages)) this.#socket.push(this.#copy(page));
  }

  /** One call. A network card that gathers what it sends needs no copy: the socket holds the pages of the cache. */
  #sendfile(gathers: boolean): void {
    this.calls += 1;
    for (const page of this.#fromFile(0, this.#pages))
      this.#socket.push(gathers ? page : this.#copy(page));
  }

  /** Those pages of the cache; the disk puts in what is missing. */
  #fromFile(from: number, until: number): Page[] {
    return Array.from({ length: until - from }, (_, offset) => {
      const cached = this.#cache.get(from + offset);
      if (cached !== undefined) return cached;
      const page = { version: this.#version };
      this.#cache.set(from + offset, page);
      this.byDevices += 1;
      return page;
    });
  }

  #copy({ version }: Page): Page {
    this.byProcessor += 1;
    return { version };
  }
}
