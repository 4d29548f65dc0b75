/** Goal: a plan asks for every combination once, over the same seeds; and its plots show what was measured. */
import { describe, expect, test } from 'vitest';
import { checkPlan, jobsOf, parseVariation, type SweepPlan } from '../../../src/lab/sweep/plan.ts';
import { plotsOfSweep } from '../../../src/lab/sweep/plots.ts';
import { reportCell, verdictOfSweep } from '../../../src/lab/sweep/report.ts';
import { wholeShard } from '../../../src/lab/sweep/seeds.ts';
import { emptyTally } from '../../../src/lab/sweep/tally.ts';
import { performBatch } from '../../../src/lab/sweep/work.ts';
import { catalogue } from '../../support/faulty-catalogue.ts';

const trivial = await catalogue.scenario('faulty/trivial');
const misbehave = await catalogue.scenario('faulty/misbehave');

const planOf = (scenario: string, vary: SweepPlan['vary'], set: string[] = []): SweepPlan => ({
  scenario,
  seeds: '1..30',
  set,
  vary,
  without: [],
  swarm: false,
  eventsMax: 1_000,
});

const talliesOf = (scenario: typeof trivial, plan: SweepPlan) =>
  jobsOf(plan, wholeShard).map((job) => performBatch(scenario, job, { from: 0, to: 30 }).tally);

describe('a plan', () => {
  test('has a job for each combination of what is varied', () => {
    const vary = ['fault=none,fails', 'share=0.1,0.5'].map((text) =>
      parseVariation(misbehave, text),
    );
    const jobs = jobsOf(planOf('faulty/misbehave', vary), wholeShard);
    expect(jobs.map(({ set }) => set.join(' '))).toEqual([
      'fault=none share=0.1',
      'fault=none share=0.5',
      'fault=fails share=0.1',
      'fault=fails share=0.5',
    ]);
  });

  test('varies every parameter once, and no more than can be shown', () => {
    const share = parseVariation(misbehave, 'share=0.1,0.5');
    const check = (plan: SweepPlan) => () => checkPlan(misbehave, plan);
    expect(check(planOf('faulty/misbehave', [share, share]))).toThrow('share is to be varied');
    expect(check(planOf('faulty/misbehave', [share], ['share=0.2']))).toThrow('given twice');
    const many = Array.from({ length: 101 }, (_, value) => String(value / 1000));
    expect(check(planOf('faulty/misbehave', [{ name: 'share', values: many }]))).toThrow(
      'at most 100 can be shown',
    );
    expect(() => parseVariation(misbehave, 'share=0.1,0.1')).toThrow('names 0.1 twice');
    expect(() => parseVariation(misbehave, 'share')).toThrow('varies nothing');
  });
});

test('a sweep fails with one run, and proves nothing with one that does, or with none', () => {
  const verdict = (outcomes: object) =>
    verdictOfSweep({
      isComplete: true,
      cells: [{ outcomes: { ...emptyTally().outcomes, ...outcomes } }],
    }).verdict;
  expect(verdict({ pass: 9 })).toBe('pass');
  expect(verdict({ pass: 9, inconclusive: 1 })).toBe('inconclusive');
  expect(verdict({ pass: 9, timeout: 1 })).toBe('inconclusive');
  expect(verdict({ inconclusive: 9, fail: 1 })).toBe('fail');
  expect(verdict({ pass: 9, died: 1 })).toBe('inconclusive');
  expect(verdict({ pass: 9, error: 1 })).toBe('fail');
  expect(verdict({})).toBe('inconclusive');
});

describe('plots', () => {
  test('show the share of values up to each value, a line for each value of the parameter', () => {
    const plan = planOf('faulty/trivial', [{ name: 'samples', values: ['5', '50'] }]);
    const tallies = talliesOf(trivial, plan);
    const [shares, against, ...others] = plotsOfSweep(plan, trivial.metrics, tallies);
    expect(others.length).toBe(2);
    expect(shares?.lines.map(({ name }) => name)).toEqual(['samples=5', 'samples=50']);
    for (const { points } of shares?.lines ?? []) {
      expect(points.map(([, percent]) => percent)).toEqual([...Array(101).keys()]);
      const values = points.map(([x]) => x);
      expect(values).toEqual([...values].sort((a, b) => a - b));
    }
    const cell = reportCell(trivial, [], tallies[1] ?? emptyTally());
    const mean = against?.lines.find(({ name }) => name === 'mean of the runs');
    expect(mean?.points.map(([x]) => x)).toEqual([5, 50]);
    expect(mean?.points[1]?.[1]).toBe(cell.metrics['latencyMs']?.perRun.mean);
    const p95 = against?.lines.find(({ name }) => name === 'p95');
    expect(p95?.points[1]?.[1]).toBe(cell.metrics['latencyMs']?.pooled?.p95);
  });

  test('stand side by side where the values are no numbers, and are left out where nothing was measured', () => {
    const plan = planOf(
      'faulty/misbehave',
      [{ name: 'fault', values: ['none', 'throws'] }],
      ['share=1'],
    );
    const [shares, against] = plotsOfSweep(plan, misbehave.metrics, talliesOf(misbehave, plan));
    expect(shares?.lines.map(({ name }) => name)).toEqual(['fault=none']);
    expect(against?.marks).toEqual([
      { x: 1, label: 'none' },
      { x: 2, label: 'throws' },
    ]);
    expect(against?.lines[0]?.points.map(([x]) => x)).toEqual([1]);
  });
});
