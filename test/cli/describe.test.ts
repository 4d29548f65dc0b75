/**
 * Goal: what `describe` says to try with a scenario works: each line is a command of the lab, ends as it
 * should, and answers. Method: for one scenario of a wing that costs little, from the printed words (of
 * every fourth wing, and in describe.deep.ts of each);
 * that every other scenario has an event to ask about, and a story of it, is among the laws of scenarios.
 */
import { expect, test } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { isDeep } from '../support/campaign.ts';
import { lab, labReading } from '../support/lab-process.ts';

const scenarios = [
  'raft/lost-vote',
  'crdt/page-views',
  'resilience/breaker-and-retry',
  'cache/invalidation-race',
  'kafka/zombie-commit',
  'canary/no-traffic',
  'locks/ttl-too-short',
  'transactions/crash-at-every-point',
  'replication/failover-in-lag',
  'paxos/single-decree',
  'clocks/external-consistency',
  'estimation/url-shortener',
  'traffic/window-edge',
  'slo/masked-endpoint',
  'autoscaling/crash-loop',
  'serverless/shared-state',
  'auth/forged-tokens',
  'access/n-plus-one',
  'io/waiting-costs',
  'fanout/slow-client',
  'deployment/rename-column',
];

test('every wing is among them', () => {
  const wings = scenarios.map((id) => id.split('/')[0]);
  expect(wings).toEqual(catalogue.wings.map(({ id }) => id));
});

test('no rule is called as a scenario of its sim: a name stands for one thing', async () => {
  const wings = await Promise.all(catalogue.wings.map(({ id }) => catalogue.wing(id)));
  const names = wings.flatMap(({ sim, scenarios: entries }) => [
    ...entries.map(({ id }) => id),
    ...sim.rules.ids.map((rule) => `${sim.id}/${rule}`),
  ]);
  expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
});

/** Every fourth wing, unless this is the deep campaign. */
const triedHere = isDeep ? scenarios : scenarios.filter((_, place) => place % 4 === 0);

test.each(triedHere)('%s: what it says to try works', async (id) => {
  const { stdout: described } = await lab('describe', id);
  const { try: tries } = JSON.parse((await lab('describe', id, '--json')).stdout);
  expect(tries.length).toBeGreaterThanOrEqual(4);
  for (const line of tries as string[]) {
    expect(described).toContain(line);
    const words = line.replace('npm run lab -- ', '').split(' ');
    const { status, stdout, stderr } = await labReading('step\nend\n', ...words);
    // Runs without a rule, which are tokens if they have plans of their own, break what it protects.
    const expected = words.includes('--without') || words[0] === 'replay' ? 1 : 0;
    expect([line, status]).toEqual([line, expected]);
    expect(stderr).toMatch(words[0] === 'replay' ? /nothing to compare/ : /^$/);
    // A rule whose run has a plan of its own is described, with a token of that run.
    expect(stdout).toContain(words[0] === 'describe' ? words[1] : id);
  }
});

test('a word of the glossary is answered, and not described', async () => {
  const { status, stderr } = await lab('describe', 'fencing token');
  expect(status).toBe(2);
  expect(stderr).toContain("answer 'fencing token'");
});
