/**
 * Goal: the array job of a sweep runs every shard once, tries again what fails, keeps what failed a
 * property, and merges. Method: the scripts are run for real with a program that records how it is
 * called and ends as it is told; the manifest is held against the schema of Kubernetes.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Job } from 'kubernetes-models/batch/v1';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { chunksOf, labWith } from '../support/lab-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'seedlab-array-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes its words to `calls`, the file of --out, and ends with what `status-k-of-n` holds. */
const program = join(folder, 'program');
writeFileSync(
  program,
  `#!/bin/sh
echo "$*" >> calls
while [ $# -gt 0 ]; do
  case $1 in --shard) shard=$2 ;; --out) echo "shard $shard" > "$2" ;; esac
  shift
done
[ -z "\${shard:-}" ] || exit "$(cat "status-\${shard%/*}" 2> /dev/null || echo 0)"
`,
  { mode: 0o755 },
);

let place = '';
beforeEach(() => {
  place = mkdtempSync(join(folder, 'run-'));
});

async function printed(words: string, more: readonly string[] = []): Promise<string> {
  const line = ['sweep', 'raft/storm', '--seeds', '1..9', ...words.split(' '), ...more];
  const { status, stdout, stderr } = await labWith({ program }, ...line);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** Runs a task of the array of Slurm. */
function task(script: string, index: number): number | null {
  writeFileSync(join(place, 'sweep.sh'), script);
  const env = { ...process.env, SLURM_ARRAY_TASK_ID: String(index) };
  return spawnSync('bash', ['sweep.sh'], { cwd: place, env }).status;
}

const calls = () => readFileSync(join(place, 'calls'), 'utf8').trimEnd().split('\n');
const sweepFolder = () => readdirSync(place).find((name) => /^sweep-[0-9a-f]{8}$/.test(name)) ?? '';
const kept = () => readdirSync(join(place, sweepFolder())).sort();

describe('--print slurm', () => {
  test('runs each shard of the array once, whatever its verdict', async () => {
    const script = await printed('--shards 3 --print slurm');
    expect(script).toContain('#SBATCH --array=1-3\n');
    writeFileSync(join(place, 'status-2'), '1');
    writeFileSync(join(place, 'status-3'), '3');
    expect([1, 2, 3, 2].map((index) => task(script, index))).toEqual([0, 0, 0, 0]);
    expect(kept()).toEqual(['1.json', '2.json', '3.json']);
    const name = sweepFolder();
    expect(calls()).toEqual(
      [1, 2, 3].map(
        (part) =>
          `sweep raft/storm --seeds 1..9 --workers 1 --shard ${part}/3 --out ${name}/${part}.json`,
      ),
    );
    expect(script).toContain(`--wrap='${program} merge ${name}/*.json'`);
  });

  test.each([2, 70, 137, 143])(
    'tries three times what ends with %i, and keeps nothing',
    async (status) => {
      const script = await printed('--shards 3 --print slurm');
      writeFileSync(join(place, 'status-1'), String(status));
      expect(task(script, 1)).toBe(1);
      expect([calls().length, kept()]).toEqual([3, []]);
      rmSync(join(place, 'status-1'));
      expect([task(script, 1), kept()]).toEqual([0, ['1.json']]);
    },
  );
});

describe('every job', () => {
  test('passes the options of the sweep on, as a shell takes them', async () => {
    const script = await printed('--shards 2 --print slurm --swarm --workers 4 --json', [
      '--vary',
      'electionTimeoutMs=150..200,150..300',
      '--run-seconds-max',
      '9',
      '--events-max',
      '900000',
      '--plot',
      "it's a plot.svg",
    ]);
    expect(task(script, 1)).toBe(0);
    expect(calls()).toEqual([
      `sweep raft/storm --seeds 1..9 --vary electionTimeoutMs=150..200,150..300 --swarm --events-max 900000 --run-seconds-max 9 --workers 4 --shard 1/2 --out ${sweepFolder()}/1.json`,
    ]);
    expect(script).toContain('#SBATCH --cpus-per-task=4\n');
    // The merge is quoted twice: for the shell of the user, and for that of the task.
    const [, wrapped = ''] = /--wrap=(.*)\n/.exec(script) ?? [];
    const words = execFileSync(
      'bash',
      ['-c', `eval "set -- "${wrapped}; echo "$*"; printf '%s|' "$@"`],
      {
        encoding: 'utf8',
      },
    );
    expect(words).toContain("--plot it's a plot.svg --json");
  });

  test('of another sweep, or of other shards, has another folder', async () => {
    const names = await Promise.all(
      ['--shards 3', '--shards 4', '--shards 3 --swarm'].map(async (words) => {
        const script = await printed(`${words} --print parallel`);
        return /sweep-[0-9a-f]{8}/.exec(script)?.[0];
      }),
    );
    expect(new Set(names).size).toBe(3);
  });

  test.each([
    ['--shards 10 --print slurm', '--shards takes at most 9, not 10: there are 9 seeds.'],
    ['--shards 0 --print slurm', '--shards takes a whole number from 1, not "0".'],
    ['--print slurmm', 'There is no scheduler "slurmm". Did you mean "slurm"?'],
    ['--shards 3', '--shards 3 goes with --queue, or with --print slurm.'],
    ['--print k8s --shard 1/2', 'leave --shard out'],
    ['--print k8s --plan -', 'no standard input'],
  ])('%s is refused', async (words, message) => {
    const line = ['sweep', 'raft/storm', '--seeds', '1..9', ...words.split(' ')];
    const ended = await labWith({ stdin: chunksOf('[]') }, ...line);
    expect(ended).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining(message),
    });
  });
});

