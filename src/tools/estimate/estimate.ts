/** An estimate as plain data: what came of a topic with the values of its keys. */
import { must } from '../../kernel/must.ts';
import { RandomStreams } from '../../kernel/random.ts';
import { InputError, unknownChoice } from '../../lab/input-error.ts';
import { type Figure, inWords, unitOf } from './figure.ts';
import { type AnyTopic, type Check, type Given, givenFrom, type Keys } from './topic.ts';
import { topics } from './topics.ts';

export interface Estimate {
  readonly topic: string;
  readonly asks: string;
  readonly keys: readonly (Given & { readonly unit: string; readonly says: string })[];
  readonly figures: readonly (Figure & { readonly unit: string; readonly text: string })[];
  readonly assumes: readonly string[];
  readonly forgotten: { readonly says: string; readonly rule?: string };
  readonly check: (Check & { readonly agrees: boolean }) | undefined;
  readonly scenario: string | undefined;
}

/** Throws InputError for a topic that there is not. */
export function topicOf(id: string): AnyTopic {
  const found = topics.get(id);
  if (found !== undefined) return found;
  throw unknownChoice('topic', id, [...topics.keys(), 'id'], {
    says: 'See all of them with',
    words: 'estimate',
  });
}

export function estimateOf(of: AnyTopic, words: readonly string[], seed: string): Estimate {
  const given = givenFrom(of, words);
  const values = Object.fromEntries(given.map(({ name, value }) => [name, value]));
  const refusal = of.refuses?.(values);
  if (refusal !== undefined) throw new InputError(refusal);
  const check = of.check?.(values, new RandomStreams(seed));
  const keys = of.keys as Keys;
  return {
    topic: of.id,
    asks: of.asks,
    keys: given.map((each) => {
      const { dimension, says } = must(keys[each.name], 'key of that name');
      return { ...each, unit: unitOf[dimension], says };
    }),
    figures: of.figures(values).map((each) => ({
      ...each,
      unit: unitOf[each.shown],
      text: inWords(each.value, each.shown),
    })),
    assumes: of.assumes,
    forgotten: of.forgotten(values),
    check: check && {
      ...check,
      agrees: check.measured >= check.low && check.measured <= check.high,
    },
    scenario: of.scenario,
  };
}
