/**
 * Random schedules of worlds with processes: with every rule on they break nothing; with a rule off that an
 * order hangs on, they find it in fewer runs than seeds alone, and what they find is a run like any other.
 */
import { expect, test } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { ScheduleSearch, shortenSchedule } from '../../src/explore/schedule-search.ts';
import { propertyBroken } from '../../src/lab/broken.ts';
import { run } from '../../src/lab/run.ts';
import { decodeToken, encodeToken, identityOf } from '../../src/lab/token.ts';

async function searched(id: string, schedules: number, without: readonly string[] = []) {
  const scenario = await catalogue.scenario(id);
  const search = new ScheduleSearch(scenario, { schedules, changes: 3, without });
  while (search.advance(10_000));
  return { scenario, search };
}

/** The first seed that breaks an invariant without a schedule. */
async function firstSeed(id: string, without: readonly string[], seeds: number) {
  const scenario = await catalogue.scenario(id);
  for (let seed = 1; seed <= seeds; seed++) {
    const { ended } = run(scenario, { seed: String(seed), without }, { stopAtViolation: true });
    if (ended === 'violation') return seed;
  }
  return undefined;
}

const isDeep = process.env['SEEDLAB_DEEP'] === 'yes';
const harmless: readonly [scenario: string, schedules: number][] = isDeep
  ? [
      ['cache/two-writers', 200],
      ['cache/random-traffic', 200],
      ['resilience/random-faults', 20],
      // Its commits go forward only as long as its connections keep the order: schedule 24 let a message overtake.
      ['kafka/worker-pool', 40],
    ]
  : [
      ['cache/two-writers', 5],
      ['cache/random-traffic', 5],
    ];

test.each(harmless)('%s: every rule on, nothing breaks', async (id, schedules) => {
  const { search } = await searched(id, schedules);
  expect(search.found).toBeUndefined();
  expect(search).toMatchObject({ tried: schedules, cut: 0 });
  expect(search.delays).toBeGreaterThan(schedules);
});

test('two writers: one message that comes late, in the second schedule; by seeds alone the 21st', async () => {
  const without = ['newest-version-wins'];
  const { scenario, search } = await searched('cache/two-writers', 100, without);
  const found = search.found;
  if (found === undefined) throw new Error('nothing was found');
  expect(found).toMatchObject({ seed: '2', property: 'cache-agrees-at-rest' });
  expect(await firstSeed('cache/two-writers', without, 30)).toBe(21);

  const shortest = shortenSchedule(scenario, found);
  expect(shortest.schedule).toMatchObject({
    delays: [{ from: 'app1', to: 'cache', place: 1 }],
    faults: [],
  });
  const token = encodeToken(identityOf({ scenario, options: shortest.options }, shortest.result));
  const again = run(scenario, decodeToken(token), { stopAtViolation: found.property });
  expect(again.digest).toBe(shortest.result.digest);
  expect(propertyBroken(again, found.property)).toBe(shortest.message);
});

test('the same search draws the same schedule', async () => {
  const [one, other] = await Promise.all(
    [1, 2].map(() => searched('cache/two-writers', 5, ['newest-version-wins'])),
  );
  expect(one?.search.found?.schedule).toEqual(other?.search.found?.schedule);
  expect(one?.search.events).toBe(other?.search.events);
});
