/**
 * Goal: the same seed gives the same digest on every engine: the oldest and the newest Node of the
 * registry (V8), Chromium (V8) and Firefox (SpiderMonkey).
 * Method: every scenario at the golden seed, bundled, run by the engine, which posts its digests to
 * a server on the loopback. An engine that is not there is not judged, except under CI.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { digests } from '../support/digests.ts';
import { chromium, type Engine, firefox, nodeOfRegistry, postedBy } from '../support/engines.ts';

const folder = mkdtempSync(join(tmpdir(), 'seedlab-nodes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function nodeAt(version: string): Promise<Engine | undefined> {
  const own = join(folder, version);
  mkdirSync(own);
  return nodeOfRegistry(version, own);
}

const engines: readonly (readonly [string, () => Promise<Engine | undefined>])[] = [
  ['the oldest Node', () => nodeAt('20.19')],
  ['the newest Node', () => nodeAt('latest')],
  ['Chromium', async () => chromium()],
  ['Firefox', async () => firefox()],
];

const here = digests(catalogue.entries.map(({ id }) => id));

for (const [name, find] of engines) {
  test(`${name} gives every digest as here`, async ({ skip }) => {
    const engine = await find();
    if (engine === undefined) {
      if (process.env['CI'] === undefined) skip(`not judged: ${name} is not installed`);
      throw new Error(`${name} is not installed`);
    }
    const there = await postedBy(engine, 'test/support/digests-anywhere.ts');
    expect(there).toEqual(await here);
  });
}
