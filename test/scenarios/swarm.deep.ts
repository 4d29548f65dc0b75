/**
 * Goal: whatever a scenario's parameters are drawn to, no run of it breaks an invariant, throws,
 * takes its worker down or never ends. (Goals and expectations may need the parameters that a
 * scenario is about.)
 */
import { afterAll, expect, test } from 'vitest';
import { catalogue } from '../../scenarios/index.ts';
import { createSweepPool, sweep } from '../../src/host/sweep.ts';
import { parseSeeds, wholeShard } from '../../src/lab/sweep/seeds.ts';

const pool = createSweepPool({
  catalogue: new URL('../../scenarios/index.ts', import.meta.url),
  workers: 2,
  runMsMax: 60_000,
});
afterAll(() => pool.close());

test.each(catalogue.entries.map(({ id }) => id))('%s', async (id) => {
  const { tally } = await sweep(pool, await catalogue.scenario(id), {
    scenario: id,
    seeds: parseSeeds('1..60'),
    shard: wholeShard,
    set: [],
    without: [],
    swarm: true,
    eventsMax: 10_000_000,
    coverage: false,
  });
  const broken = [...tally.invariants].filter(([, { bad }]) => bad > 0);
  expect(broken).toEqual([]);
  const { error, died, timeout } = tally.outcomes;
  expect({ error, died, timeout, cases: tally.cases }).toMatchObject({
    error: 0,
    died: 0,
    timeout: 0,
  });
});
