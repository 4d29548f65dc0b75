/**
 * Goal: every topic of `estimate` answers from the command line, as text and as JSON, and what is wrong is one sentence
 * and exit 2. That the figures are right is held in test/tools/estimate.
 */
import { describe, expect, test } from 'vitest';
import { topics } from '../../src/tools/estimate/topics.ts';
import { lab } from '../support/lab-process.ts';

const json = async (...words: string[]) =>
  JSON.parse((await lab('estimate', ...words, '--json')).stdout);

test('alone, it lists every topic', async () => {
  const { stdout, status } = await lab('estimate');
  expect(status).toBe(0);
  for (const id of [...topics.keys(), 'id']) expect(stdout).toMatch(new RegExp(`^  ${id} `, 'm'));
  const { topics: listed } = await json();
  expect(listed.map(({ topic }: { topic: string }) => topic)).toEqual([...topics.keys(), 'id']);
});

describe.each([...topics.values()].map((topic) => [topic.id, topic] as const))(
  '%s',
  (id, topic) => {
    test('has its figures, assumptions and what is forgotten; its simulation agrees', async () => {
      const { stdout, status } = await lab('estimate', id);
      expect(status).toBe(0);
      const estimate = await json(id);
      expect(estimate).toMatchObject({ topic: id, asks: topic.asks, seed: 'estimate' });
      for (const { name, text, formula } of estimate.figures) {
        expect(stdout).toContain(name);
        expect(stdout).toContain(text);
        expect(stdout).toContain(formula);
      }
      expect(estimate.assumes.length).toBeGreaterThan(0);
      expect(stdout).toContain('What people forget');
      const { check } = estimate;
      if (check === undefined) return;
      expect(check.agrees).toBe(true);
      // The interval is that of the formula.
      expect(check.predicted).toBeGreaterThanOrEqual(check.low);
      expect(check.predicted).toBeLessThanOrEqual(check.high);
      expect(stdout).toContain('they agree (seed estimate)');
    });

    test('its help names every key with its default', async () => {
      const { stdout, status } = await lab('estimate', id, '--help');
      expect(status).toBe(0);
      for (const [name, { byDefault }] of Object.entries(
        topic.keys as Record<string, { byDefault: string }>,
      ))
        expect(stdout).toContain(`${name}=${byDefault}`);
    });
  },
);

test('a seed decides the simulation, and nothing else', async () => {
  const [one, again, other] = await Promise.all(
    ['3', '3', '4'].map((seed) => json('birthday', '--seed', seed)),
  );
  expect(again).toEqual(one);
  expect(other.figures).toEqual(one.figures);
  expect(other.check.measured).not.toBe(one.check.measured);
});

test.each([
  [['storge'], 'There is no topic "storge". Did you mean "storage"?'],
  [['constructor'], 'There is no topic "constructor".'],
  [['storage', 'rat=5/s'], 'There is no key "rat". Did you mean "rate"?'],
  [['storage', '__proto__=5'], 'There is no key "__proto__".'],
  [['storage', 'rate=5/dya'], 'There is no unit of time "dya". Did you mean "day"?'],
  [['storage', 'size=500'], 'size=500 has no unit'],
  [['storage', 'size=500Mb'], 'is bits'],
  [['storage', 'size=5kBB'], 'Did you mean "kB"?'],
  [['cache', 'hits=120%'], 'is more than all'],
  [['nines', 'copies=0'], 'copies must be from 1 to 100'],
  [['nines', 'extra'], '"extra" is not key=value.'],
])('%s is exit 2', async (words, says) => {
  const { status, stdout, stderr } = await lab('estimate', ...words);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(says);
  expect(stderr).not.toMatch(/\n\s+at /);
});
