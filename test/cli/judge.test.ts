/**
 * Goal: `lab judge` takes the metrics that people have, says pass, marginal or fail with its reasons,
 * and answers bad input in one sentence.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { InputError } from '../../src/lab/input-error.ts';
import { judgeInputFrom } from '../../src/tools/judge/reader.ts';
import type { ReadOptions } from '../../src/tools/judge/series.ts';
import { judgeSettingsFrom } from '../../src/tools/judge/settings.ts';
import { lab } from '../support/lab-process.ts';

const metricsFrom = (text: string, options: ReadOptions = {}) =>
  judgeInputFrom(text, options).metrics;

const folder = mkdtempSync(join(tmpdir(), 'seedlab-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const latencies = (side: string, factor: number) =>
  Array.from(
    { length: 3_000 },
    (_, i) => `latency,${side},${((50 + ((i * 37) % 100)) * factor).toFixed(2)}`,
  );
const samples = (factor: number) =>
  ['metric,group,value', ...latencies('baseline', 1), ...latencies('canary', factor)].join('\n');

describe.concurrent('lab judge', () => {
  test('passes what is the same, as a table and as a picture', async () => {
    const svg = join(folder, 'same.svg');
    const { status, stdout } = await lab('judge', file('same.csv', samples(1)), '--plot', svg);
    expect(stdout).toContain('Mann-Whitney');
    expect(stdout).toContain('PASS  nothing is worse by an amount that matters');
    expect(status).toBe(0);
    expect(readFileSync(svg, 'utf8')).toContain('<circle');
  });

  test('fails what is worse', async () => {
    const { status, stdout } = await lab('judge', file('slow.csv', samples(1.5)), '--json');
    const judgement = JSON.parse(stdout);
    expect(judgement).toMatchObject({ verdict: 'fail' });
    expect(judgement.metrics[0]).toMatchObject({ test: 'Mann-Whitney', verdict: 'fail' });
    expect(judgement.metrics[0].sampleNeeded).toBeGreaterThan(0);
    expect(status).toBe(1);
  });

  test('is inconclusive where there is too little', async () => {
    const text = JSON.stringify([
      {
        name: 'errors',
        baseline: { errors: 0, requests: 30 },
        canary: { errors: 2, requests: 30 },
      },
    ]);
    expect((await lab('judge', file('few.json', text))).status).toBe(3);
  });

  test('judges as Kayenta does where it is asked to', async () => {
    const config = { judge: 'kayenta', kayenta: { metrics: { latency: { groups: ['l'] } } } };
    const { status, stdout } = await lab(
      ...['judge', file('kayenta.csv', samples(1.5))],
      ...['--config', file('kayenta.json', JSON.stringify(config))],
    );
    expect(stdout).toContain('latency  High');
    expect(stdout).toContain('FAIL  score 0');
    expect(status).toBe(1);
  });

  test.each([
    [
      'a negative count',
      'metric,group,errors,requests\ne,canary,-1,5',
      'line 2: a count is a whole number from 0, not -1.',
    ],
    ['no baseline', 'metric,group,errors,requests\ne,canary,1,5', 'e: the baseline has no counts'],
    [
      'one sample',
      'metric,group,value\nl,canary,1\nl,baseline,2\nl,baseline,2',
      'the canary has one value only (1)',
    ],
    ['NaN', 'metric,group,value\nl,canary,NaN', 'line 2: NaN is no measurement.'],
    [
      'mixed units',
      'metric,group,value,unit\nl,canary,1,ms\nl,baseline,1,s',
      'different units (s, ms)',
    ],
    ['an unknown column', 'metrc,group,value\n', 'Did you mean "metric"?'],
    ['a slip of a side', 'metric,group,value\nl,canry,1', 'Did you mean "canary"?'],
    [
      'an unknown side',
      'metric,group,value\nl,canaries,1',
      'There is no side "canaries". It stands on line 2.',
    ],
    [
      'more errors than requests',
      'metric,group,errors,requests\ne,canary,9,5',
      '9 errors are more than 5 requests',
    ],
    [
      'a side of the name of a method',
      'metric,group,value\nl,constructor,1\nl,canary,2',
      'There is no side "constructor".',
    ],
    [
      'two metrics of one name',
      '[{"name":"l","baseline":[1,2],"canary":[1,2]},{"name":"l","baseline":[1,2],"canary":[1,2]}]',
      'Two metrics have the name l.',
    ],
    [
      'a time that is none',
      'metric,group,value,time\nl,canary,2,noon',
      'line 2: "noon" is not a time.',
    ],
    ['a missing cell', 'metric,group,value\nl,canary', 'line 2: it has 2 cells, and the header 3.'],
    ['nothing', '', 'There is nothing in it'],
    ['broken JSON', '{"metrics": [', 'not valid JSON'],
    ['JSON of something else', '{"a": 1}', 'It holds no metrics'],
  ])('%s is one sentence', (_name, text, sentence) => {
    expect(() => metricsFrom(text)).toThrow(sentence);
    expect(() => metricsFrom(text)).toThrow(InputError);
  });

  test('bad input is exit 2, with nothing on stdout', async () => {
    const { status, stdout, stderr } = await lab(
      'judge',
      file('bad.csv', 'metric,group,value\nl,canary,NaN'),
    );
    expect(stderr).toContain('line 2: NaN is no measurement.');
    expect(stderr).not.toContain('    at ');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});

describe('metrics', () => {
  test('come in pairs too, and strata stay apart', () => {
    const [paired] = metricsFrom('metric,baseline,canary\nl,1,2\nl,3,4\nl,,5\n');
    expect(paired).toMatchObject({
      kind: 'samples',
      baseline: [1, 3],
      canary: [2, 4, 5],
      missing: { baseline: 1 },
    });
    const text =
      'metric,group,stratum,errors,requests\ne,control,1,1,10\ne,control,2,2,20\ne,experiment,1,3,30\n';
    const [strata] = metricsFrom(text);
    expect(strata).toMatchObject({ kind: 'counts' });
    expect(strata?.kind === 'counts' && strata.strata).toEqual([
      { baseline: { hits: 1, trials: 10 }, canary: { hits: 3, trials: 30 } },
      { baseline: { hits: 2, trials: 20 }, canary: { hits: 0, trials: 0 } },
    ]);
  });

  test('in JSON may use Kayenta’s words, and leave values out', () => {
    const text = '{"metrics":[{"name":"l","unit":"ms","control":[1,2,null],"experiment":[3,"4"]}]}';
    expect(metricsFrom(text)).toEqual([
      {
        kind: 'samples',
        name: 'l',
        unit: 'ms',
        baseline: [1, 2],
        canary: [3, 4],
        missing: { baseline: 1, canary: 0 },
      },
    ]);
  });

  test('tell times and pods if they have columns; pairs are in order of time', () => {
    const text =
      'metric,group,value,time,pod\nl,canary,5,20,a\nl,canary,6,10,b\nl,baseline,1,10,c\nl,baseline,2,20,c\n';
    expect(metricsFrom(text)[0]).toMatchObject({
      times: { baseline: [10_000, 20_000], canary: [20_000, 10_000] },
      clusters: { baseline: ['c', 'c'], canary: ['a', 'b'] },
    });
    expect(metricsFrom('metric,baseline,canary\nl,1,2\nl,3,4\n')[0]).toMatchObject({
      times: { baseline: [0, 1], canary: [0, 1] },
    });
  });

  test('without data reach Kayenta’s rules, and are refused otherwise', () => {
    const text = '[{"name":"m","control":[],"experiment":[1,2,3]}]';
    expect(metricsFrom(text, { mayBeEmpty: true })[0]).toMatchObject({ baseline: [] });
    expect(() => metricsFrom(text)).toThrow('m: the baseline has no values');
  });

  test('with NaN are read where that was asked for', () => {
    const text =
      'metric,group,value\nl,canary,NaN\nl,canary,1\nl,canary,1\nl,baseline,2\nl,baseline,2\n';
    expect(metricsFrom(text, { nanStrategy: 'remove' })[0]).toMatchObject({
      missing: { canary: 1 },
    });
  });
});

describe('settings', () => {
  test('are the defaults where nothing is said', () => {
    expect(judgeSettingsFrom('{}')).toMatchObject({ design: { alpha: 0.05 }, kayenta: undefined });
  });

  test.each([
    ['{"alpa": 1}', 'Did you mean "alpha"?'],
    ['{"alpha": 2}', 'alpha is wrong'],
    ['[', 'not JSON'],
  ])('%s is refused', (text, sentence) => {
    expect(() => judgeSettingsFrom(text)).toThrow(sentence);
  });
});
