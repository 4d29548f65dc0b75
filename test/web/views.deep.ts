/**
 * Goal: every view of the page works in a real browser: no violation of accessibility, light, dark, wide and narrow; one
 * flagship of each wing has Node's digest; each lesson opens; a wing costs at most 60 KB more.
 * Method: axe-core in Chromium on each view; every flagship opened; every step of every lesson opened.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { projectFolder } from '../../src/host/source.ts';
import { run } from '../../src/lab/run.ts';
import { type View, views } from '../../src/web/address/address.ts';
import { parseLessons } from '../../src/web/lessons/lesson.ts';
import {
  type BuiltPage,
  buildPage,
  digestOn,
  type OpenPage,
  openPage,
  tabAt,
} from '../support/page.ts';

let built: BuiltPage;
let open: OpenPage;
beforeAll(async () => {
  built = await buildPage();
  open = await openPage(built);
});
afterAll(async () => {
  await open.close();
  built.close();
});

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function violations(tab: Page): Promise<string[]> {
  await tab.addScriptTag({ content: axe });
  return tab.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  });
}

const looks = [
  { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
] as const;

/** The others are about many runs, or about none, and show no answer of one. */
const isOfOneRun = (view: View) => !['sweep', 'explore', 'own-data'].includes(view);

for (const look of looks) {
  test.each(views)(
    `%s is accessible, ${look.colorScheme}, ${look.viewport.width} px wide`,
    async (view) => {
      const place = `#/raft/figure-8?seed=1&without=commit-only-current-term&view=${view}`;
      const { tab, complaints } = await tabAt(open, place, { ...look, bypassCSP: true });
      if (isOfOneRun(view)) await digestOn(tab);
      await tab.locator('h1').waitFor();
      expect(await violations(tab)).toEqual([]);
      const wide = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
      expect(complaints).toEqual([]);
      await tab.close();
    },
  );
}

const wingMax = 60_000;
const flagships = catalogue.wings.map(({ scenarios }) => scenarios[0]?.id ?? '');

