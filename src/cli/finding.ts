/** What `find`, `claims` and `answer` look through. */
import { catalogue } from '../../scenarios/index.ts';
import { ledger } from '../../scenarios/ledger.ts';
import type { Claim } from '../lab/claim.ts';
import { ledgerSeed } from '../lab/claim.ts';
import { type Findable, find, vocabulary } from '../lab/find.ts';
import { claimsToFind, findablesIn } from '../lab/findable.ts';
import { InputError, unknownChoice } from '../lab/input-error.ts';

export const claimItems = claimsToFind(ledger);

/** Scenarios, rules and claims. */
export const everything = (): Promise<Findable[]> => findablesIn(catalogue, ledger);

/** What speaks of the words, best first. Throws InputError, with the nearest word, if nothing does. */
export function found(words: readonly string[], items: readonly Findable[]): Findable[] {
  const text = words.join(' ').trim();
  if (text === '') throw new InputError('There are no words to look for.');
  const exact = items.find(({ name, text: says }) => name === text || says === text);
  if (exact !== undefined) return [exact];
  const results = find(text, items);
  if (results.length > 0) return results;
  const names = [...items.map(({ name }) => name), ...vocabulary(items)];
  throw unknownChoice('scenario, rule or claim about', text, names, {
    says: 'See all scenarios with',
    words: 'list',
  });
}

/** The words of the run that decides a claim, or that an answer comes from. */
export function runOf({ scenario }: Pick<Claim, 'scenario'>): string {
  return `run ${scenario} --seed ${ledgerSeed}`;
}

export function claimOf(id: string): Claim | undefined {
  return ledger.find((claim) => claim.id === id);
}
