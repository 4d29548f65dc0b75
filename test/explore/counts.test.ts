/**
 * The explorer counts the states that others have counted: of TLC (tlaplus/Examples, manifest of
 * transaction_commit) and of Stateright's examples. Equal counts, equal semantics: which messages can
 * arrive, when, how often, and what of a history is told apart. Registers are in `test/sims/replication/published-models.test.ts`.
 */
import { describe, expect, test } from 'vitest';
import type { Model } from '../../src/explore/model.ts';
import { Search, type SearchOptions } from '../../src/explore/search.ts';
import { paxos, pingPong, twoPhaseCommit } from '../support/explored-models.ts';

function counted(model: Model, options: SearchOptions = {}) {
  const { distinct, generated, depth, ended } = new Search(model, options).finish();
  return { distinct, generated, depth, ended };
}

describe('two-phase commit (TLC)', () => {
  test.each([
    [3, 288, 1_146, 11],
    [5, 8_832, 58_146, 17],
  ])('%i resource managers', (count, distinct, generated, depth) => {
    expect(counted(twoPhaseCommit(count))).toEqual({
      distinct,
      generated,
      depth,
      ended: 'complete',
    });
  });
});

test('the true quotient of 5 resource managers under their names: 314 states', () => {
  const { distinct } = counted(twoPhaseCommit(5, { symmetric: true }));
  // Stateright's 665 is of a representative that sorts by stage only.
  expect(distinct).toBe(314);
});

test('Paxos on three servers, two clients: 16,668 (Stateright)', () => {
  const search = new Search(paxos(3, 2));
  expect(search.finish().distinct).toBe(16_668);
  expect(search.breaches).toEqual([]);
});

describe('ping-pong (Stateright, duplicating)', () => {
  test.each([
    ['to 1, lossy', 1, Infinity, 14],
    ['to 5, lossy', 5, Infinity, 4_094],
    ['to 5, not lossy', 5, 0, 11],
  ])('%s', (_, upTo, losses, distinct) => {
    expect(counted(pingPong(upTo, { losses })).distinct).toBe(distinct);
  });
});

test('a search ends where its limit is, and says so', () => {
  const report = counted(twoPhaseCommit(5), { limits: { statesMax: 1_000 } });
  expect(report).toMatchObject({ distinct: 1_000, ended: 'states' });
});
