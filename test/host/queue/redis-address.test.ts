/** Goal: the URL of a Redis is read as RFC 3986 has it, and never repeated with its password. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { parseRedisAddress } from '../../../src/host/queue/redis-address.ts';

describe('parseRedisAddress', () => {
  test.each([
    ['redis://h', { host: 'h', port: 6379, database: 0, isEncrypted: false }],
    ['redis://h:1/', { host: 'h', port: 1, database: 0 }],
    ['rediss://h/15', { host: 'h', port: 6379, database: 15, isEncrypted: true }],
    ['redis://[::1]:7/2', { host: '::1', port: 7, database: 2 }],
    ['redis://:secret@h', { username: undefined, password: 'secret' }],
    ['redis://ann@h', { username: 'ann', password: undefined }],
    ['redis://ann:p%40ss%3A%2F%25@h', { username: 'ann', password: 'p@ss:/%' }],
  ])('%s', (text, address) => {
    expect(parseRedisAddress(text)).toMatchObject(address);
  });

  test.prop([
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.string({ unit: 'grapheme', minLength: 1 }),
  ])('decodes what encodeURIComponent encodes, and does not show it', (username, password) => {
    const login = [username, password].map(encodeURIComponent).join(':');
    const address = parseRedisAddress(`redis://${login}@h:1/3`);
    expect(address).toMatchObject({ username, password, shown: 'redis://h:1/3' });
  });

  test.each([
    ['localhost:6379', 'not a URL that begins with localhost://'],
    ['', 'takes the URL of a Redis'],
    ['http://h', 'not a URL that begins with http://'],
    ['redis://', 'names no host'],
    ['redis://h/first', 'names the database by its number'],
    ['redis://h/1/2', 'names the database by its number'],
    ['redis://h?db=2', 'without ? and #'],
    ['redis://u:100%@h', 'The password of --queue is not percent-encoded'],
    ['redis://h:99999', 'takes the URL of a Redis'],
  ])('%s is refused', (text, message) => {
    expect(() => parseRedisAddress(text)).toThrow(message);
  });

  test('no refusal repeats a password', () => {
    for (const text of [
      'http://u:s3cret@h',
      'redis://u:s3cret@h/x',
      'redis://u:s3cret%@h',
      'redis://u:s3cret@',
    ]) {
      expect(() => parseRedisAddress(text)).toThrow(
        expect.not.objectContaining({ message: expect.stringContaining('s3cret') }),
      );
    }
  });
});
