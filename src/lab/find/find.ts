/**
 * Looks words up among the texts of the lab, with MiniSearch's BM25+ ranking: the rarer a word and the shorter the
 * text that has it, the more it says. Typing errors up to a third of a word are forgiven, synonyms count half.
 */
import MiniSearch, { type SearchOptions } from 'minisearch';
import { log2 } from '../../kernel/elementary.ts';
import { fillers, stem, wanted, wordsOf } from './stems.ts';
import { synonymsBy } from './synonyms.ts';

/** Something that can be found. */
export interface Findable {
  readonly kind: 'question' | 'scenario' | 'rule' | 'claim' | 'term' | 'guide';
  readonly name: string;
  /** What it says: a question, a reason, a claim. */
  readonly text: string;
  /** The scenario that shows it, if it is none itself. */
  readonly shownBy?: string;
  /** By what else it is looked for: products, symptoms, other names. Searched, and not shown. */
  readonly words?: string;
}

const synonyms = synonymsBy(stem);

/** Shorter words are mistyped into too many others. */
const fuzzyLengthMin = 5;
const prefixLengthMin = 4;
const synonymWeight = 0.5;
/** Words stand together if there is at most one between them. */
const pairSpan = 2;
/** What has the very phrase, of so many words at least, says more than what has its words. */
const phraseMin = 3;
const literalWeight = 3;
const literalInWordsWeight = 2.5;
/** Of what the words say, so much must be in a text, each word weighted by how rare it is, in bits … */
const coverageMin = 0.37;
/** … or so much at all: two or three rare words of a long question. */
const enoughCovered = 17;
/** What says so much less than the best was found by a common word. */
const shareOfBest = 0.1;
/** A word that nothing has is as rare as one that so many items have. */
const unknownIn = 8;
/** In a short question every word counts, and of two more than one must be there, though it may be mistyped. */
const shortMax = 3;
const shortCoverageMin = 0.6;
const mistypedWeight = 0.5;

/**
 * What several scenarios answer says which to choose, so it comes first; runs are what the lab is for: a definition or
 * a page comes after a scenario that says as much.
 */
const kindWeights: Readonly<Record<Findable['kind'], number>> = {
  question: 1.25,
  scenario: 1,
  rule: 0.6,
  claim: 1,
  term: 0.85,
  guide: 0.6,
};

/** This or that is asked: a question whose answer has both sides says more than one of the sides. */
const asksToChoose =
  /\b(?:or|vs|versus|compare[ds]?|comparison|differs?|differences?|better|choose)\b/i;
const choiceWeight = 1.3;

/** Random faults try every rule at once: they answer no question of how. */
const isOfRandomFaults = /\/random-/;
const randomFaultsWeight = 0.7;

/** A question that names a system is about that one: what says nothing of it has a smaller weight. */
const systems = new Set(
  `raft paxos zookeeper etcd kafka rabbitmq redis redlock lambda kubernetes hpa crdt jwt oauth graphql grpc websocket
   snowflake uuid uuidv4 uuidv7 ulid spanner cassandra dynamodb canary saga outbox cdn`
    .trim()
    .split(/\s+/)
    .map(stem),
);
const otherSystemWeight = 0.6;

/** A word alone that so many items have is looked for as it is: `websocket` is no word for whatever polls. */
const enoughItems = 10;

interface Indexed {
  readonly id: number;
  readonly name: string;
  readonly wing: string;
  readonly text: string;
  readonly words: string;
}

/** A question, as it is looked up. */
interface Asked {
  readonly phrase: string;
  /** Its words in order, those that say nothing among them. */
  readonly inOrder: readonly string[];
  readonly stems: readonly string[];
  /** A word that items have may be mistyped as well: `heard` for `herd`. */
  readonly maybeMistyped: boolean;
}

/** What a word says of an item. */
interface Score {
  readonly score: number;
  /** The item has the word itself, and not only one that is written like it. */
  readonly isSure: boolean;
}

export class Index {
  readonly items: readonly Findable[];
  readonly #search: MiniSearch<Indexed>;
  /** The words of each item, in order. */
  readonly #stems: (readonly string[])[] = [];
  /** How many items have a stem. */
  readonly #having = new Map<string, number>();

