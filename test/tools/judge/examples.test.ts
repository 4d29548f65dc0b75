/**
 * Goal: every format that the guide names has an example that ships, which the command reads and judges;
 * so do the ways to say what a file leaves open, and a configuration of Kayenta.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { projectFolder } from '../../../src/host/source.ts';
import { lab, labReading, labWith } from '../../support/lab-process.ts';

const folder = join(projectFolder, 'src/tools/judge/examples');
const example = (name: string) => join(folder, name);
const versions = ['--baseline', 'version=1.4.2', '--canary', 'version=1.5.0'];

/** In all of them the canary's latency is higher by about 45%, or it fails more requests. */
const judged: readonly (readonly [string, readonly string[], string])[] = [
  ['samples.csv', [], 'columns: metric, group, value, unit; unit ms'],
  ['counts.csv', [], 'Mantel-Haenszel'],
  ['counts-by-pod.csv', [], 'ratio of clusters'],
  ['metrics.json', [], 'read as JSON, UTF-8; unit ms'],
  ['grafana-columns.csv', [], 'columns: Time, p99 baseline, p99 canary; unit ms'],
  ['grafana-rows.csv', [], 'columns: Series, Time, Value; unit none'],
  ['datadog.csv', [], 'baseline is version=control'],
  ['cloudwatch.csv', [], 'read as CSV of CloudWatch'],
  ['cloudwatch-get-metric-data.json', [], 'read as CloudWatch API, UTF-8; unit none'],
  ['cloudwatch-get-metric-statistics.json', [], 'read as CloudWatch API, UTF-8; unit ms'],
  ['datadog-query.json', [], 'read as Datadog API, UTF-8; unit ms'],
  ['datadog-timeseries.json', [], 'read as Datadog API, UTF-8; unit ms'],
  ['k6.csv', [], 'read as CSV of k6, UTF-8'],
  ['vegeta.csv', [], 'read as CSV of Vegeta, UTF-8'],
  ['semicolons.csv', [], 'decimal mark: comma'],
  ['prometheus-query-range.json', versions, 'read as Prometheus matrix'],
  ['prometheus-query.json', [], '15 clusters on a side'],
  ['kayenta-metric-set-pairs.json', [], 'read as Kayenta metric-set pairs'],
  ['argo-analysisrun.json', [], 'read as AnalysisRun (JSON)'],
  ['argo-analysisrun.yaml', [], 'read as AnalysisRun (YAML)'],
];

const oneLine = (text: string) => text.replace(/\s+/g, ' ');

describe('the examples', () => {
  test.each(judged)('%s is read and fails', async (name, flags, said) => {
    const { status, stdout } = await lab('judge', example(name), ...flags);
    expect(oneLine(stdout)).toContain(said);
    expect(stdout).toContain('FAIL');
    expect(status).toBe(1);
  });

  test('are all of the guide, and the guide is of all of them', () => {
    const guide = readFileSync(join(folder, '../README.md'), 'utf8');
    const named = [...guide.matchAll(/\]\(examples\/([\w.-]+)\)/g)].map(([, name]) => name);
    expect([...new Set(named)].sort()).toEqual(readdirSync(folder).sort());
    const tested = [...judged.map(([name]) => name), 'kayenta-canary-config.json'];
    expect(tested.sort()).toEqual(readdirSync(folder).sort());
  });
});

describe('Kayenta’s own configuration', () => {
  const pairs = example('kayenta-metric-set-pairs.json');
  const config = JSON.parse(readFileSync(example('kayenta-canary-config.json'), 'utf8'));
  const judge = (change: (config: Record<string, unknown>) => unknown) => {
    const changed = structuredClone(config);
    change(changed);
    return labReading(JSON.stringify(changed), 'judge', pairs, '--config', '-');
  };

  test('makes Kayenta judge', async () => {
    const { status, stdout } = await judge(() => undefined);
    expect(stdout).toContain('latency  High');
    expect(status).toBe(1);
  });

  test('decides by direction and effect size', async () => {
    const set = (analysis: object) => (changed: Record<string, unknown>) => {
      const [metric] = changed['metrics'] as { analysisConfigurations: { canary: object } }[];
      Object.assign(metric?.analysisConfigurations.canary ?? {}, analysis);
    };
    expect((await judge(set({ direction: 'decrease' }))).status).toBe(0);
    expect((await judge(set({ effectSize: { allowedIncrease: 2 } }))).status).toBe(0);
    const critical = await judge(set({ critical: true }));
    expect(critical.stdout).toContain('the critical metric latency failed');
    const wrong = await judge(set({ direction: 'up' }));
    expect(wrong.stderr).toContain('metrics.0.analysisConfigurations.canary.direction is wrong');
    expect(wrong.status).toBe(2);
  });

  test('refuses another judge, and a metric that it does not have', async () => {
    const judged = await judge((changed) =>
      Object.assign(changed, { judge: { name: 'dredd-v1.0' } }),
    );
    expect(judged.stderr).toContain(
      'judge "dredd-v1.0" is not offered here: NetflixACAJudge-v1.0 is',
    );
    const renamed = await judge((changed) => {
      const [metric] = changed['metrics'] as { name: string }[];
      if (metric !== undefined) metric.name = 'errors';
    });
    expect(renamed.stderr).toContain('The canary configuration has: errors.');
    expect(renamed.status).toBe(2);
  });

  test('finds no data for a metric that the input does not have', async () => {
    const { stdout } = await judge((changed) => {
      const metrics = changed['metrics'] as { name: string }[];
      for (const name of ['a', 'b']) metrics.push({ ...metrics[0], name });
    });
    expect(stdout).toMatch(/^a +NodataFailMetric/m);
  });
});

describe('the input', () => {
  const text = readFileSync(example('grafana-columns.csv'));

  test('may be standard input, and compressed', async () => {
    async function* chunks() {
      yield gzipSync(text);
    }
    const { status, stdout } = await labWith({ stdin: chunks() }, 'judge', '-');
    expect(stdout).toContain('unit ms');
    expect(status).toBe(1);
  });

  test('is described by --help', async () => {
    const { stdout } = await lab('judge', '--help');
    for (const word of ['metric,group,value', 'query_range', 'AnalysisRun', '--decimal', 'Memory:'])
      expect(stdout).toContain(word);
  });

  test('is in the JSON as it was understood', async () => {
    const { stdout } = await lab('judge', example('samples.csv'), '--json');
    expect(JSON.parse(stdout).understood).toMatchObject({ format: 'CSV, UTF-8' });
  });

  test('with a word of its own for a side is refused in a sentence', async () => {
    const { status, stderr, stdout } = await labReading(
      'metric,group,value\nx,constructor,1\nx,canary,2\n',
      ...['judge', '-'],
    );
    expect(stderr).toContain(
      'Standard input cannot be judged. There is no side "constructor". It stands on line 2.',
    );
    expect(stderr).not.toContain('    at ');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test('that is no UTF-8 is refused with its place', async () => {
    async function* chunks() {
      yield Uint8Array.from([0x62, 0x2c, 0xe4, 0x0a]);
    }
    const { status, stderr } = await labWith({ stdin: chunks() }, 'judge', '-');
    expect(stderr).toContain('Line 1, byte offset 2');
    expect(status).toBe(2);
  });
});
