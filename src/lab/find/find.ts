/**
 * Looks words up among the texts of the lab, with MiniSearch's BM25+ ranking: the rarer a word and the shorter the
 * text that has it, the more it says. Typing errors up to a third of a word are forgiven, synonyms count half.
 */
import MiniSearch, { type SearchOptions } from 'minisearch';
import { log2 } from '../../kernel/elementary.ts';
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

/** Words that every text has, and those in which a question is asked: they say nothing of what it is about. */
const fillers = new Set(
  `a an and are as at be by can do does doing done for from had has have how i if in into is it its may must no not of on one only or
   s so t that the their them then there these they this those to took was were what when where which who why will with would
   about actually advantage all always am any because been before best better between both but could did differ difference different differs distributed
   deal dealing design during each ever everywhere example examples explain explained get gets give gives go going good got great had handle handles handling happen happens he here his idea important just
   keep keeps know left let like long look make makes many me mean means more most much my need needs other our over own
   pattern please possible practice properly quickly real really reason same say says see shall she should show some somebody something still such suddenly take takes team tell than thing things
   through up us use used uses using versus very via vs want wants way we well while without work works worse wrong you your`
    .trim()
    .split(/\s+/),
);

const endings = /(?:ations?|ions?|ings?|ers?|ed|ies|ness|ity|able|ably|ly|es|s|e|y)$/;

/** As Britons and Americans write it. */
const spelt = (word: string): string => word.replace(/iz(?=[aei])/, 'is');

const shortened = (word: string): string =>
  word.replace(endings, (end) => (word.length - end.length < 3 ? end : ''));

/** Words that end differently in the singular, the plural and as verbs: `retry`, `retries`, `retrying`. */
export const stem = (word: string): string => shortened(shortened(spelt(word)));

/** Written as one word, as two, or with a hyphen. */
const compounds =
  /\b(back|dead|happen(?:s|ed)|fail|fan|hand|hot|life|look|name|road|roll|time|key|auto|micro|web|pub|data)[ -](pressure|letter|before|over|out|off|spot|cycle|up|space|map|back|stamp|value|scaling|services?|hooks?|sockets?|sub|base)\b/g;

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .replace(compounds, '$1$2')
    .match(/[\p{L}\p{N}]+/gu) ?? [];
const synonyms = synonymsBy(stem);

/** Stems of the words that say something; of fillers alone if there are no others. */
export function wanted(text: string): string[] {
  const words = wordsOf(text);
  // A figure says nothing of the subject, unless it is a status such as 502.
  const telling = words.filter((word) => !fillers.has(word) && !/^\d{1,2}$|^\d{4,}$/.test(word));
  return [...new Set((telling.length > 0 ? telling : words).map(stem))];
}

/** Shorter words are mistyped into too many others. */
const fuzzyLengthMin = 5;
const prefixLengthMin = 4;
const synonymWeight = 0.5;
/** What has the very phrase says more than what has its words. */
const literalWeight = 3;
const literalInWordsWeight = 2.5;
/** Of what the words say, so much must be in a text, each word weighted by how rare it is, in bits … */
const coverageMin = 0.36;
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
const otherSystemWeight = 0.7;

/** A word alone that so many items have is looked for as it is: `websocket` is no word for whatever polls. */
const enoughItems = 10;

interface Indexed {
  readonly id: number;
  readonly name: string;
  readonly wing: string;
  readonly text: string;
  readonly words: string;
}

export class Index {
  readonly items: readonly Findable[];
  readonly #search: MiniSearch<Indexed>;
  /** What each item speaks of. */
  readonly #stems: ReadonlySet<string>[] = [];
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
      const stems = new Set(wordsOf(`${name} ${text} ${words}`).map(stem));
      this.#stems.push(stems);
      for (const word of stems) {
        this.#having.set(word, (this.#having.get(word) ?? 0) + 1);
      }
    }
  }

  /**
   * What speaks of the words, best first: nothing rather than what has one common word of many.
   * O(words × items).
   */
  find(words: string): Findable[] {
    const stems = wanted(words);
    const phrase = words
      .trim()
      .toLowerCase()
      .replace(/[?!.]+$/, '');
    const named = stems.filter((word) => systems.has(word));
    const isChoice = asksToChoose.test(phrase);
    const isPhrase = wordsOf(phrase).length >= 3;
    const scores = new Map<number, { score: number; covered: number }>();
    let all = 0;
    for (const word of stems) {
      const rarity = this.#rarity(word);
      const found = this.#scores(word, stems.length === 1);
      all += rarity;
      // What was mistyped may be another word.
      const sure = this.#having.has(word) ? rarity : mistypedWeight * rarity;
      for (const [id, score] of found) {
        const { score: before, covered } = scores.get(id) ?? { score: 0, covered: 0 };
        scores.set(id, { score: before + score, covered: covered + sure });
      }
    }
    const isOfFew = stems.length > 1 && stems.length <= shortMax;
    const shareMin = isOfFew ? shortCoverageMin : coverageMin;
    const ranked = [...scores]
      .map(([id, { score, covered }]) => {
        const { kind = 'scenario', text = '', words = '' } = this.items[id] ?? {};
        const literal = isPhrase ? literalIn(phrase, text, words) : 1;
        const share = covered / all;
        const ofRandom = isOfRandomFaults.test(this.items[id]?.name ?? '') ? randomFaultsWeight : 1;
        const other = named.some((word) => !this.#stems[id]?.has(word)) ? otherSystemWeight : 1;
        const weight =
          ofRandom *
          other *
          kindWeights[kind] *
          (isChoice && kind === 'question' ? choiceWeight : 1);
        return { id, score: weight * literal * score * share * share, covered };
      })
      .filter(({ covered }) => covered >= Math.min(shareMin * all, enoughCovered))
      .sort((a, b) => b.score - a.score || a.id - b.id);
    const best = ranked[0]?.score ?? 0;
    return ranked
      .filter(({ score }) => score >= shareOfBest * best)
      .flatMap(({ id }) => this.items[id] ?? []);
  }

  #rarity(word: string): number {
    return log2(1 + this.items.length / (this.#having.get(word) ?? unknownIn));
  }

  /** Of a word and its synonyms, the one that says most of each item. */
  #scores(word: string, isAlone: boolean): ReadonlyMap<number, number> {
    const isKnown = this.#having.has(word);
    const isEnough = isAlone && (this.#having.get(word) ?? 0) >= enoughItems;
    const best = new Map<number, number>();
    const look = (term: string, weight: number, options: SearchOptions) => {
      const found = this.#search.search(term, { ...asItIs, ...options });
      for (const { id, score } of found) {
        best.set(id, Math.max(best.get(id) ?? 0, weight * score));
      }
    };
    look(word, 1, {
      prefix: word.length >= prefixLengthMin,
      fuzzy: !isKnown && word.length >= fuzzyLengthMin ? Math.floor(word.length / 3) : false,
    });
    const others = isEnough ? [] : (synonyms.get(word) ?? []);
    for (const other of others) look(other, synonymWeight, {});
    return best;
  }
}

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