  /** O(words of the items). */
  constructor(items: readonly Findable[]) {
    this.items = items;
    this.#search = new MiniSearch({
      fields: ['name', 'wing', 'text', 'words'],
      tokenize: wordsOf,
      processTerm: (word) => (fillers.has(word) ? null : stem(word)),
    });
    for (const [id, { name, text, words = '' }] of items.entries()) {
      const slash = name.indexOf('/');
      const wing = slash === -1 ? '' : name.slice(0, slash);
      this.#search.add({ id, name: name.slice(slash + 1), wing, text, words });
      const stems = wordsOf(`${name} ${text} ${words}`).map(stem);
      this.#stems.push(stems);
      for (const word of new Set(stems)) this.#having.set(word, (this.#having.get(word) ?? 0) + 1);
    }
  }

  /**
   * What speaks of the words, best first: nothing rather than what has one common word of many.
   * O(words × items).
   */
  find(words: string): Findable[] {
    const phrase = words
      .trim()
      .toLowerCase()
      .replace(/[?!.]+$/, '');
    const stems = wanted(words);
    const asked = { phrase, inOrder: wordsOf(phrase).map(stem), stems };
    const found = this.#ranked({ ...asked, maybeMistyped: false });
    if (found.length > 0 || stems.length > shortMax) return found;
    return this.#ranked({ ...asked, maybeMistyped: true });
  }

  #ranked(asked: Asked): Findable[] {
    const { stems } = asked;
    const scores = new Map<number, { score: number; covered: number }>();
    let all = 0;
    for (const word of stems) {
      const rarity = this.#rarity(word);
      all += rarity;
      for (const [id, { score, isSure }] of this.#scores(word, asked)) {
        const { score: before, covered } = scores.get(id) ?? { score: 0, covered: 0 };
        const says = isSure ? rarity : mistypedWeight * rarity;
        scores.set(id, { score: before + score, covered: covered + says });
      }
    }
    const isOfFew = stems.length > 1 && stems.length <= shortMax;
    const enough = Math.min((isOfFew ? shortCoverageMin : coverageMin) * all, enoughCovered);
    const covering = [...scores].filter(([, { covered }]) => covered >= enough);
    const together = this.#together(
      asked,
      covering.map(([id]) => id),
    );
    const ranked = covering
      .map(([id, { score, covered }], place) => {
        const share = covered / all;
        const weight = this.#weight(id, asked) * (1 + (together[place] ?? 0));
        return { id, score: weight * score * share * share };
      })
      .sort((a, b) => b.score - a.score || a.id - b.id);
    const best = ranked[0]?.score ?? 0;
    return ranked
      .filter(({ score }) => score >= shareOfBest * best)
      .flatMap(({ id }) => this.items[id] ?? []);
  }

  /** What an item is worth to a question, whatever words it has of it. */
  #weight(id: number, { phrase, inOrder, stems }: Asked): number {
    const { kind = 'scenario', name = '', text = '', words = '' } = this.items[id] ?? {};
    const isOfOther = stems.some((word) => systems.has(word) && !this.#stems[id]?.includes(word));
    const titled = kind === 'question' ? this.#shareOfTitle(text, stems) : 0;
    const isAnswerToChoice = kind === 'question' && asksToChoose.test(phrase);
    return (
      kindWeights[kind] *
      (inOrder.length >= phraseMin ? literalIn(phrase, text, words) : 1) *
      (isOfRandomFaults.test(name) ? randomFaultsWeight : 1) *
      (isOfOther ? otherSystemWeight : 1) *
      (isAnswerToChoice ? choiceWeight : 1) *
      (1 + titled * titled)
    );
  }

  /** Of what a title says, the share that a question has: one that asks for both of its sides has nearly all. */
  #shareOfTitle(title: string, stems: readonly string[]): number {
    const words = wanted(title);
    const said = (some: readonly string[]) =>
      some.reduce((sum, word) => sum + this.#rarity(word), 0);
    return said(words.filter((word) => stems.includes(word))) / (said(words) || 1);
  }

  /**
   * Of the pairs of words that stand together in a question and in any of these items, the share that each item has: the
   * fewer have a pair, the more it says.
   */
  #together({ inOrder, stems }: Asked, ids: readonly number[]): number[] {
    const asked = [...pairsOf(inOrder)].filter((pair) =>
      pair.split(' ').every((word) => stems.includes(word)),
    );
    const pairs = ids.map((id) => pairsOf(this.#stems[id] ?? []));
    const weights = asked.map((pair) => {
      const having = pairs.filter((ofItem) => ofItem.has(pair)).length;
      return having === 0 ? 0 : log2(1 + ids.length / having);
    });
    const all = weights.reduce((sum, weight) => sum + weight, 0) || 1;
    return pairs.map((ofItem) => {
      const found = weights.filter((_, place) => ofItem.has(asked[place] ?? ''));
      return found.reduce((sum, weight) => sum + weight, 0) / all;
    });
  }

  #rarity(word: string): number {
    return log2(1 + this.items.length / (this.#having.get(word) ?? unknownIn));
  }

  /** Of a word and its synonyms, the one that says most of each item. What was mistyped may be another word. */
  #scores(word: string, { stems, maybeMistyped }: Asked): ReadonlyMap<number, Score> {
    const having = this.#having.get(word) ?? 0;
    const best = new Map<number, Score>();
    const look = (term: string, weight: number, options: SearchOptions) => {
      for (const { id, score, terms } of this.#search.search(term, { ...asItIs, ...options })) {
        const isSure = terms.some((found) => this.#having.has(term) && found.startsWith(term));
        const { score: before = 0, isSure: wasSure = false } = best.get(id) ?? {};
        best.set(id, { score: Math.max(before, weight * score), isSure: isSure || wasSure });
      }
    };
    const errorsMax = having === 0 ? Math.floor(word.length / 3) : Number(maybeMistyped);
    look(word, 1, {
      prefix: word.length >= (having === 0 ? fuzzyLengthMin : prefixLengthMin),
      fuzzy: word.length >= fuzzyLengthMin ? errorsMax : false,
    });
    const isEnough = stems.length === 1 && having >= enoughItems;
    const others = isEnough ? [] : (synonyms.get(word) ?? []);
    for (const other of others) look(other, synonymWeight, {});
    return best;
  }
}

/** Pairs of words that stand together, or with one between them. */
const pairsOf = (words: readonly string[]): ReadonlySet<string> =>
  new Set(
    words.flatMap((word, place) =>
      words.slice(place + 1, place + 1 + pairSpan).map((next) => `${word} ${next}`),
    ),
  );

function literalIn(phrase: string, text: string, words: string): number {
  if (text.toLowerCase().includes(phrase)) return literalWeight;
  return words.toLowerCase().includes(phrase) ? literalInWordsWeight : 1;
}

/** Words come as stems. */
const asItIs: SearchOptions = {
  tokenize: (term) => [term],
  processTerm: (term) => term,
  boost: { name: 2, wing: 1.3 },
  weights: { fuzzy: 0.4, prefix: 0.5 },
};
