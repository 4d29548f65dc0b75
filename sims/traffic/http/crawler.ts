/**
 * A crawler with a queue for each host: Heydon and Najork, Mercator, World Wide Web 1999, §3.2 and
 * §3.6. It has one connection to a host, waits after each page, and skips URLs that it has seen.
 */
import type { Process } from '../../../src/kernel/process.ts';
import { client, type Server, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { HttpRules } from './rules.ts';

/** A page is a number; `host` is where it is. */
export interface Web {
  readonly hosts: number;
  readonly links: readonly (readonly number[])[];
}

export const hostOf = (page: number, { hosts }: Web): number => page % hosts;

interface PageRequest {
  readonly http: number;
  readonly page: number;
}

interface HostMemory {
  open: number;
  pages: number;
  readyMs: number;
}

/** Reports requests that come while another is open, or before its delay is over. */
export const webHost = (
  web: Web,
  options: { readonly pageMs: number; readonly delayMs: number },
  flooded: (how: string) => void,
): Server<HostMemory, PageRequest> => ({
  kind: 'host',
  start: () => ({ open: 0, pages: 0, readyMs: 0 }),
  *serve(memory, { page }, _from, node): Process<readonly number[]> {
    if (memory.open > 0) flooded(`${node.self} gets page ${page} while it sends another`);
    else if (node.now() < memory.readyMs) flooded(`${node.self} gets page ${page} too early`);
    memory.open += 1;
    memory.pages += 1;
    yield* node.work(options.pageMs);
    memory.open -= 1;
    memory.readyMs = node.now() + options.delayMs;
    return web.links[page] ?? [];
  },
  shown: ({ open, pages }) => ({ open, pages }),
});

/** Which URLs were seen: a set, or a Bloom filter. */
export interface Seen {
  has(page: number): boolean;
  add(page: number): void;
}

export interface CrawlOptions {
  readonly host: (host: number) => string;
  readonly web: Web;
  readonly delayMs: number;
  readonly seen: Seen;
  /** A page is about to be fetched. */
  readonly fetches: (page: number) => void;
}

export interface CrawlTotals {
  fetched: number;
  /** When the latest page came. */
  endMs: number;
}

export const crawler = (rules: HttpRules, options: CrawlOptions, totals: CrawlTotals) =>
  client(
    'crawler',
    (node) => {
      new Crawler(node, rules, options, totals).finds([0]);
      return totals;
    },
    ({ fetched }) => ({ fetched }),
  );

class Crawler {
  readonly #node: ServerContext;
  readonly #rules: HttpRules;
  readonly #options: CrawlOptions;
  readonly #totals: CrawlTotals;
  /** Of each host: its pages to be fetched, and whether a process fetches them. */
  readonly #queues = new Map<number, { readonly pages: number[]; isBusy: boolean }>();

  constructor(node: ServerContext, rules: HttpRules, options: CrawlOptions, totals: CrawlTotals) {
    this.#node = node;
    this.#rules = rules;
    this.#options = options;
    this.#totals = totals;
  }

  finds(pages: readonly number[]): void {
    const { seen, web } = this.#options;
    for (const page of pages) {
      if (this.#rules['seen-before-queued'] && seen.has(page)) continue;
      seen.add(page);
      const host = hostOf(page, web);
      const queue = this.#queues.get(host) ?? { pages: [], isBusy: false };
      this.#queues.set(host, queue);
      queue.pages.push(page);
      if (!this.#rules['queue-for-each-host']) this.#node.spawn(this.#fetch(queue.pages));
      else if (!queue.isBusy) {
        // Here, and not in the process: another link to the host may follow before that begins.
        queue.isBusy = true;
        this.#node.spawn(this.#work(queue));
      }
    }
  }

  /** The only process that asks this host. */
  *#work(queue: { readonly pages: number[]; isBusy: boolean }): Process<void> {
    while (queue.pages.length > 0) {
      yield* this.#fetch(queue.pages);
      yield* this.#node.sleep(this.#options.delayMs);
    }
    queue.isBusy = false;
  }

  *#fetch(queue: number[]): Process<void> {
    const page = queue.shift();
    if (page === undefined) return;
    const { host, web, fetches } = this.#options;
    fetches(page);
    const request: PageRequest = { http: page, page };
    const links = yield* this.#node.call<readonly number[]>(host(hostOf(page, web)), request);
    this.#totals.fetched += 1;
    this.#totals.endMs = this.#node.now();
    note(this.#node, { kind: 'fetches-page', page, links: links.length });
    this.finds(links);
  }
}
