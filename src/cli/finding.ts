/** What `find`, `claims` and `answer` look through. */
import { comparisons } from '../../scenarios/comparisons.ts';
import { glossary } from '../../scenarios/glossary.ts';
import { catalogue } from '../../scenarios/index.ts';
import { ledger } from '../../scenarios/ledger.ts';
import { sections } from '../../scenarios/sections.ts';
import type { Claim } from '../lab/claim.ts';
import { ledgerSeed } from '../lab/claim.ts';
import type { Findable, Index } from '../lab/find/find.ts';
import { findablesIn } from '../lab/find/findable.ts';
import { beginningOf } from '../lab/find/parts.ts';
import { InputError, unknownChoice } from '../lab/input-error.ts';

/** Questions, scenarios, rules, claims and terms. */
export async function everything(): Promise<Findable[]> {
  const { searchWords } = await import('../../scenarios/search-words.ts');
  return findablesIn({ catalogue, ledger, sections, comparisons, glossary, searchWords });
}

/** What speaks of the words, best first. Throws InputError if nothing does. */
export function found(words: readonly string[], index: Index): Findable[] {
  const { items } = index;
  const text = words.join(' ').trim();
  if (text === '') throw new InputError('There are no words to look for.');
  const exact = items.find(
    ({ name, text: says }) => name.toLowerCase() === text.toLowerCase() || says === text,
  );
  const results = index.find(text).filter((item) => item !== exact);
  if (exact !== undefined) return [exact, ...results];
  if (isId(text)) {
    const names = items.map(({ name }) => name);
    throw unknownChoice('scenario, rule or claim', text, names, {
      says: 'Look for words with',
      words: `find ${text.replaceAll(/[/-]/g, ' ')}`,
    });
  }
  if (results.length > 0) return results;
  const ofBeginning = index.find(beginningOf(text));
  if (ofBeginning.length > 0) return ofBeginning;
  throw new InputError(`Nothing here speaks of "${text}".`, {
    says: 'See all scenarios with',
    words: 'list',
  });
}

/** What can only be meant as a name is not looked up by its words. */
const isId = (text: string): boolean => /^[a-z]+\/[a-z0-9-]+$/.test(text);

/** The words of the run that decides a claim, or that an answer comes from. */
export function runOf({ scenario }: Pick<Claim, 'scenario'>): string {
  return `run ${scenario} --seed ${ledgerSeed}`;
}

export function claimOf(id: string): Claim | undefined {
  return ledger.find((claim) => claim.id === id);
}