describe('--print k8s', () => {
  test('is an Indexed Job and its merge, both valid by the schema of Kubernetes', async () => {
    const text = await printed('--shards 4 --print k8s --workers 2');
    const [shard, merge, ...others] = parseAllDocuments(text).map((one) => one.toJS());
    expect(others).toEqual([]);
    for (const job of [shard, merge]) new Job(job).validate();
    // Proof that the schema judges: a count in words, and a container without a name.
    const { spec } = shard;
    expect(() => new Job({ ...shard, spec: { ...spec, completions: '4' } }).validate()).toThrow(
      'integer',
    );
    expect(() =>
      new Job({ ...shard, spec: { template: { spec: { containers: [{}] } } } } as never).validate(),
    ).toThrow('name');
    expect(spec).toMatchObject({
      completions: 4,
      completionMode: 'Indexed',
      backoffLimitPerIndex: 2,
    });
    expect(spec.template.spec.containers[0].resources.requests).toEqual({
      cpu: '2',
      memory: '2Gi',
    });
    expect(merge.spec.suspend).toBe(true);
  });

  test('runs as its pods would: the index from 0, and a merge of all files', async () => {
    const text = await printed('--shards 4 --print k8s');
    const [shard, merge] = parseAllDocuments(text).map((one) => one.toJS());
    const pod = (job: typeof shard, index: number) => {
      const { command } = job.spec.template.spec.containers[0];
      const env = {
        ...process.env,
        PATH: `${place}:${process.env['PATH']}`,
        JOB_COMPLETION_INDEX: String(index),
      };
      return spawnSync(command[0], command.slice(1), { cwd: place, env }).status;
    };
    writeFileSync(join(place, 'seedlab'), readFileSync(program), { mode: 0o755 });
    expect([0, 1, 2, 3].map((index) => pod(shard, index))).toEqual([0, 0, 0, 0]);
    expect(kept()).toEqual(['1.json', '2.json', '3.json', '4.json']);
    expect(pod(merge, 0)).toBe(0);
    const files = kept().map((name) => `${sweepFolder()}/${name}`);
    expect(calls().at(-1)).toBe(`merge ${files.join(' ')}`);
    writeFileSync(join(place, 'status-2'), '70');
    rmSync(join(place, sweepFolder(), '2.json'));
    expect([pod(shard, 1), existsSync(join(place, sweepFolder(), '2.json'))]).toEqual([70, false]);
  });
});
