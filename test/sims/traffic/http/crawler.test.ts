/**
 * Goal: a crawler asks each host for one page at a time and waits, and fetches each page once.
 * Method: a small web by hand with its timetable, and a filter against its closed form.
 */
import { describe, expect, test } from 'vitest';
import { crawler, type Web, webHost } from '../../../../sims/traffic/http/crawler.ts';
import {
  falsePositiveRate,
  hashesFor,
  missedOf,
  SeenFilter,
} from '../../../../sims/traffic/http/seen-filter.ts';
import { type TrafficRule, trafficRules } from '../../../../sims/traffic/rules.ts';
import { constant } from '../../../../src/kernel/distribution.ts';
import { World } from '../../../../src/world/world.ts';

// Two hosts: 0, 2, 4 and 1, 3. Page 4 is linked twice, and page 0 again.
const small: Web = { hosts: 2, links: [[2, 4, 1], [0, 3, 4], [], [1], [2]] };

function crawl(off: readonly TrafficRule[] = [], untilMs = 10_000, web = small) {
  const world = new World('crawl', { latencyMs: constant(1) });
  const rules = trafficRules.without(...off);
  const fetched: [number, number][] = [];
  const floods: string[] = [];
  const seen = new Set<number>();
  for (const host of [0, 1])
    world.addServer(
      `host-${host}`,
      webHost(web, { pageMs: 10, delayMs: 100 }, (how) => floods.push(how)),
    );
  const options = {
    host: (host: number) => `host-${host}`,
    web,
    delayMs: 100,
    seen: { has: (page: number) => seen.has(page), add: (page: number) => seen.add(page) },
    fetches: (page: number) => fetched.push([world.kernel.nowMs, page]),
  };
  const totals = { fetched: 0, endMs: 0 };
  world.addServer('crawler', crawler(rules, options, totals));
  world.kernel.runUntil(untilMs);
  return { totals, fetched, floods, pages: world.nodes.map(({ state }) => state) };
}

describe('a crawler', () => {
  test('has one worker for a host, which waits after each page', () => {
    const { fetched, floods, totals, pages } = crawl();
    // 12 ms for a page and its round trip, then 100 ms; page 1 is on the other host.
    expect(fetched).toEqual([
      [0, 0],
      [12, 1],
      [112, 2],
      [124, 3],
      [224, 4],
    ]);
    expect(floods).toEqual([]);
    expect(totals).toEqual({ fetched: 5, endMs: 236 });
    expect(pages.slice(0, 2)).toEqual([
      { open: 0, pages: 3 },
      { open: 0, pages: 2 },
    ]);
  });

  test('starts one worker for an idle host that a page links to twice', () => {
    const { fetched, floods } = crawl([], 10_000, {
      hosts: 2,
      links: [[1, 3, 5], [], [], [], [], []],
    });
    expect(fetched).toEqual([
      [0, 0],
      [12, 1],
      [124, 3],
      [236, 5],
    ]);
    expect(floods).toEqual([]);
  });

  test('without a queue for each host asks for several pages at once', () => {
    const { fetched, floods } = crawl(['queue-for-each-host']);
    expect(fetched.map(([, page]) => page).sort()).toEqual([0, 1, 2, 3, 4]);
    // Pages 2 and 4 come together, right after page 0.
    expect(floods).toEqual([
      'host-0 gets page 2 too early',
      'host-0 gets page 4 while it sends another',
      'host-1 gets page 3 too early',
    ]);
  });

  test('without looking at what it has seen fetches pages again and again', () => {
    const { fetched } = crawl(['seen-before-queued'], 2_000);
    const pages = fetched.map(([, page]) => page);
    expect(pages.length).toBeGreaterThan(new Set(pages).size);
  });
});

describe('a filter of seen URLs', () => {
  test('has what was added, and others at its rate', () => {
    const [bits, urls, hashes] = [5_000, 1_000, 3];
    const filter = new SeenFilter(bits, hashes);
    for (let page = 0; page < urls; page++) filter.add(page);
    for (let page = 0; page < urls; page++) expect(filter.has(page)).toBe(true);
    let wrong = 0;
    const others = 20_000;
    for (let page = urls; page < urls + others; page++) wrong += filter.has(page) ? 1 : 0;
    const rate = (1 - Math.exp(-(hashes * urls) / bits)) ** hashes;
    expect(falsePositiveRate(bits, urls, hashes)).toBeCloseTo(rate, 12);
    // Beside the draws, the filter's own fill varies: 5 deviations of both.
    const ofDraws = Math.sqrt((rate * (1 - rate)) / others);
    const share = Math.exp(-(hashes * urls) / bits);
    const ofFill = (hashes * rate * Math.sqrt(share / bits)) / Math.sqrt(1 - share);
    expect(Math.abs(wrong / others - rate)).toBeLessThan(5 * (ofDraws + ofFill));
  });

  test.each([
    [4, 3, 0.147],
    [8, 6, 0.0216],
    [16, 11, 0.000459],
  ])('the table of Cao: %i bits a URL, %i hashes', (bits, hashes, rate) => {
    expect(hashesFor(bits)).toBe(hashes);
    expect(falsePositiveRate(bits, 1, hashes) / rate).toBeCloseTo(1, 2);
  });

  test('misses as many of the URLs offered as drawn filters do', () => {
    const [offered, bits, hashes, rounds] = [400, 1_600, 3, 60];
    let missed = 0;
    for (let round = 0; round < rounds; round++) {
      const filter = new SeenFilter(bits, hashes);
      for (let page = 0; page < offered; page++) {
        const url = round * offered + page;
        if (filter.has(url)) missed += 1;
        else filter.add(url);
      }
    }
    const expected = rounds * missedOf(offered, bits, hashes);
    expect(Math.abs(missed - expected)).toBeLessThan(5 * Math.sqrt(expected));
    expect(expected).toBeGreaterThan(500);
  });
});
