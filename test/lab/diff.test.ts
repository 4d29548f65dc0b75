/** Goal: two runs are found to part exactly where they do. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import firstElection from '../../scenarios/raft/first-election.ts';
import { differenceOf, metricsSideBySide, type Recorded } from '../../src/lab/diff.ts';
import { type Line, narrate } from '../../src/lab/narrate.ts';
import { Run, type RunOptions } from '../../src/lab/run.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { crash } from '../../src/world/fault.ts';

function recorded(options: RunOptions): Recorded {
  const events: TraceEvent[] = [];
  let story: readonly Line[] = [];
  const run = new Run(firstElection, options, {
    listen: (trace) => {
      story = narrate(trace, firstElection);
      trace.onEvery((event) => events.push(event));
    },
  });
  const { metrics } = run.finish();
  return { events, story, metrics };
}

describe('diff', () => {
  test.prop([fc.string()], { numRuns: 10 })('a run is the same as itself', (seed) => {
    const difference = differenceOf(recorded({ seed }), recorded({ seed }));
    expect(difference).toEqual({ event: undefined, line: undefined });
  });

  test.prop([fc.string(), fc.integer({ min: 5, max: 300 })], { numRuns: 20 })(
    'a run parts from its fork where it was forked, whichever is named first',
    (seed, event) => {
      const original = recorded({ seed });
      const intervention = { kind: 'fault' as const, fault: crash('n1') };
      const fork = recorded({ seed, interventions: [{ event, intervention }] });
      const forkedAt = fork.events.findIndex(({ kind }) => kind === 'intervention');
      expect(differenceOf(original, fork).event).toBe(forkedAt);
      expect(differenceOf(fork, original).event).toBe(forkedAt);
    },
  );

  test('a run that ends sooner parts where it ends', () => {
    const long = recorded({ seed: '1' });
    const short = { ...long, events: long.events.slice(0, 50), story: long.story.slice(0, 3) };
    expect(differenceOf(long, short)).toEqual({ event: 50, line: 3 });
  });

  test('times alone make other events, but not another story', () => {
    const run = recorded({ seed: '1' });
    const later = {
      ...run,
      events: run.events.map((event) => ({ ...event, atMs: event.atMs + 1 })),
      story: run.story.map((line) => ({ ...line, atMs: line.atMs + 1 })),
    };
    expect(differenceOf(run, later)).toEqual({ event: 0, line: undefined });
  });

  test('metrics stand side by side, also those that only one has', () => {
    const run = { events: [], story: [] };
    const pairs = metricsSideBySide({ ...run, metrics: { x: 1 } }, { ...run, metrics: { y: 2 } });
    expect(pairs).toEqual([
      { name: 'x', a: 1, b: null },
      { name: 'y', a: null, b: 2 },
    ]);
  });
});
