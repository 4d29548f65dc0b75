/**
 * Replicated types in every order: two replicas with two edits each, of every type and every policy that
 * ships it, and three in the deep tests. Replicas that have the same edits show the same, whatever the order.
 */
import { expect, test } from 'vitest';
import type { TypeName } from '../../sims/crdt/catalogue.ts';
import type { PolicyName } from '../../sims/crdt/replication/group.ts';
import { crdtRules } from '../../sims/crdt/rules.ts';
import { Search } from '../../src/explore/search.ts';
import { replicas } from '../support/explored-replicas.ts';

const types: readonly TypeName[] = [
  'g-counter',
  'pn-counter',
  'bounded-counter',
  'g-set',
  'two-phase-set',
  'or-set',
  'orswot',
  'lww-register',
  'mv-register',
  'lww-map',
  'or-map',
  'rga',
  'fugue',
];
const policies: readonly PolicyName[] = ['op', 'state', 'delta'];

const isDeep = process.env['SEEDLAB_DEEP'] === 'yes';
const size = { count: isDeep ? 3 : 2, edits: 2 };
/** How often somebody gossips; operations are sent when they are made. */
function gossipsOf(type: TypeName, policy: PolicyName): number {
  if (policy === 'op') return 0;
  if (policy === 'state') return isDeep ? 4 : 3;
  // Two deltas of an or-map are not enough for two replicas.
  return type === 'or-map' && !isDeep ? 3 : 2;
}

const pairs = types.flatMap((type) =>
  policies.flatMap((policy) => {
    const bounds = { ...size, gossips: gossipsOf(type, policy) };
    const model = replicas(type, policy, crdtRules.without(), bounds);
    return model === undefined ? [] : [[type, policy, model] as const];
  }),
);

test.each(pairs)('%s, shipped by %s', (_type, policy, model) => {
  const search = new Search(model, { limits: { statesMax: 4_000_000 } });
  expect(search.finish().ended).toBe('complete');
  expect(search.breaches).toEqual([]);
  // Two deltas cannot bring all edits to three replicas.
  const isEnough = policy !== 'delta' || !isDeep;
  expect(search.reached.has('all-edits-everywhere')).toBe(isEnough);
});

test.each([['remove-observed-tags', 'or-set', 'op']] as const)(
  'without %s a %s shipped by %s diverges',
  (rule, type, policy) => {
    const model = replicas(type, policy, crdtRules.without(rule), {
      ...size,
      gossips: gossipsOf(type, policy),
    });
    const search = new Search(model as NonNullable<typeof model>, { stopAt: true });
    expect(search.finish().ended).toBe('found');
    expect(search.breaches[0]?.property).toBe('strong-convergence');
  },
);
