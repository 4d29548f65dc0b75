/**
 * Goal: `scale` reads metrics and autoscalers as people have them, and replays them as the autoscaler of Kubernetes would.
 * Method: files made here, with decisions computed by hand; the same metric in other columns, times and formats.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { timeInWords } from '../../../src/tools/input/times.ts';
import { lab } from '../../support/lab-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'seedlab-scale-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(text: string, ending = 'csv'): string {
  files += 1;
  const path = join(folder, `${files}.${ending}`);
  writeFileSync(path, text);
  return path;
}

const hpaOf = (spec: string) =>
  file(
    `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec:\n${spec}`,
    'yaml',
  );
const cpu = (target: string, more = '') =>
  hpaOf(`  minReplicas: 1
  maxReplicas: 20
  metrics:
    - type: Resource
      resource: {name: cpu, target: {${target}}}
${more}`);
const sixty = cpu('type: Utilization, averageUtilization: 60');

async function scaled(path: string, hpa: string, ...words: string[]) {
  const { status, stdout, stderr } = await lab('scale', path, '--hpa', hpa, ...words, '--json');
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

const startS = 1_795_824_000;
/** Minutes of 4 replicas at 60%, and from the tenth on at 120%, to the thirtieth; then at 30%. */
const rows = Array.from({ length: 60 }, (_, minute) => ({
  s: startS + 60 * minute,
  cpu: minute < 10 ? 60 : minute < 30 ? 120 : 30,
  replicas: 4,
}));
const plain = `time,cpu,replicas\n${rows.map(({ s, cpu: use, replicas }) => `${s},${use},${replicas}`).join('\n')}\n`;

const changesOf = (report: { changes: { atMs: number; from: number; to: number }[] }) =>
  report.changes.map(({ atMs, from, to }) => [atMs / 1_000 - startS, from, to]);

describe('a load that doubles and then halves twice', () => {
  // 480% over 4 is 120: ceil(2 x 4) = 8 at once. 120% over 8 is 15 of 60: 2, once the last 8 is older than 5 minutes.
  const byHand = [
    [600, 4, 8],
    [1_800 + 300, 8, 2],
  ];

  test('as it is', async () => {
    const report = await scaled(file(plain), sixty);
    expect(changesOf(report)).toEqual(byHand);
    expect(report).toMatchObject({
      schema: 'seedlab.scale.1',
      least: 2,
      most: 8,
      turns: 1,
      looks: 237,
    });
    expect(report.recordedPodHours).toBeCloseTo((237 * 15 * 4) / 3_600, 9);
  });

  test.each([
    [
      'other columns',
      `ready,region,cpu_percent,timestamp\n${rows.map(({ s, cpu: use }) => `4,eu,${use},${timeInWords(1_000 * s)}`).join('\n')}`,
      [],
    ],
    [
      'percent signs, semicolons',
      `ts;cpu;pods\n${rows.map(({ s, cpu: use }) => `${s};${use}%;4`).join('\n')}`,
      [],
    ],
    [
      'one column, replicas said',
      `time,value\n${rows.map(({ s, cpu: use }) => `${s},${use}`).join('\n')}`,
      ['--replicas', '4'],
    ],
    [
      'JSON Lines, the newest first',
      rows
        .toReversed()
        .map(({ s, cpu: use }) => JSON.stringify({ cpu: use, at: s, size: 4 }))
        .join('\n'),
      [],
    ],
    [
      'named columns',
      `t,u,n\n${rows.map(({ s, cpu: use }) => `${s},${use},4`).join('\n')}`,
      ['--time', 't', '--column', 'cpu=u', '--replicas-column', 'n'],
    ],
  ])('%s: the same changes', async (_name, text, words) => {
    expect(changesOf(await scaled(file(text), sixty, ...words))).toEqual(byHand);
  });

  test('policies of the autoscaler: two pods a minute up, half down after a minute', async () => {
    const hpa = cpu(
      'type: Utilization, averageUtilization: 60',
      `  behavior:
    scaleUp: {policies: [{type: Pods, value: 2, periodSeconds: 60}]}
    scaleDown: {stabilizationWindowSeconds: 60, policies: [{type: Percent, value: 50, periodSeconds: 300}]}`,
    );
    const report = await scaled(file(plain), hpa, '--start', '0s');
    expect(changesOf(report)).toEqual([
      [600, 4, 6],
      [660, 6, 8],
      [1_845, 8, 4],
      // Half of the four of five minutes ago are two, which is what the load needs.
      [2_145, 4, 2],
    ]);
    expect(report.changes[0]).toMatchObject({ recommended: 8, reason: 'ScaleUpLimit', line: 12 });
  });

  test('a tolerance of its own: 120% of the target is nothing', async () => {
    const hpa = cpu(
      'type: Utilization, averageUtilization: 100',
      '  behavior: {scaleUp: {tolerance: 0.25}, scaleDown: {tolerance: 900m}}',
    );
    expect(changesOf(await scaled(file(plain), hpa))).toEqual([]);
  });

  test('average values, and autoscaling/v1', async () => {
    const text = `time,cpu,replicas\n${rows.map(({ s, cpu: use }) => `${s},${use * 5}m,4`).join('\n')}`;
    const average = cpu('type: AverageValue, averageValue: 300m');
    expect(changesOf(await scaled(file(text), average))).toEqual(byHand);
    const old = file(
      '{"kind":"HorizontalPodAutoscaler","spec":{"maxReplicas":20,"targetCPUUtilizationPercentage":60}}',
      'json',
    );
    expect(changesOf(await scaled(file(plain), old))).toEqual(byHand);
  });
});

