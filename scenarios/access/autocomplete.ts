import * as z from 'zod';
import type { AccessLaw } from '../../sims/access/laws.ts';
import { type Completion, CompletionTrie } from '../../sims/access/trie/completions.ts';
import { nodesFrom } from '../../sims/access/trie/sizes.ts';
import { around } from '../../src/check/bounds.ts';
import { exactBound } from '../../src/check/expectation.ts';
import { difference, exactly, type Valued, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { sampler, zipf } from '../../src/kernel/distribution.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { must } from '../../src/kernel/must.ts';
import { pick } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutAccess } from './kit.ts';

const params = z.object({
  terms: whole(500, 10_000, 2_000, 'terms, drawn at random'),
  letters: whole(5, 26, 20, 'letters of the alphabet'),
  length: whole(4, 10, 7, 'letters of each term'),
  typed: whole(1, 3, 1, 'letters that are typed before completions are shown'),
  k: whole(1, 20, 5, 'completions that are shown'),
  past: whole(0, 1_000_000, 10_000, 'searches that are counted already'),
  searches: whole(100, 5_000, 250, 'searches that follow, each of which counts its term'),
  rebuildEvery: whole(
    2,
    5_000,
    100,
    'searches between two rebuilds of the lists, if they are rebuilt',
  ),
  skew: real(0, 2, 1, 'exponent of the popularity of terms (Zipf)'),
});

/** Terms that are taken out at the end, each the first of all completions. */
const removed = 5;
const steps = 10;

const isSame = (a: readonly Completion[], b: readonly Completion[]): boolean =>
  a.length === b.length && a.every(({ term }, at) => term === b[at]?.term);

