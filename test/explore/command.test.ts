/**
 * Goal: `explore` says what it judged and what it did not, ends in its status, and the token that it prints
 * opens in `replay`, `why` and `step`: as text and as JSON, of every order and of random schedules.
 */
import { describe, expect, test } from 'vitest';
import { raftExplorable } from '../../sims/raft/exploration/exploration.ts';
import { lab, labReading, labWith } from '../support/lab-process.ts';

const orders = [
  ...['explore', 'raft/random-faults', '--set', 'nodes=3', '--no-operations'],
  ...['--without', 'up-to-date-log'],
  ...['--stage', 'committed', '--bound', 'terms=3', '--property', 'leader-completeness'],
];
const schedules = [
  ...['explore', 'cache/two-writers', '--without', 'newest-version-wins'],
  ...['--schedules', '10'],
];

describe.each([
  // The messages of a leader follow from what it noted.
  ['every order of Raft', orders, 'leader-completeness', 'n3 leads term 2, elected by n3 n1'],
  ['random schedules of a cache', schedules, 'cache-agrees-at-rest', 'app1 gets from cache: done'],
])('%s', (_, words, property, sentence) => {
  test('what is found fails, and its token opens in replay, why and step', async () => {
    const explored = await lab(...words, '--json');
    expect(explored.status).toBe(1);
    const token = tokenIn(JSON.parse(explored.stdout));

    const replayed = await lab('replay', token, '--json');
    expect(replayed.status).toBe(1);
    const { invariants } = JSON.parse(replayed.stdout);
    const broken = invariants.find(({ id }: { id: string }) => id === property);
    expect(broken.violations).not.toEqual([]);

    const why = await lab('why', token, '--json');
    expect([why.status, why.stderr]).toEqual([0, '']);
    expect(JSON.parse(why.stdout).sentence).toBe(sentence);

    const stepped = await labReading('end\n', 'step', token, '--size', '100x40');
    expect([stepped.status, stepped.stderr]).toEqual([0, '']);
    expect(stepped.stdout).toContain(property);
  });
});

test('the text names the same token as the JSON', async () => {
  const [text, json] = await Promise.all([lab(...orders), lab(...orders, '--json')]);
  expect(text.status).toBe(1);
  expect(text.stdout).toContain(` replay ${tokenIn(JSON.parse(json.stdout))}`);
});

/** The two kinds of searches have each their own shape. */
function tokenIn(json: { breaches?: [{ token: string }]; found?: { token: string } }): string {
  const token = json.breaches?.[0].token ?? json.found?.token;
  if (token === undefined) throw new Error('no token was printed');
  return token;
}

test.each([
  ['every order', [...orders.slice(0, 5), '--bound', 'electionTimeout=4']],
  ['schedules', ['explore', 'cache/two-writers', '--schedules', '100000']],
])('Ctrl-C ends %s with 130, and what there is is printed', async (_, words) => {
  const interruptible = <Result>(work: (signal: AbortSignal) => Promise<Result>) =>
    work(AbortSignal.abort('SIGINT'));
  const { status, stdout } = await labWith({ interruptible }, ...words, '--json');
  expect(status).toBe(130);
  const { ended, distinct, schedules, tried } = JSON.parse(stdout);
  if (ended === undefined) expect(tried).toBeLessThan(schedules);
  else expect([ended, distinct > 0]).toEqual(['interrupted', true]);
});

test('every rule that depends on the clock is named as not judged, on or off', async () => {
  const words = ['explore', 'raft/first-election', '--set', 'nodes=2', '--without', 'pre-vote'];
  const [text, json] = await Promise.all([lab(...words), lab(...words, '--json')]);
  expect([text.status, json.status]).toEqual([0, 0]);
  const { notJudged } = JSON.parse(json.stdout);
  expect(notJudged).toEqual(raftExplorable.clockRules);
  const told = text.stdout.replaceAll(/\s+/g, ' ');
  for (const rule of notJudged) {
    expect(told).toMatch(
      new RegExp(`Not judged, .* ${rule}${rule === 'pre-vote' ? ' \\(off\\)' : ''}[,.]`),
    );
  }
});