test('a queue needs no replicas: ceil(jobs / target), limited to four, or to four more', async () => {
  const spec = `  maxReplicas: 30
  metrics:
    - type: External
      external: {metric: {name: queue_length}, target: {type: AverageValue, averageValue: "20"}}`;
  const text = `at,queue_length\n${startS},20\n${startS + 60},20\n${startS + 120},200\n${startS + 180},200\n`;
  // Without spec.behavior the limit is twice as many, and 4 at least; with it, four more.
  expect(changesOf(await scaled(file(text), hpaOf(spec)))).toEqual([
    [120, 1, 4],
    [135, 4, 8],
    [150, 8, 10],
  ]);
  expect(changesOf(await scaled(file(text), hpaOf(`${spec}\n  behavior: {}`)))).toEqual([
    [120, 1, 5],
    [135, 5, 10],
  ]);
});

test('several metrics: the largest decides, and without one of them nothing is removed', async () => {
  const hpa = hpaOf(`  maxReplicas: 30
  metrics:
    - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}
    - {type: Pods, pods: {metric: {name: rps}, target: {type: AverageValue, averageValue: "100"}}}`);
  const head = 'time,cpu,rps,replicas';
  const lines = (list: readonly (readonly [number | string, number | string])[]) =>
    list.map(([use, rps], minute) => `${startS + 60 * minute},${use},${rps},4`).join('\n');
  const busy = await scaled(
    file(`${head}\n${lines(Array.from({ length: 10 }, () => [25, 200]))}`),
    hpa,
  );
  expect(changesOf(busy)).toEqual([[0, 4, 8]]);
  const half = await scaled(
    file(`${head}\n${lines(Array.from({ length: 20 }, () => [25, 'NaN']))}`),
    hpa,
  );
  expect(changesOf(half)).toEqual([]);
  expect(half.silent).toBe(half.looks);
});

test('a gap: a value holds for two steps, and then nothing changes', async () => {
  const kept = rows.filter(({ s }) => s < startS + 1_500 || s >= startS + 3_000);
  const path = file(
    `time,cpu,replicas\n${kept.map(({ s, cpu: use }) => `${s},${use},4`).join('\n')}`,
  );
  const report = await scaled(path, sixty);
  expect(report.remarks.join(' ')).toMatch(/No metric said anything at 96 looks/);
  expect(changesOf(report)).toEqual([
    [600, 4, 8],
    // Recommendations of the last five minutes: the last of the busy ones came before the gap.
    [3_000, 8, 2],
  ]);
});