export default scenario({
  ...aboutAccess,
  id: 'access/autocomplete',
  asks: 'Autocomplete shows the five most searched terms with a prefix. What does a trie that keeps them at each node gain over scanning the subtree, and what does a search cost it?',
  claims: [],
  code: [
    'sims/access/trie/completions.ts#complete',
    'sims/access/trie/completions.ts#add',
    'sims/access/trie/completions.ts#remove',
    'sims/access/trie/sizes.ts#nodesAt',
  ],
  params: params.refine(({ typed, length }) => typed < length, {
    path: ['typed'],
    error: 'fewer letters are typed than a term has',
  }),
  metrics: {
    nodes: gauge('nodes', 'of the trie'),
    below: gauge('nodes', 'below all prefixes as long as what is typed, those included'),
    scanned: gauge('nodes', 'that a look-up visits on average if it scans'),
    visited: gauge('nodes', 'that a look-up visits on average with lists'),
    updated: gauge('lists', 'that a search updates on average'),
    kth: gauge('searches', 'of the last term that is shown for the prefix of one that trends'),
    live: gauge('searches', 'of a term that trends until it is shown'),
    rebuilt: gauge('searches', 'of it until it is shown if lists are rebuilt'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<AccessLaw>(world);
    const [live, rebuilt] = [new CompletionTrie(p.k, rules), new CompletionTrie(p.k, rules)];
    const letters = study.stream('terms');
    const alphabet = 'abcdefghijklmnopqrstuvwxyz'.slice(0, p.letters).split('');
    const word = () => Array.from({ length: p.length }, () => pick(letters, alphabet)).join('');
    const words = Array.from({ length: p.terms }, word);
    const drawRank = sampler(zipf(p.terms, p.skew), study.stream('searches'));
    const drawn = () => must(words[drawRank() - 1], 'term of a rank');
    const prefixes = prefixesOf(words, p.typed);
    const lookUp = (prefix: string) => {
      const { visited } = live;
      const found = live.complete(prefix);
      const visits = live.visited - visited;
      const best = live.scan(prefix);
      study.holds(
        'look-up-visits-its-letters',
        visits <= 1 + prefix.length,
        `a look-up of ${counted(prefix.length, 'letter')} visits ${counted(visits, 'node')} of the trie, although one for each letter and the root are enough`,
      );
      study.holds(
        'completions-are-counted-most',
        isSame(found, best),
        `"${prefix}" is completed with ${termsOf(found)} instead of ${termsOf(best)}`,
      );
      return { found, visits };
    };
    study.next(() => {
      // As many as are expected of the popularity of each, and at least one.
      const weights = words.map((_, at) => pow(at + 1, -p.skew));
      const all = weights.reduce((sum, each) => sum + each, 0);
      for (const [at, each] of words.entries()) {
        const times = 1 + Math.round((p.past * must(weights[at], 'weight of a term')) / all);
        live.add(each, times);
        rebuilt.count(each, times);
      }
      rebuilt.rebuild();
      metrics.nodes.set(study.observes('nodes', live.nodes));
      study.observes('lists of a rebuild', rebuilt.updated);
    });
    let [done, visits, updates] = [0, 0, 0];
    const search = (term: string) => {
      const { updated } = live;
      live.add(term);
      updates += live.updated - updated;
      rebuilt.count(term);
      done += 1;
      if (done % p.rebuildEvery === 0) rebuilt.rebuild();
    };
    for (let step = 1; step <= steps; step++) {
      study.next(() => {
        while (done < (step * p.searches) / steps) {
          search(drawn());
          visits += lookUp(drawn().slice(0, p.typed)).visits;
        }
        study.observes('searches so far', done);
      });
    }
    return study
      .next(() => {
        const { visited } = live;
        for (const prefix of prefixes) live.scan(prefix);
        const scanned = (live.visited - visited) / prefixes.size;
        metrics.scanned.set(study.observes('nodes visited by a scan', scanned));
        metrics.below.set(live.visited - visited - p.typed * prefixes.size);
        metrics.visited.set(study.observes('nodes visited with lists', visits / p.searches));
        metrics.updated.set(study.observes('lists updated by a search', updates / p.searches));
      })
      .next(() => {
        const term = word();
        const prefix = term.slice(0, p.typed);
        const shows = (trie: CompletionTrie) =>
          trie.complete(prefix).some((each) => each.term === term);
        const kth = live.scan(prefix)[p.k - 1]?.count ?? 0;
        metrics.kth.set(study.observes('searches of the last term shown', kth));
        while (!shows(live) && done < p.searches + kth + 1) search(term);
        lookUp(prefix);
        metrics.live.set(study.observes('searches until a new term is shown', done - p.searches));
        while (!shows(rebuilt) && done < p.searches + kth + p.rebuildEvery + 1) search(term);
        const late = study.observes('the same if lists are rebuilt', done - p.searches);
        metrics.rebuilt.set(late);
      })
      .next(() => {
        for (let each = 0; each < removed; each++) {
          const term = live.scan('')[0]?.term ?? '';
          live.remove(term);
          for (let length = 0; length <= p.typed; length++) lookUp(term.slice(0, length));
        }
        study.observes('terms taken out', removed);
      });
  },
  expect: (p) => {
    const all = nodesFrom(0, p);
    const below = nodesFrom(p.typed, p);
    const late = (m: Valued<'live' | 'rebuilt'>) => {
      const [live, rebuilt] = [m.live.value, m.rebuilt.value];
      if (live === undefined || rebuilt === undefined) return undefined;
      // It is counted by then, and the next rebuild takes it into the lists.
      return (
        p.searches + rebuilt - p.rebuildEvery * Math.ceil((p.searches + live) / p.rebuildEvery)
      );
    };
    return [
      within('nodes', 'nodes', around(all.mean, all.deviation, 6)).says(
        'nodes of the trie: the sum over depths d of a^d (1 - (1 - a^-d)^n), for n terms of a letters',
      ),
      within('below', 'below', around(below.mean, below.deviation, 6)).says(
        'nodes that scans of the subtrees of all prefixes visit, by the same sum',
      ),
      exactly(p.typed + 1, 'visited', 'visited').says(
        'nodes that a look-up visits if each keeps its list: the root and one for each letter typed',
      ),
      within(difference('live', 'kth'), 'live', { atLeast: 0, atMost: 1 }).says(
        'searches of a new term until it is shown, less those of the last term in the list',
      ),
      within(late, 'rebuilt', exactBound(0)).says(
        'searches of a new term after the rebuild of the lists that should show it',
      ),
      exactly(p.length + 1, 'updated', 'updated').says(
        'lists that a search updates: the root’s and one for each letter',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `A look-up visits ${inDigits(m.visited.value ?? 0)} nodes instead of ${significant(m.scanned.value ?? 0)}: the trie walks the ${counted(p.typed, 'letter')} typed and returns the list of ${p.k} terms that the node keeps, and does not scan the subtree, which has 1 / ${inDigits(p.letters)} of all nodes after each letter. A search pays for that: its count changes the lists of all ${inDigits(m.updated.value ?? 0)} nodes on its path, and the lists hold up to ${inDigits(p.k)} terms at each of ${inDigits(m.nodes.value ?? 0)} nodes. A new term is shown after ${counted(m.live.value ?? 0, 'search', 'searches')}, once it was searched as often as the last term shown; systems that count in a log and rebuild the lists in a batch, here every ${inDigits(p.rebuildEvery)} searches, show it only after ${inDigits(m.rebuilt.value ?? 0)}. A term that is taken out leaves a gap, which the lists of the node’s children fill.`,
});

function prefixesOf(words: readonly string[], length: number): ReadonlySet<string> {
  return new Set(words.map((each) => each.slice(0, length)));
}

const termsOf = (completions: readonly Completion[]): string =>
  completions.length === 0 ? 'nothing' : completions.map(({ term }) => term).join(', ');

// Left out: compressed edges, shards by prefix, typing errors, and counts that decay.
