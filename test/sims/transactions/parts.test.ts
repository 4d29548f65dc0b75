/**
 * Each part of the wing has its own lists; equal names in two of them would merge across the wing.
 */
import { expect, test } from 'vitest';
import { commitWords } from '../../../sims/transactions/commit/notes.ts';
import { commitRules } from '../../../sims/transactions/commit/rules.ts';
import { deliveryWords } from '../../../sims/transactions/delivery/notes.ts';
import { deliveryRules } from '../../../sims/transactions/delivery/rules.ts';
import { eventWords } from '../../../sims/transactions/events/notes.ts';
import { eventRules } from '../../../sims/transactions/events/rules.ts';
import { idempotencyWords } from '../../../sims/transactions/idempotency/notes.ts';
import { idempotencyRules } from '../../../sims/transactions/idempotency/rules.ts';
import { isolationWords } from '../../../sims/transactions/isolation/notes.ts';
import { isolationRules } from '../../../sims/transactions/isolation/rules.ts';
import { sagaWords } from '../../../sims/transactions/saga/notes.ts';
import { sagaRules } from '../../../sims/transactions/saga/rules.ts';

test.each([
  [
    'kinds of notes',
    [commitWords, deliveryWords, eventWords, idempotencyWords, isolationWords, sagaWords],
  ],
  ['rules', [commitRules, deliveryRules, eventRules, idempotencyRules, isolationRules, sagaRules]],
])('no two parts have the same %s', (_, lists) => {
  const names = lists.flatMap((list) => Object.keys(list));
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name, place) => names.indexOf(name) < place)).toEqual([]);
});
