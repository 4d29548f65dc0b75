/**
 * Goal: kept lists are those of a scan after any updates, and cost what they should. Method: random
 * additions and removals beside a naive map that is sorted anew, and tries of few letters counted
 * in full.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accessRules } from '../../../sims/access/rules.ts';
import { CompletionTrie } from '../../../sims/access/trie/completions.ts';
import { nodesAt, nodesFrom } from '../../../sims/access/trie/sizes.ts';

const rules = accessRules.without();
const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 4 });
const terms = letters.filter((term) => term !== '');

function naive(counts: ReadonlyMap<string, number>, prefix: string, k: number) {
  return [...counts]
    .filter(([term, count]) => term.startsWith(prefix) && count > 0)
    .map(([term, count]) => ({ term, count }))
    .sort((a, b) => b.count - a.count || (a.term < b.term ? -1 : 1))
    .slice(0, k);
}

describe('completions', () => {
  const update = fc.oneof(
    { weight: 4, arbitrary: fc.record({ term: terms, by: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ term: terms, by: fc.constant(0) }) },
  );

  test('are those of a map that is sorted anew, with lists, by a scan and after a rebuild', () => {
    fc.assert(
      fc.property(
        fc.array(update, { maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        letters,
        (updates, k, prefix) => {
          const [live, batch] = [new CompletionTrie(k, rules), new CompletionTrie(k, rules)];
          const counts = new Map<string, number>();
          for (const { term, by } of updates) {
            if (by === 0) {
              live.remove(term);
              batch.remove(term);
            } else {
              live.add(term, by);
              batch.count(term, by);
            }
            counts.set(term, by === 0 ? 0 : (counts.get(term) ?? 0) + by);
          }
          batch.rebuild();
          const expected = naive(counts, prefix, k);
          expect(live.complete(prefix)).toEqual(expected);
          expect(live.scan(prefix)).toEqual(expected);
          expect(batch.complete(prefix)).toEqual(expected);
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  const filled = () => {
    const trie = new CompletionTrie(2, rules);
    for (const [term, count] of [
      ['tea', 3],
      ['ten', 5],
      ['to', 7],
      ['inn', 9],
    ] as const)
      trie.add(term, count);
    return trie;
  };

  test('cost a node for each letter with a list, and every node below it by a scan', () => {
    const trie = filled();
    // The root; t, te, tea, ten, to; i, in, inn.
    expect(trie.nodes).toBe(9);
    expect(trie.updated).toBe(4 + 4 + 3 + 4);
    trie.complete('t');
    expect(trie.visited).toBe(2);
    trie.scan('t');
    expect(trie.visited).toBe(2 + 2 + 4);
    trie.complete('x');
    expect(trie.visited).toBe(9);
    expect(trie.complete('x')).toEqual([]);
  });

  test('with a term taken out show the next one, at each prefix that showed it', () => {
    const trie = filled();
    const before = trie.updated;
    trie.remove('to');
    // The root, t and to.
    expect(trie.updated - before).toBe(3);
    expect(trie.complete('t').map(({ term }) => term)).toEqual(['ten', 'tea']);
    expect(trie.complete('').map(({ term }) => term)).toEqual(['inn', 'ten']);
  });

  test('without rebuild or without the path are old', () => {
    const trie = filled();
    trie.count('tea', 10);
    expect(trie.complete('t').map(({ term }) => term)).toEqual(['to', 'ten']);
    const blind = new CompletionTrie(2, accessRules.without('count-updates-the-path'));
    blind.add('tea');
    expect([blind.complete('te'), blind.complete('tea')]).toEqual([
      [],
      [{ term: 'tea', count: 1 }],
    ]);
  });
});

describe('nodes of a trie of random terms', () => {
  test.each([
    [2, 3, 3],
    [3, 2, 4],
  ])(
    '%i letters, terms of %i, %i of them: mean and variance over all draws',
    (alphabet, length, count) => {
      const all = alphabet ** length;
      const word = (at: number) =>
        Array.from(
          { length },
          (_, place) => 'abc'[Math.floor(at / alphabet ** place) % alphabet],
        ).join('');
      const atDepth = Array.from({ length: length + 1 }, () => ({ sum: 0, squares: 0 }));
      const draws = all ** count;
      for (let draw = 0; draw < draws; draw++) {
        const words = Array.from({ length: count }, (_, at) =>
          word(Math.floor(draw / all ** at) % all),
        );
        for (const [depth, each] of atDepth.entries()) {
          const nodes = new Set(words.map((term) => term.slice(0, depth))).size;
          each.sum += nodes;
          each.squares += nodes * nodes;
        }
      }
      const of = { terms: count, letters: alphabet, length };
      for (const [depth, { sum, squares }] of atDepth.entries()) {
        const { mean, variance } = nodesAt(depth, of);
        expect(mean).toBeCloseTo(sum / draws, 9);
        expect(variance).toBeCloseTo(squares / draws - (sum / draws) ** 2, 9);
      }
      const from1 = atDepth.slice(1).reduce((all, { sum }) => all + sum / draws, 0);
      expect(nodesFrom(1, of).mean).toBeCloseTo(from1, 9);
    },
  );
});
