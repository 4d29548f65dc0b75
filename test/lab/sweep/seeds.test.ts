/** Goal: the seeds that are asked for are run, each once, however they are written and divided. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  indexInList,
  parseSeeds,
  parseShard,
  seedAt,
  shardLength,
} from '../../../src/lab/sweep/seeds.ts';

const all = (text: string) => {
  const list = parseSeeds(text);
  return Array.from({ length: list.count }, (_, index) => seedAt(list, index));
};

describe('seeds', () => {
  test.each([
    ['1..4', ['1', '2', '3', '4']],
    ['7..7', ['7']],
    ['3', ['1', '2', '3']],
    ['a,b,7', ['a', 'b', '7']],
    ['9,1..3, x', ['9', '1', '2', '3', 'x']],
    ['007,7', ['007', '7']],
  ])('%s', (text, seeds) => {
    expect(all(text)).toEqual(seeds);
  });

  test.each([
    ['5..3', 'the first must not be above the last'],
    ['1..', 'write two whole numbers'],
    ['a..b', 'write two whole numbers'],
    ['1-200', 'write two whole numbers, as in 1..1000'],
    ['1:200', 'write two whole numbers'],
    ['1,,2', 'leaves a seed empty'],
    ['', 'leaves a seed empty'],
    ['0', 'not a range of seeds'],
    ['1..9,a,a', 'Seed a is in the list twice'],
    ['1..9,7', 'Seed 7 is in the list twice'],
    ['5..9,1..6', 'Seed 5 is in the list twice'],
    ['1..99999999999', 'at most 1000000000 can be swept'],
  ])('%s is refused: %s', (text, message) => {
    expect(() => parseSeeds(text)).toThrow(message);
  });

  test.prop([fc.string()])('whatever is typed is a list, or refused in a sentence', (text) => {
    try {
      expect(parseSeeds(text).count).toBeGreaterThan(0);
    } catch (error) {
      expect((error as Error).name).toBe('InputError');
    }
  });
});

describe('shards', () => {
  test.prop([fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 30 })])(
    'hold every seed once between them',
    (count, of) => {
      const indices = Array.from({ length: of }, (_, part) => {
        const shard = { part: part + 1, of };
        const length = shardLength(count, shard);
        return Array.from({ length }, (_, place) => indexInList(place, shard));
      }).flat();
      expect(indices.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
    },
  );

  test.each(['0/3', '4/3', '1', '1/0', 'a/b', '1/2/3', '-1/3'])('%s is not a shard', (text) => {
    expect(() => parseShard(text)).toThrow('is not a shard: write --shard 2/3');
  });
});
