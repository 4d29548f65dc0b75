/**
 * Goal: histories of thousands of operations are decided, and rightly.
 * Method: what clients of real objects saw is linearizable by construction; with one read changed to
 * what nobody wrote, it is not.
 */
import { describe, expect, test } from 'vitest';
import {
  checkLinearizability,
  defaultCheckOptions,
} from '../../../src/check/linearizability/check.ts';
import { operationsOf } from '../../../src/check/linearizability/history.ts';
import { models } from '../../../src/check/linearizability/models.ts';
import { type Change, type HistoryOptions, randomHistory } from '../../support/random-history.ts';

function verdict(options: HistoryOptions, change?: Change) {
  const { operations } = operationsOf(randomHistory(options, change));
  const model = models.find(({ id }) => id === options.model);
  if (model === undefined) throw new Error(options.model);
  return checkLinearizability(operations, model, { ...defaultCheckOptions, nilReads: 'absent' });
}

const seeds = ['a', 'b', 'c'];

describe.each<Omit<HistoryOptions, 'seed'>>([
  { model: 'cas-register', operations: 2_000, clients: 10, keys: 10, reads: 0.5, lost: 0.1 },
  { model: 'cas-register', operations: 80, clients: 5, keys: 1, reads: 0.4, lost: 0.3 },
  { model: 'key-value', operations: 2_000, clients: 10, keys: 10, reads: 0.5, lost: 0.02 },
  { model: 'key-value', operations: 2_000, clients: 50, keys: 10, reads: 0.2, lost: 0 },
])('$model, $operations operations of $clients clients', (options) => {
  test.each(seeds)('as it was, seed %s', (seed) => {
    expect(verdict({ ...options, seed }).verdict).toBe('linearizable');
  });

  test.each(seeds)('with a read of what nobody wrote, seed %s', (seed) => {
    const { verdict: found, violation } = verdict({ ...options, seed }, () => 'never written');
    expect(found).toBe('not-linearizable');
    expect(violation?.stuck.operation.output).toBe('never written');
  });
});

test('a read that misses the last append before it was called is found', () => {
  const options = { model: 'key-value', operations: 500, clients: 2, keys: 1 } as const;
  const history = { ...options, seed: 'stale', reads: 0.5, lost: 0 };
  const withoutTheLastTwo: Change = (value) => String(value).replace(/(\(\d+\)){2}$/, '');
  expect(verdict(history, withoutTheLastTwo).verdict).toBe('not-linearizable');
});
