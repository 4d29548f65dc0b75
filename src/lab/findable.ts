/** Everything that can be found by words. */
import type { Catalogue } from './catalogue.ts';
import type { Claim } from './claim.ts';
import type { Findable } from './find.ts';

/** Scenarios, rules and claims. Loads every sim. */
export async function findablesIn(
  catalogue: Catalogue,
  ledger: readonly Claim[],
): Promise<Findable[]> {
  const wings = await Promise.all(catalogue.wings.map(({ id }) => catalogue.wing(id)));
  const scenarios = catalogue.entries.map(({ id, asks }) => ({
    kind: 'scenario' as const,
    name: id,
    text: asks,
  }));
  const rules = wings.flatMap(({ sim: { id, rules } }) =>
    rules.ids.map((rule) => ({
      kind: 'rule' as const,
      name: `${id}/${rule}`,
      text: `${rules.get(rule).protects} ${rules.get(rule).because}`,
    })),
  );
  return [...scenarios, ...rules, ...claimsToFind(ledger)];
}

export function claimsToFind(ledger: readonly Claim[]): Findable[] {
  return ledger.map(({ id, says, instead = '' }) => ({
    kind: 'claim',
    name: id,
    text: `${says} ${instead}`.trim(),
  }));
}
