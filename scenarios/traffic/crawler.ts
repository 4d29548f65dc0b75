import * as z from 'zod';
import {
  type CrawlTotals,
  crawler,
  hostOf,
  type Seen,
  type Web,
  webHost,
} from '../../sims/traffic/http/crawler.ts';
import type { HttpLaw, HttpSubject } from '../../sims/traffic/http/laws.ts';
import {
  falsePositiveRate,
  hashesFor,
  missedOf,
  SeenFilter,
} from '../../sims/traffic/http/seen-filter.ts';
import { stateRow } from '../../sims/traffic/subject.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gauge } from '../../src/check/metric.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { poissonQuantiles } from '../../src/statistics/poisson-quantiles.ts';
import { inDigits, inSeconds, percent } from '../../src/words/numbers.ts';
import { aboutHttp } from './http-kit.ts';

const params = z.object({
  hosts: whole(2, 50, 10, 'hosts'),
  pagesPerHost: whole(10, 200, 60, 'pages of each host'),
  links: whole(3, 10, 5, 'links from each page to others, at random, besides one to the next'),
  delayMs: real(100, 60_000, 1_000, 'after each page of a host'),
  pageMs: real(1, 1_000, 100, 'that a host takes for a page'),
  bitsPerPage: real(2, 20, 5, 'bits of the Bloom filter for each page'),
});
type Params = z.output<typeof params>;

const pagesOf = ({ hosts, pagesPerHost }: Params) => hosts * pagesPerHost;
/** A round trip takes 0.4 to 1.6 ms. */
const periodMs = (p: Params, hopsMs: number) => p.pageMs + p.delayMs + hopsMs;
const durationMs = (p: Params) => 3 * (p.pagesPerHost + 30) * periodMs(p, 2);

interface Subject extends HttpSubject {
  readonly totals: Readonly<Record<'set' | 'filter', CrawlTotals>>;
}

export default scenario({
  ...aboutHttp,
  id: 'traffic/crawler',
  asks: 'A web crawler must not flood a host, and must not fetch a page twice. What limits its speed, and what does a Bloom filter for the URLs that it has seen cost?',
  claims: [],
  code: [
    'sims/traffic/http/crawler.ts#finds',
    'sims/traffic/http/crawler.ts#work',
    'sims/traffic/http/seen-filter.ts#missedOf',
  ],
  params,
  durationMs,
  metrics: {
    fetched: gauge('pages', 'fetched with an exact set'),
    tookMs: gauge('ms', 'until the last page, with an exact set'),
    offered: gauge('URLs', 'that the crawler with the filter found in pages'),
    missed: gauge('URLs', 'of those that the filter took for seen'),
    beyond: gauge('URLs', 'missed beyond what is expected of so many, in deviations'),
  },
  build({ world, rules, params: p, metrics }): Subject {
    const breaches = new Breaches<HttpLaw>();
    const stream = world.kernel.random.stream('links');
    const pages = pagesOf(p);
    // Each page links to the next, so that all can be reached.
    const links = Array.from({ length: pages }, (_, page) => [
      (page + 1) % pages,
      ...Array.from({ length: p.links }, () => randomInteger(stream, 0, pages - 1)),
    ]);
    const web: Web = { hosts: p.hosts, links };
    const fetchedBy = { set: new Set<number>(), filter: new Set<number>() };
    const start = (arm: 'set' | 'filter', seen: Seen) => {
      const totals = { fetched: 0, endMs: 0 };
      const host = (at: number) => `${arm}-host-${at}`;
      for (let at = 0; at < p.hosts; at++)
        world.addServer(
          host(at),
          webHost(web, p, (how) => breaches.report('host-is-not-flooded', how)),
        );
      const fetches = (page: number) => {
        if (fetchedBy[arm].has(page))
          breaches.report(
            'page-once',
            `page ${page} of host ${hostOf(page, web)} is fetched a second time`,
          );
        fetchedBy[arm].add(page);
      };
      world.addServer(
        `crawler-${arm}`,
        crawler(rules, { host, web, delayMs: p.delayMs, seen, fetches }, totals),
      );
      return totals;
    };
    const exact = new Set<number>();
    const bits = Math.round(p.bitsPerPage * pages);
    const filter = new SeenFilter(bits, hashesFor(p.bitsPerPage));
    const totals = {
      set: start('set', { has: (page) => exact.has(page), add: (page) => exact.add(page) }),
      filter: start('filter', filter),
    };
    world.at(durationMs(p) - 1, () => {
      metrics.fetched.set(totals.set.fetched);
      metrics.tookMs.set(totals.set.endMs);
      const offered = new Set([0, ...[...fetchedBy.filter].flatMap((page) => links[page] ?? [])]);
      metrics.offered.set(offered.size);
      metrics.missed.set(offered.size - fetchedBy.filter.size);
      const mean = missedOf(offered.size, bits, hashesFor(p.bitsPerPage));
      const { atLeast, atMost } = poissonQuantiles(mean, 5e-7);
      const missed = offered.size - fetchedBy.filter.size;
      metrics.beyond.set(Math.max(0, atLeast - missed, missed - atMost));
    });
    return { breaches, totals, rows: () => world.nodes.map(stateRow) };
  },
  goals: (p) => [
    sometimes<Subject>('all-fetched', 'every page is fetched', ({ totals }) => {
      return totals.set.fetched >= pagesOf(p);
    }),
  ],
  expect: (p) => [
    exactly(pagesOf(p), 'fetched', 'fetched').says('pages fetched: each once'),
    within('tookMs', 'took', {
      atLeast: (p.pagesPerHost - 1) * periodMs(p, 0.4) + p.pageMs,
      atMost: durationMs(p) / 3,
    }).says(
      'ms until all pages are fetched: at least the pages of a host x (delay + time of a page)',
    ),
    exactly(0, 'beyond', 'missed').says(
      'URLs that the Bloom filter takes for seen beyond the bounds of the closed form, the sum of (1 - e^(-kn/m))^k as it fills',
    ),
  ],
  tells({ params: p, metrics: m }) {
    const hashes = hashesFor(p.bitsPerPage);
    const full = falsePositiveRate(p.bitsPerPage, 1, hashes);
    return `Politeness limits it: a host gives one page in ${inSeconds(p.delayMs + p.pageMs)}, so ${inDigits(p.pagesPerHost)} pages of each host take ${inSeconds(m.tookMs.value)}, and only more hosts at a time make the crawl faster, not more machines. Each host has a queue of its own and one worker, which fetches, waits ${inSeconds(p.delayMs)} and takes the next; a URL is looked up in the seen set before it is queued, so all ${inDigits(m.fetched.value ?? 0)} pages are fetched once, although there are ${inDigits(pagesOf(p) * (p.links + 1))} links. A Bloom filter of ${inDigits(p.bitsPerPage)} bits for each page never lets a page be fetched twice, but takes new URLs for seen: ${percent(full)} once it is full, (1 - e^(-kn/m))^k with k = ${hashes} hashes, and here ${inDigits(m.missed.value ?? 0)} of ${inDigits(m.offered.value ?? 0)}, which are never fetched.`;
  },
});

// Left out: robots.txt, redirects and equal pages under several URLs, fetching again what changes, and traps.
