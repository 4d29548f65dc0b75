/**
 * Goal: the page works in a real browser: small at first, the digests of Node, an address that is always current,
 * everything by keys, errors with a way on, and nothing that leaves it.
 * Method: it is built and opened in Chromium, which is not on every machine: required where CI is set, else skipped.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { run } from '../../src/lab/run.ts';
import { encodeToken, identityOf } from '../../src/lab/token.ts';
import {
  type BuiltPage,
  buildPage,
  digestOn,
  hasChromium,
  isCi,
  type OpenPage,
  openPage,
  tabAt,
} from '../support/page.ts';

let built: BuiltPage;
beforeAll(async () => {
  built = await buildPage();
});
afterAll(() => built.close());

const firstLoadMax = 120_000;

test('the first load takes at most 120 KB, compressed', () => {
  const page = readFileSync(join(built.folder, 'index.html'), 'utf8');
  const assets = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(
    ([, path]) => path ?? '',
  );
  expect(assets.length).toBeGreaterThanOrEqual(2);
  const sizes = ['index.html', ...assets].map(
    (path) => gzipSync(readFileSync(join(built.folder, path))).length,
  );
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(firstLoadMax);
});

test('nothing in the page is inline, as its policy demands', () => {
  const page = readFileSync(join(built.folder, 'index.html'), 'utf8');
  expect(page).toContain("default-src 'none'");
  expect(page).not.toMatch(/<script(?![^>]*src=)/);
  expect(page).not.toMatch(/<style/);
  expect(readdirSync(built.folder)).toContain('find.json');
});

const title =
  hasChromium || isCi ? '' : ' (SKIPPED: Chromium is not installed: apt-get install chromium)';

describe.skipIf(!hasChromium && !isCi)(`in Chromium${title}`, () => {
  let open: OpenPage;
  beforeAll(async () => {
    open = await openPage(built);
  });
  afterAll(() => open.close());

  test('a run has the digest that it has in Node, and the page has nothing to complain of', async () => {
    const scenario = await catalogue.scenario('raft/leader-crash');
    const { tab, complaints } = await tabAt(open, '#/raft/leader-crash?seed=7');
    expect(await digestOn(tab)).toBe(run(scenario, { seed: '7' }).digest);
    expect(complaints).toEqual([]);
    await tab.close();
  });

  test('a token of the terminal opens its run, and the page copies it back', async () => {
    const scenario = await catalogue.scenario('raft/figure-8');
    const options = { seed: '1', without: ['commit-only-current-term'] };
    const result = run(scenario, options);
    const token = encodeToken(identityOf({ scenario, options }, result));
    const { tab } = await tabAt(open, `#${token}`);
    expect(await digestOn(tab)).toBe(result.digest);
    expect(new URL(tab.url()).hash).toBe('#/raft/figure-8?seed=1&without=commit-only-current-term');
    await tab.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', {
        value: { writeText: (text: string) => Object.assign(window, { copied: text }) },
      });
    });
    await tab.getByRole('button', { name: 'Copy token' }).click();
    expect(await tab.evaluate(() => (window as unknown as { copied: string }).copied)).toBe(token);
    await tab.close();
  });

  test('a crash by hand changes the run; undo and the browser’s way back bring it back', async () => {
    const { tab } = await tabAt(open, '#/raft/leader-crash?seed=7&at=1000');
    const before = await digestOn(tab);
    await tab.getByRole('combobox', { name: 'node' }).selectOption('n1');
    await tab.getByRole('button', { name: 'crash', exact: true }).click();
    await expect.poll(() => digestOn(tab)).not.toBe(before);
    expect(tab.url()).toContain('&do=');
    const changed = await digestOn(tab);
    await tab.getByRole('button', { name: 'Undo the last' }).click();
    await expect.poll(() => digestOn(tab)).toBe(before);
    await tab.goBack();
    await expect.poll(() => digestOn(tab)).toBe(changed);
    await tab.close();
  });

  test('another future is kept by an intervention in the past, compared and opened again', async () => {
    const { tab } = await tabAt(open, '#/raft/leader-crash?seed=7&at=1000');
    await digestOn(tab);
    const command = tab.getByLabel('command');
    await command.fill('crash n1');
    await command.press('Enter');
    await expect.poll(() => tab.url()).toContain('&do=');
    const crashed = await digestOn(tab);
    await command.fill('back 20');
    await command.press('Enter');
    await command.fill('pause n2');
    await command.press('Enter');
    const future = tab.getByRole('button', { name: /^with 1 by hand, left at/ });
    await future.waitFor();
    await tab.getByRole('button', { name: 'compare with branch 1' }).click();
    await tab.getByText(/The same up to event/).waitFor();
    await future.click();
    await expect.poll(() => digestOn(tab)).toBe(crashed);
    await tab.close();
  });

  test('keys alone step, ask why and switch a rule off', async () => {
    const { tab } = await tabAt(open, '#/raft/leader-crash?seed=7&at=0');
    await digestOn(tab);
    await tab.keyboard.press('s');
    await expect.poll(() => tab.url()).toMatch(/&at=\d*[1-9]\d*/);
    await tab.keyboard.press('w');
    await tab.getByRole('heading', { name: /^Why #/ }).waitFor();
    await tab.getByLabel('filter').focus();
    await tab.keyboard.type('up-to-date');
    await tab.keyboard.press('Tab');
    await tab.keyboard.press('Space');
    await expect.poll(() => tab.url()).toContain('without=up-to-date-log');
    await tab.close();
  });

  test.each([
    [
      '#/raft/leader-crsh?seed=7',
      'There is no scenario "raft/leader-crsh". Did you mean "raft/leader-crash"?',
    ],
    ['#/raft/leader-crash?set=nodes=99', 'nodes'],
    ['#lab1.damaged', 'token'],
  ])('%s is refused in a sentence, with a way on', async (place, sentence) => {
    const { tab } = await tabAt(open, place);
    const alert = tab.getByRole('alert');
    expect(await alert.textContent()).toContain(sentence);
    await alert.getByRole('link').click();
    expect(await digestOn(tab)).not.toBe('');
    await tab.close();
  });
});
