import * as z from 'zod';
import {
  type Browser,
  browsers,
  connectionsPerHost,
  hostServer,
  type TabsSeen,
  tabsClient,
} from '../../sims/fanout/transport/tabs.ts';
import { exactly } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { aboutServers, mostMs, watching } from './kit.ts';

const params = z.object({
  tabs: whole(1, 200, 7, 'of one site, each with an event stream'),
  streamsMax: whole(1, 1_000, 100, 'that a server allows on an HTTP/2 connection'),
  withinSeconds: real(1, 600, 30, 'in which the tabs are opened'),
});
type Params = z.output<typeof params>;

const withinMs = ({ withinSeconds }: Params) => withinSeconds * 1_000;
const runMs = (p: Params) => 2 * withinMs(p) + p.tabs * 3 * mostMs + 1_000;

const says: Readonly<Record<Browser, string>> = {
  http1: 'HTTP/1.1',
  http2: 'HTTP/2',
  shared: 'HTTP/1.1, one stream for all tabs',
};

const connectionsOf = (browser: Browser, p: Params) =>
  browser === 'http2' ? p.streamsMax : connectionsPerHost;
const streamsOf = (browser: Browser, { tabs }: Params) => (browser === 'shared' ? 1 : tabs);

/** Each stream holds a connection; a request needs one that is free. */
function works(browser: Browser, p: Params) {
  const [connections, wanted] = [connectionsOf(browser, p), streamsOf(browser, p)];
  const streams = Math.min(connections, wanted);
  return { streams, pages: streams < connections ? p.tabs : 0 };
}

export default scenario({
  ...aboutServers,
  id: 'fanout/seventh-tab',
  asks: 'Each tab of a site opens an event stream. From how many tabs on does the site hang, with HTTP/1.1 and with HTTP/2?',
  claims: ['rt-sse-six-per-domain'],
  code: ['sims/fanout/transport/tabs.ts#opens', 'sims/fanout/transport/tabs.ts#tabsClient'],
  params,
  durationMs: runMs,
  metrics: {
    ...gaugePer(browsers, 'streams', 'streams', (one) => `that are open, ${says[one]}`),
    ...gaugePer(browsers, 'pages', 'tabs', (one) => `whose next request is answered, ${says[one]}`),
  },
  build({ world, params: p, metrics }) {
    const all = new Map<Browser, TabsSeen>();
    let isOver = false;
    const subject = watching(world, () => isOver);
    for (const browser of browsers) {
      const seen: TabsSeen = { streams: 0, pages: 0 };
      all.set(browser, seen);
      const host = `host-${browser}`;
      world.addServer(host, hostServer);
      const options = { ...p, browser, host, withinMs: withinMs(p) };
      world.addServer(`browser-${browser}`, tabsClient(options, seen));
    }
    world.at(runMs(p) - 1, () => {
      for (const [browser, { streams, pages }] of all) {
        metrics[`${browser}.streams`].set(streams);
        metrics[`${browser}.pages`].set(pages);
      }
      isOver = true;
    });
    return subject;
  },
  expect: (p) => [
    ...browsers.flatMap((browser) => [
      exactly(works(browser, p).streams, `${browser}.streams`, `${browser}-streams`).says(
        `event streams that are open, with ${says[browser]}`,
        'rt-sse-six-per-domain',
      ),
      exactly(works(browser, p).pages, `${browser}.pages`, `${browser}-pages`).says(
        `tabs whose next request is answered, with ${says[browser]}`,
        'rt-sse-six-per-domain',
      ),
    ]),
  ],
  tells: ({ params: p, metrics: m }) =>
    `Server-sent events hold a connection for each tab: with HTTP/1.1 the site hangs from ${connectionsPerHost} tabs on: a browser opens ${connectionsPerHost} connections to a host, each stream holds one, and with ${connectionsPerHost} streams no other request gets through. Of ${counted(p.tabs, 'tab')}, ${m['http1.streams'].value} have a stream and ${m['http1.pages'].value} are answered. HTTP/2 sends all streams over one connection, as many as the server allows: ${p.streamsMax} here. One stream for all tabs needs neither.\n\n` +
    plainTable([
      ['browser', 'streams', 'tabs that are answered'],
      ...browsers.map((browser) => [
        says[browser],
        `${m[`${browser}.streams`].value} of ${streamsOf(browser, p)}`,
        `${m[`${browser}.pages`].value} of ${p.tabs}`,
      ]),
    ]),
});

// Left out: several host names for one server, and WebSockets, which count apart and have a limit of their own.
