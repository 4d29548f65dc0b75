/** Goal: without its packages a queue says how to install them; other errors stay what they are. */
import { expect, test } from 'vitest';
import { missing } from '../../../src/host/queue/redis-connection.ts';

test('a package that is not installed is named with the command that installs it', () => {
  const thrown = Object.assign(new Error('gone'), { code: 'ERR_MODULE_NOT_FOUND' });
  expect(missing(thrown)).toMatchObject({
    name: 'InputError',
    message: 'A queue needs the packages bullmq and ioredis: npm install bullmq ioredis.',
  });
  const other = new SyntaxError('a package that is broken');
  expect(missing(other)).toBe(other);
});
