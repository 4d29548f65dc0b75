/** Goal: the version that tokens carry is the one that is released. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { labVersion } from '../../src/lab/version.ts';

test('the lab’s version is that of package.json', () => {
  const file = new URL('../../package.json', import.meta.url);
  expect(JSON.parse(readFileSync(file, 'utf8')).version).toBe(labVersion);
});