test.each(flagships)('%s has the digest of Node, and little is loaded for it', async (id) => {
  const scenario = await catalogue.scenario(id);
  const { tab, complaints } = await tabAt(open, '#/none/none');
  await tab.getByRole('alert').waitFor();
  const loaded: number[] = [];
  tab.on('response', async (response) => {
    if (response.url().includes('/assets/')) loaded.push(gzipSync(await response.body()).length);
  });
  await tab.evaluate((place) => {
    location.hash = place;
  }, `#/${id}?seed=1`);
  expect(await digestOn(tab)).toBe(run(scenario, { seed: '1' }).digest);
  expect(loaded.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(wingMax);
  expect(complaints).toEqual([]);
  await tab.close();
});

const lessons = parseLessons(
  'lessons.json',
  readFileSync(join(projectFolder, 'src/web/lessons/lessons.json'), 'utf8'),
);

test.each(lessons)(
  'the lesson $id leads from its first step to its last and back',
  async ({ id, title, steps }) => {
    const { tab, complaints } = await tabAt(open, `#/raft/leader-crash?seed=7`);
    await digestOn(tab);
    await tab.getByLabel('Lessons').selectOption(id);
    for (const [place] of steps.entries()) {
      await tab
        .getByRole('heading', { name: `${title} (${place + 1} of ${steps.length})` })
        .waitFor();
      await digestOn(tab);
      const next = tab.getByRole('button', { name: 'Next' });
      if (place < steps.length - 1) await next.click();
      else expect(await next.isDisabled()).toBe(true);
    }
    if (steps.length > 1) {
      await tab.goBack();
      await tab
        .getByRole('heading', { name: `(${steps.length - 1} of ${steps.length})` })
        .waitFor();
    }
    expect(complaints).toEqual([]);
    await tab.close();
  },
);

test.each([
  ['check', 'src/tools/check/examples/register.edn', 'linearizable'],
  ['lag', 'src/tools/lag/examples/describe.txt', 'Verdict'],
  ['judge', 'src/tools/judge/examples/counts.csv', 'Verdict'],
  ['text', 'src/tools/text/examples/sequential.json', 'pass'],
  ['limit', 'src/tools/limit/examples/access.log', 'gcra'],
  ['burn', 'src/tools/burn/examples/errors.csv', 'Verdict: fires'],
])('%s judges a file of your own on the page', async (tool, path, words) => {
  const { tab, complaints } = await tabAt(open, '#/raft/leader-crash?seed=7&view=own-data');
  await tab.locator(`input[type=radio][value=${tool}]`).check();
  await tab.locator('.drop input[type=file]').setInputFiles(join(projectFolder, path));
  await tab.locator('.own-data pre').waitFor();
  expect(await tab.locator('.own-data').textContent()).toContain(words);
  expect(complaints).toEqual([]);
  await tab.close();
});

test('Kayenta judges by its own configuration, too', async () => {
  const { tab, complaints } = await tabAt(open, '#/raft/leader-crash?seed=7&view=own-data');
  const example = (name: string) => join(projectFolder, 'src/tools/judge/examples', name);
  await tab.locator('input[type=radio][value=judge]').check();
  await tab
    .getByLabel('configuration, if you have one')
    .setInputFiles(example('kayenta-canary-config.json'));
  await tab
    .locator('.drop input[type=file]')
    .setInputFiles(example('kayenta-metric-set-pairs.json'));
  await tab.locator('.own-data pre').waitFor();
  expect(await tab.locator('.own-data').textContent()).toContain('Verdict: fail');
  expect(complaints).toEqual([]);
  await tab.close();
});

test('a metric is replayed through an autoscaler, which is chosen first', async () => {
  const { tab, complaints } = await tabAt(open, '#/raft/leader-crash?seed=7&view=own-data');
  const example = (name: string) => join(projectFolder, 'src/tools/scale/examples', name);
  await tab.locator('input[type=radio][value=scale]').check();
  await tab.locator('.drop input[type=file]').setInputFiles(example('cpu.csv'));
  await tab.locator('.own-data [role=alert]').waitFor();
  expect(await tab.locator('.own-data').textContent()).toContain('Choose the autoscaler first');
  await tab.getByLabel('the autoscaler, as YAML or JSON').setInputFiles(example('hpa.yaml'));
  await tab.getByRole('button', { name: 'Judge cpu.csv again' }).click();
  await tab.locator('.own-data pre').waitFor();
  expect(await tab.locator('.own-data').textContent()).toContain('20 changes, 2 turns');
  expect(await tab.locator('.own-data img').count()).toBe(1);
  expect(complaints).toEqual([]);
  await tab.close();
});

test('a sweep counts as the command line does; its first failing seed opens', async () => {
  const { tab } = await tabAt(
    open,
    '#/raft/figure-8?seed=1&without=commit-only-current-term&view=sweep',
  );
  await tab.getByLabel('seeds').fill('1..20');
  await tab.getByRole('button', { name: 'Sweep', exact: true }).last().click();
  await tab.getByText('20 of 20 runs; 0.0% pass').waitFor();
  await tab.getByText('Expectations over the runs').waitFor();
  await tab.getByText('First that did not pass: seed').getByRole('button').click();
  await expect
    .poll(() => tab.url())
    .toContain('#/raft/figure-8?seed=1&without=commit-only-current-term');
  await tab.close();
});

test('every order is tried in a worker, and what is found opens', async () => {
  const { tab } = await tabAt(
    open,
    '#/raft/first-election?seed=1&set=nodes=3&without=one-vote-per-term&view=explore',
  );
  await tab.getByRole('button', { name: 'Try every order' }).click();
  await tab.getByRole('button', { name: 'Open the story' }).first().click();
  await expect.poll(() => tab.url()).toContain('&do=');
  await tab.close();
});
