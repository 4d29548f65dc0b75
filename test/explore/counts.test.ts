/**
 * The explorer counts the states that others have counted: of TLC (tlaplus/Examples, manifest of
 * transaction_commit) and of Stateright's examples. Equal counts, equal semantics: which messages can
 * arrive, when, how often, and what of a history is told apart.
 */
import { describe, expect, test } from 'vitest';
import type { Model } from '../../src/explore/model.ts';
import { Search, type SearchOptions } from '../../src/explore/search.ts';
import { abd, paxos, pingPong, singleCopy, twoPhaseCommit } from '../support/explored-models.ts';

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

describe('registers (Stateright, unordered, without duplicates)', () => {
  test('one copy on one server, two clients: 93', () => {
    const search = new Search(singleCopy(1, 2));
    expect(search.finish().distinct).toBe(93);
    expect(search.breaches).toEqual([]);
  });

  test('a copy on each of two servers is not linearizable, in four steps', () => {
    const search = new Search(singleCopy(2, 2), { stopAt: 'linearizable' });
    expect(search.finish().ended).toBe('found');
    const story = search.breaches[0]?.story.map(({ happening }) =>
      happening.kind === 'deliver' ? (happening.message as { type: string }).type : happening.kind,
    );
    expect(story).toEqual(['Put', 'PutOk', 'Get', 'GetOk']);
  });

  test('ABD on two servers, two clients: 544', () => {
    const search = new Search(abd(2, 2));
    expect(search.finish().distinct).toBe(544);
    expect(search.breaches).toEqual([]);
  });
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
