/**
 * Goal: what the caches say in the trace reads as sentences, and the debugger's picture shows what is
 * there. Method: a run that does a bit of everything, and its words.
 */
import { describe, expect, test } from 'vitest';
import { cache } from '../../../sims/cache/cache.ts';
import { defaultCacheOptions } from '../../../sims/cache/options.ts';
import { viewOfCaches } from '../../../sims/cache/view.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import { crash } from '../../../src/world/fault.ts';
import { cacheBench } from '../../support/caches.ts';

/** The words of every note of a run in which things happen at these times. */
function told(
  happenings: Readonly<Record<number, (bench: ReturnType<typeof cacheBench>) => void>>,
) {
  const bench = cacheBench('words', {
    instances: 2,
    read: 'lock',
    write: 'delete',
    cacheLatencyMs: constant(1),
    database: { ...defaultCacheOptions.database, serviceMs: constant(10) },
    tellsAll: true,
  });
  const words: string[] = [];
  bench.world.trace.on('note', ({ node, detail }) => {
    words.push([node, cache.notes.inWords(detail)].filter(Boolean).join(' '));
  });
  for (const [atMs, happens] of Object.entries(happenings)) {
    bench.world.kernel.schedule(Number(atMs), () => happens(bench), undefined);
  }
  bench.world.kernel.runUntil(500);
  return { words, bench };
}

describe('notes', () => {
  test('a read, a write, a crash and a loss read as a story', () => {
    const { words } = told({
      0: ({ system }) => system.read('k', 0),
      50: ({ system }) => system.write('k', 1),
      100: ({ world }) => world.strike(crash('cache')),
      110: ({ system }) => system.read('k', 0),
    });
    expect(words).toEqual([
      'app1 does not find k: it was never there',
      'cache grants the lock of k to app1#1',
      'app1 reads k from the database: version 1',
      'cache takes in version 1 of k',
      'app1 gets version 1 of k, which is current',
      'cache frees the lock of k for app1#1',
      'database commits version 2 of k',
      'cache deletes k',
      'app1 does not find k: the cache does not answer',
      'app1 gets no answer from the cache: lock k',
      'app1 reads k from the database: version 2',
      'app1 gets no answer from the cache: set k',
      'app1 gets version 2 of k, which is current',
      'app1 gets no answer from the cache: unlock k',
    ]);
  });
});

describe('the view', () => {
  test('shows instances, entries, loads, locks and the database', () => {
    const { bench } = told({ 0: ({ system }) => system.read('k', 0) });
    const { system, world, breaches } = bench;
    const lab = { systems: [system], breaches };
    expect(viewOfCaches(lab).map(({ name }) => name)).toEqual([
      'entry k',
      'cache',
      'database',
      'app1',
      'app2',
    ]);
    system.read('other', 1);
    world.kernel.runUntil(world.kernel.nowMs + 5);
    const rows = Object.fromEntries(
      viewOfCaches(lab).map(({ name, cells }) => [name, Object.fromEntries(cells)]),
    );
    expect(rows).toMatchObject({
      app2: { 'busy with': '1' },
      'entry k': { value: 'version 1', behind: '', age: expect.stringMatching(/ ms$/), dirty: '' },
      'load of other': { loads: '1', 'in flight at': 'app2' },
      'lock of other': { owner: 'app2#1' },
      database: { 'works on': '1', waiting: '0' },
    });
  });
});
