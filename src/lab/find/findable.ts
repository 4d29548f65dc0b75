/** Everything that can be found by words, except what stands in files: guides. */
import { must } from '../../kernel/must.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Claim } from '../claim.ts';
import type { Findable } from './find.ts';

export interface Texts {
  readonly catalogue: Catalogue;
  readonly ledger: readonly Claim[];
  /** Sections and questions, with the scenarios that answer them. */
  readonly sections: readonly {
    readonly id: string;
    readonly title: string;
    readonly shows: readonly string[];
  }[];
  /** What several scenarios answer side by side. */
  readonly comparisons: Readonly<
    Record<string, { readonly title: string; readonly words: string; readonly sides: Sides }>
  >;
  readonly glossary: Readonly<Record<string, { readonly means: string; readonly shownBy: string }>>;
  /** Of each scenario by what else it is looked for. */
  readonly searchWords: Readonly<Record<string, string>>;
}

/** What each scenario says something of. */
type Sides = Readonly<Record<string, string>>;

/** Questions, scenarios, rules, claims and terms. Loads every sim. */
export async function findablesIn(texts: Texts): Promise<Findable[]> {
  const { catalogue, ledger, sections, comparisons, glossary } = texts;
  const scenarios = scenariosToFind(catalogue, texts.searchWords);
  const wings = await Promise.all(catalogue.wings.map(({ id }) => catalogue.wing(id)));
  const questions = sections.flatMap(({ id, title, shows: [shownBy] }): Findable[] =>
    shownBy === undefined ? [] : [{ kind: 'question', name: id, text: title, shownBy }],
  );
  const compared = Object.entries(comparisons).map(
    ([name, { title, words, sides }]): Findable => ({
      kind: 'question',
      name,
      text: title,
      words,
      shownBy: must(Object.values(sides)[0], 'side of a comparison'),
    }),
  );
  const rules = wings.flatMap(({ sim: { id, rules } }) =>
    rules.ids.map(
      (rule): Findable => ({
        kind: 'rule',
        name: `${id}/${rule}`,
        text: `${rules.get(rule).protects}: ${rules.get(rule).because}`,
      }),
    ),
  );
  const terms = Object.entries(glossary).map(
    ([name, { means, shownBy }]): Findable => ({ kind: 'term', name, text: means, shownBy }),
  );
  return [...questions, ...compared, ...scenarios, ...rules, ...claimsToFind(ledger), ...terms];
}

export function scenariosToFind(
  { entries }: Catalogue,
  searchWords: Texts['searchWords'],
): Findable[] {
  return entries.map(({ id, asks }) => ({
    kind: 'scenario',
    name: id,
    text: asks,
    words: searchWords[id] ?? '',
  }));
}

export function claimsToFind(ledger: readonly Claim[]): Findable[] {
  return ledger.map(({ id, says, instead = '', scenario }) => ({
    kind: 'claim',
    name: id,
    text: `${says} ${instead}`.trim(),
    shownBy: scenario,
  }));
}