describe('bad input is one sentence', () => {
  const metric = (type: string, target: string) =>
    hpaOf(
      `  maxReplicas: 3\n  metrics: [{type: ${type}, ${type.toLowerCase()}: {name: cpu, metric: {name: m}, target: {${target}}}}]`,
    );
  test.each([
    [plain, [], /Say which autoscaler: --hpa hpa\.yaml\./],
    [
      'time,cpu\n1795824000,50\n',
      ['--hpa', sixty],
      /Line 2: cpu is a metric of each pod, and nothing says how many there were/,
    ],
    [
      'time,a,b\n1795824000,50,2\n',
      ['--hpa', sixty],
      /No column is called as the metric cpu: .* There are time, a, b\./,
    ],
    ['a,cpu\n1,2\n', ['--hpa', sixty], /No column is a time by its name/],
    ['time,cpu,replicas\nnoon,2,3\n', ['--hpa', sixty], /No row of it has a time and a value/],
    [plain, ['--hpa', sixty, '--column', 'cpu'], /--column takes <metric>=<column>/],
    [
      plain,
      ['--hpa', sixty, '--column', 'memory=cpu'],
      /the autoscaler has no such metric, but cpu/,
    ],
    [plain, ['--hpa', sixty, '--start', 'soon'], /--start takes a span of time/],
    [plain, ['--hpa', sixty, '--replicas', '0'], /--replicas takes a whole number from 1/],
    [
      plain,
      ['--hpa', file('kind: Deployment\n', 'yaml')],
      /there is no HorizontalPodAutoscaler in it/,
    ],
    [plain, ['--hpa', file('a: [1', 'yaml')], /is not YAML/],
    [
      plain,
      ['--hpa', hpaOf('  minReplicas: 5\n  maxReplicas: 3')],
      /minReplicas 5 is above maxReplicas 3/,
    ],
    [plain, ['--hpa', hpaOf('  minReplicas: 5')], /has no spec\.maxReplicas/],
    [
      plain,
      ['--hpa', metric('Resorce', 'type: Utilization')],
      /There is no type of spec\.metrics\[0\] "Resorce"\. Did you mean "Resource"\?/,
    ],
    [
      plain,
      ['--hpa', metric('Resource', 'type: Utilization')],
      /averageUtilization is not a whole percentage/,
    ],
    [
      plain,
      ['--hpa', metric('External', 'type: Utilization, averageUtilization: 5')],
      /averageUtilization is not a whole percentage/,
    ],
    [
      plain,
      ['--hpa', hpaOf('  maxReplicas: 9\n  behaviour: {scaleUp: {}}')],
      /field of spec.*behaviour.*behavior/,
    ],
    [
      plain,
      ['--hpa', hpaOf('  maxReplicas: 9\n  targetCPUUtilizationPercentage: 60')],
      /field of spec.*targetCPUUtilizationPercentage/,
    ],
    [
      plain,
      [
        '--hpa',
        hpaOf('  maxReplicas: 9\n  behavior: {scaleUp: {stabilizationWindowSeconds: 3601}}'),
      ],
      /stabilizationWindowSeconds is a whole number from 0 to 3600, not "3601"/,
    ],
    [
      plain,
      [
        '--hpa',
        hpaOf(
          '  maxReplicas: 9\n  behavior: {scaleUp: {policies: [{type: Pods, value: 1, periodSeconds: 1801}]}}',
        ),
      ],
      /periodSeconds is a whole number from 1 to 1800, not "1801"/,
    ],
    [
      plain,
      ['--hpa', hpaOf('  maxReplicas: 9\n  minReplicas: 0')],
      /minReplicas 0 needs a metric of type Object or External/,
    ],
    [
      plain,
      [
        '--hpa',
        file(
          'apiVersion: autoscaling/v2beta1\nkind: HorizontalPodAutoscaler\nspec: {maxReplicas: 9}',
          'yaml',
        ),
      ],
      /apiVersion "autoscaling\/v2beta1" is not read: autoscaling\/v2 and autoscaling\/v1 are\./,
    ],
    [
      plain,
      ['--hpa', hpaOf('  maxReplicas: [')],
      /^The autoscaler, line \d+: it is not YAML: .*\]$/m,
    ],
    [
      plain,
      ['--hpa', metric('Pods', 'type: Value, value: 5')],
      /a metric of type Pods takes AverageValue/,
    ],
    [
      plain,
      ['--hpa', metric('Pods', 'type: AverageValue, averageValue: lots')],
      /averageValue is not a quantity above 0/,
    ],
  ] as const)('%#', async (text, words, expected) => {
    const { status, stdout, stderr } = await lab('scale', file(text), ...words);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(expected);
  });
});

test('the examples of its guide', async () => {
  const example = (name: string) => `src/tools/scale/examples/${name}`;
  const { stdout } = await lab('scale', example('cpu.csv'), '--hpa', example('hpa.yaml'));
  expect(stdout).toContain('20 changes, 2 turns: 2 to 12 replicas');
  const words = ['--column', 'queue_length=depth', '--initial', '2'];
  const queue = await lab(
    'scale',
    example('queue.jsonl'),
    '--hpa',
    example('worker.yaml'),
    ...words,
  );
  expect(queue.stdout).toContain('6 changes, 2 turns: 1 to 20 replicas');
});
