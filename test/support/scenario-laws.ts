/**
 * The laws of every scenario: it is what it says it is; it passes with its defaults; another seed is
 * another run (that it passes too is a matter of many seeds, and of `many-seeds.deep.ts`); and the golden seed gives what the golden file says: the digest, and the verdict,
 * metrics and story in plain text. A golden file changes only on purpose: with `npm test -- -u`, and
 * a reason. Repeats elsewhere are held by `repeats.ts`.
 */

import { describe, expect, test } from 'vitest';
import { claimFigures } from '../../scenarios/claim-figures.ts';
import { catalogue } from '../../scenarios/index.ts';
import { type RunResult, run } from '../../src/lab/run.ts';
import type { AnyScenario } from '../../src/lab/scenario.ts';
import { lastTold, why } from '../../src/lab/why.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { digestSeed } from './digest-seed.ts';
import { scenariosOf } from './digests.ts';
import { goldenOf, transcriptOf } from './golden.ts';
import { figuresOfWing } from './ledger-figures.ts';

/** As many events of each run as `describe` looks through for one to ask about. */
const eventsKept = 2_000;

/** So many events of its queue a run is given to become another than that of another seed. */
const stepsCompared = [500, 50_000];

/** Declares the tests of all scenarios of a sim. */
export async function holdScenarios(sim: string): Promise<void> {
  const scenarios = await scenariosOf(sim);
  const named = scenarios.map((scenario) => [scenario.id, scenario] as const);
  const golden: string[] = [];
  const watched = new Map<string, Watched>();
  const watchedOf = (scenario: AnyScenario) => {
    const known = watched.get(scenario.id) ?? runWatched(scenario);
    watched.set(scenario.id, known);
    return known;
  };

  test('the ledger has every claim that they name, with the figures of their runs', async () => {
    const named = new Set(scenarios.flatMap(({ claims }) => claims));
    const figures = await figuresOfWing(sim, (scenario) => watchedOf(scenario).result);
    expect(Object.keys(figures).sort()).toEqual([...named].sort());
    for (const [id, figure] of Object.entries(figures))
      expect([id, claimFigures[id]]).toEqual([id, figure]);
  });

  describe.each(named)('%s', (_id, scenario) => {
    test('is listed by its wing, with its own question', () => {
      expect(scenario.id.startsWith(`${scenario.sim.id}/`)).toBe(true);
      const entry = catalogue.entries.find(({ id }) => id === scenario.id);
      expect(entry?.asks).toBe(scenario.asks);
    });

    test('passes with its defaults, and another seed is another run', () => {
      const { result } = watchedOf(scenario);
      golden.push(goldenOf(result));
      const { seed, verdict, goals, invariants, expectations } = result;
      expect({ seed, verdict, goals, invariants, expectations }).toMatchObject({ verdict: 'pass' });
      const beginning = (of: string, stepsMax: number) => run(scenario, { seed: of }, { stepsMax });
      // Where little is drawn, one other seed may draw the same.
      const differs = (steps: number) =>
        ['0', '2', '3'].some(
          (other) => beginning(seed, steps).digest !== beginning(other, steps).digest,
        );
      expect(stepsCompared.some(differs)).toBe(true);
    });

    test('has events to step through, and a last one whose story can be told', () => {
      const { events } = watchedOf(scenario);
      expect(events.length).toBeGreaterThan(10);
      const last = lastTold(events, scenario) as TraceEvent;
      const reasons = why(events, last.id, scenario);
      expect(reasons.at(-1)).toMatchObject({ event: last.id, text: expect.stringMatching(/\S/) });
    });

    test('every parameter says what it is', () => {
      for (const [name, field] of Object.entries(scenario.params.shape)) {
        expect([name, (field as { description?: string }).description ?? '']).not.toContain('');
      }
    });
  });

  test(`the scenarios of ${sim} come out as they were checked in`, async () => {
    await expect(golden.join('\n')).toMatchFileSnapshot(`../scenarios/golden/${sim}.txt`);
  });

  test(`the flagship of ${sim} is told as it was checked in`, async () => {
    const [flagship] = scenarios as [AnyScenario, ...AnyScenario[]];
    const text = transcriptOf(flagship, { seed: '1' });
    const name = flagship.id.replace('/', '-');
    await expect(text).toMatchFileSnapshot(`../transcripts/${name}.txt`);
  });
}

/** The run with the golden seed, which is the ledger's, and its first events. */
interface Watched {
  readonly result: RunResult;
  readonly events: readonly TraceEvent[];
}

/**
 * With a listener, under which nothing that is recorded can change afterwards, and with every
 * default spelled out. The repeats elsewhere, of which none of that is true, come out the same.
 */
function runWatched(scenario: AnyScenario): Watched {
  const events: TraceEvent[] = [];
  const params = scenario.params.parse({}) as Record<string, unknown>;
  const result = run(
    scenario,
    { seed: digestSeed, params },
    {
      listen: (trace) =>
        trace.onEvery((event) => {
          freeze(event.detail);
          if (events.length < eventsKept) events.push(event);
        }),
    },
  );
  return { result, events };
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
}
