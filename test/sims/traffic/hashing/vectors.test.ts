/**
 * Goal: the hash functions give the values that the papers, specifications and other
 * implementations give.
 */
import { describe, expect, test } from 'vitest';
import { capacityOf } from '../../../../sims/traffic/hashing/bounded.ts';
import { jump } from '../../../../sims/traffic/hashing/jump.ts';
import { maglevTable } from '../../../../sims/traffic/hashing/maglev.ts';
import { mixed, murmur3 } from '../../../../sims/traffic/hashing/murmur3.ts';
import { crc16, hashTagOf, slotOf } from '../../../../sims/traffic/hashing/slots.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test.each([
  // Appleby's verification values, as Guava and Wikipedia list them.
  ['', 0, 0],
  ['', 1, 0x514e28b7],
  ['', 0xffffffff, 0x81f16f39],
  ['\0\0\0\0', 0, 0x2362f9de],
  ['test', 0, 0xba6bd213],
  ['aaaa', 0x9747b28c, 0x5a97808a],
  ['aaa', 0x9747b28c, 0x283e0130],
  ['aa', 0x9747b28c, 0x5d211726],
  ['a', 0x9747b28c, 0x7fa09ea6],
  ['Hello, world!', 0x9747b28c, 0x24884cba],
  ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
])('murmur3 of %j with seed %i', (text, seed, hash) => {
  expect(murmur3(bytes(text), seed)).toBe(hash);
});

test('the finaliser collides nowhere among ten thousand numbers', () => {
  const hashes = Array.from({ length: 10_000 }, (_, number) => mixed(number));
  expect(new Set(hashes).size).toBe(hashes.length);
});

describe('jump', () => {
  // The vectors of Guava's HashingTest and of go-jump.
  test('the first twenty keys among 100 buckets', () => {
    const buckets = Array.from({ length: 20 }, (_, key) => jump(BigInt(key), 100));
    const published = '0 55 62 8 45 59 86 97 82 59 73 37 17 56 86 21 90 37 38 83';
    expect(buckets.join(' ')).toBe(published);
  });

  test('a key of 64 bits', () => {
    expect(jump(10_863_919_174_838_991n, 11)).toBe(6);
  });

  test('one key while buckets are added', () => {
    const buckets = Array.from({ length: 19 }, (_, last) => jump(0xdeadbeefn, last + 1));
    expect(buckets.join(' ')).toBe('0 1 2 3 3 5 5 5 5 5 5 5 5 5 5 5 16 16 16');
  });

  test('a negative key is its bits, and no bucket is none', () => {
    expect(jump(-1n, 1_000)).toBe(jump(2n ** 64n - 1n, 1_000));
    expect(() => jump(1n, 0)).toThrow('a key cannot go to one of 0 buckets');
  });
});

describe('Maglev', () => {
  const paper = [
    { offset: 3, skip: 4 },
    { offset: 0, skip: 2 },
    { offset: 3, skip: 1 },
  ];

  test('table 1 of the paper, before and after B1 goes', () => {
    expect([...maglevTable(paper, 7)]).toEqual([1, 0, 1, 0, 2, 2, 0]);
    const survivors = paper.filter((_, owner) => owner !== 1);
    expect([...maglevTable(survivors, 7)]).toEqual([0, 0, 0, 0, 1, 1, 1]);
  });

  test("Envoy's weights of 1 and 2 in a table of 65,537", () => {
    const table = maglevTable(
      [
        { offset: 17, skip: 5, weight: 1 },
        { offset: 40_000, skip: 1_234, weight: 2 },
      ],
      65_537,
    );
    const light = table.filter((owner) => owner === 0).length;
    expect([light, table.length - light]).toEqual([21_846, 43_691]);
  });

  test('a table whose size is no prime is refused', () => {
    expect(() => maglevTable(paper, 8)).toThrow('a table of 8 entries: not a prime');
    expect(() => maglevTable(paper, 1)).toThrow('a table of 1 entries: not a prime');
  });
});

describe("Redis' slots", () => {
  test("the specification's check value", () => {
    expect(crc16(bytes('123456789'))).toBe(0x31c3);
  });

  test.each([
    ['123456789', 12_739],
    ['foo', 12_182],
    // CLUSTER KEYSLOT's page.
    ['somekey', 11_058],
    ['foo{hash_tag}', 2_515],
    ['bar{hash_tag}', 2_515],
  ])('the slot of %s', (key, slot) => {
    expect(slotOf(key)).toBe(slot);
  });

  test.each([
    // The specification's own examples.
    ['{user1000}.following', 'user1000'],
    ['{user1000}.followers', 'user1000'],
    ['foo{}{bar}', undefined],
    ['foo{{bar}}zap', '{bar'],
    ['foo{bar}{zap}', 'bar'],
    ['foo}bar{zap', undefined],
    ['plain', undefined],
  ])('the hash tag of %s', (key, tag) => {
    expect(hashTagOf(key)).toBe(tag);
  });
});

test.each([
  [10, 10, 0.25, 2],
  [11, 10, 0.25, 2],
  [100, 10, 0.25, 13],
  [10, 1, 0.1, 11],
  [8, 10, 0.25, 1],
])('of a load of %i over %i nodes with %d more one takes %i', (load, nodes, excess, capacity) => {
  expect(capacityOf(load, nodes, excess)).toBe(capacity);
});
