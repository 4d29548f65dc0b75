/** A browser with several tabs: how many connections it opens to one host, and what waits for one. */
import type { Process } from '../../../src/kernel/process.ts';
import { Resource } from '../../../src/kernel/resource.ts';
import { client, type Server, type ServerContext } from '../../../src/world/server.ts';

export const browsers = ['http1', 'http2', 'shared'] as const;
export type Browser = (typeof browsers)[number];

/** Browsers open six connections to a host by HTTP/1.1. */
export const connectionsPerHost = 6;

/** A server whose event streams never end, and whose other answers come at once. */
export const hostServer: Server<object, { readonly page: number }> = {
  kind: 'host',
  start: () => ({}),
  serve: (_memory, { page }) => page,
  shown: () => ({}),
};

export interface TabsOptions {
  readonly browser: Browser;
  readonly host: string;
  readonly tabs: number;
  /** Of one HTTP/2 connection: SETTINGS_MAX_CONCURRENT_STREAMS. */
  readonly streamsMax: number;
  /** Tabs are opened within that time. */
  readonly withinMs: number;
}

/** What has become of the tabs. */
export interface TabsSeen {
  streams: number;
  pages: number;
}

export const tabsClient = (options: TabsOptions, seen: TabsSeen) =>
  client('browser', (node) => {
    const { browser, tabs, streamsMax } = options;
    const capacity = browser === 'http2' ? streamsMax : connectionsPerHost;
    const connections = new Resource(capacity);
    for (let tab = 0; tab < tabs; tab++) {
      // A worker that all tabs share opens one stream for them.
      const opensStream = browser !== 'shared' || tab === 0;
      node.spawn(opens(node, connections, opensStream, options, seen));
    }
    return {};
  });

/** A tab loads its page, and opens its event stream; then it asks for something else. */
function* opens(
  node: ServerContext,
  connections: Resource,
  opensStream: boolean,
  { host, withinMs }: TabsOptions,
  seen: TabsSeen,
): Process<void> {
  yield* node.sleep(node.stream('opens')() * withinMs);
  if (opensStream) {
    // Held for as long as the tab is open.
    yield* connections.acquire();
    yield* node.call(host, { page: 0 });
    seen.streams += 1;
  }
  // Every tab has opened its stream by then, if it can.
  yield* node.sleep(2 * withinMs - node.now());
  yield* connections.use(node.call(host, { page: 1 }));
  seen.pages += 1;
}
