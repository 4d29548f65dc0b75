/**
 * A sweep as a job of a scheduler that people have: one task for each shard, its number from the
 * scheduler, its file in a folder that all tasks share. A shard whose file is there is not run again,
 * so a job that was cut short is simply started again.
 */
import type { IJob } from 'kubernetes-models/batch/v1';
import type { IPodTemplateSpec } from 'kubernetes-models/v1';
import { stringify } from 'yaml';
import { counted } from '../../words/numbers.ts';

export const schedulers = ['slurm', 'k8s', 'parallel'] as const;
export type Scheduler = (typeof schedulers)[number];

export interface ArrayJob {
  /** The words that call the lab, as a shell takes them. */
  readonly program: string;
  /** What a reader must know, such as `raft/storm, seeds 1..1000000`. */
  readonly says: string;
  /** Of the folder and of the job: a DNS label, so that Kubernetes takes it too. */
  readonly name: string;
  readonly shards: number;
  /** Cores of a task. */
  readonly workers: number;
  /** The sweep without its shard and output: words after the program, as a shell takes them. */
  readonly sweep: string;
  /** The options of the merge at the end, as a shell takes them; empty, or with a space before. */
  readonly mergeOptions: string;
  /** Files that every task reads. */
  readonly inputs: readonly string[];
  readonly version: string;
}

/** How often a shard that fails is tried. */
const attempts = 3;
/** A worker has a heap of a GiB at most. */
const gibibytesPerWorker = 1;

/** What is to be saved and submitted: a script, or a manifest of Kubernetes. */
export function arrayJobAsText(scheduler: Scheduler, job: ArrayJob): string {
  return { slurm: forSlurm, k8s: forKubernetes, parallel: forParallel }[scheduler](job);
}

/**
 * The function `shard`, for any POSIX shell. Its argument is the number of the shard, from 1. Pass,
 * fail and inconclusive (0, 1 and 3) are results; anything else leaves no file behind.
 */
function shardFunction({ program, name, shards, workers, sweep }: ArrayJob): string[] {
  return [
    'shard() {',
    `  file=${name}/$1.json`,
    '  if [ -s "$file" ]; then return 0; fi',
    '  status=0',
    `  ${program} ${sweep} --workers ${workers} --shard "$1/${shards}" --out "$file" || status=$?`,
    '  case $status in',
    '    0 | 1 | 3) ;; # passed, failed or inconclusive: results',
    '    *) rm -f "$file"; return "$status" ;;',
    '  esac',
    '}',
  ];
}

const mergeOf = ({ program, name, mergeOptions }: ArrayJob) =>
  `${program} merge ${name}/*.json${mergeOptions}`;

function headOf({ says, shards }: ArrayJob): string {
  return `# ${says}, in ${counted(shards, 'shard')}.`;
}

function forParallel(job: ArrayJob): string {
  const { name, shards } = job;
  return lines(
    '#!/usr/bin/env bash',
    headOf(job),
    '# Run it again to go on: shards that are finished are not run twice. JOBS is how many run at once.',
    'set -euo pipefail',
    '',
    ...shardFunction(job),
    'export -f shard',
    'PARALLEL_SHELL=$(command -v bash)',
    'export PARALLEL_SHELL',
    '',
    `mkdir -p ${name}`,
    `seq 1 ${shards} | parallel --jobs "\${JOBS:-100%}" --retries ${attempts} --joblog ${name}/jobs.log shard || {`,
    `  echo "Shards failed ${attempts} times: see ${name}/jobs.log, and run this script again to try only them." >&2`,
    '  exit 1',
    '}',
    mergeOf(job),
  );
}

function forSlurm(job: ArrayJob): string {
  const { name, shards, workers } = job;
  return lines(
    '#!/usr/bin/env bash',
    `#SBATCH --job-name=${name}`,
    `#SBATCH --array=1-${shards}`,
    `#SBATCH --cpus-per-task=${workers}`,
    `#SBATCH --mem-per-cpu=${gibibytesPerWorker}G`,
    `#SBATCH --output=${name}-%a.log`,
    '#SBATCH --requeue',
    headOf(job),
    '# Submit it from a folder that all nodes share, and the merge behind it:',
    '#   job=$(sbatch --parsable sweep.sh)',
    `#   sbatch --dependency=afterok:$job --job-name=${name}-merge --output=${name}.txt --wrap='${mergeOf(job).replaceAll("'", `'\\''`)}'`,
    '# Submit it again to go on: shards that are finished are not run twice.',
    'set -euo pipefail',
    '',
    ...shardFunction(job),
    '',
    `mkdir -p ${name}`,
    `for _ in $(seq ${attempts}); do`,
    '  if shard "$SLURM_ARRAY_TASK_ID"; then exit 0; fi',
    'done',
    'exit 1',
  );
}

function forKubernetes(given: ArrayJob): string {
  const job = { ...given, program: 'seedlab' };
  const { name, shards, version, inputs } = job;
  const shard: IJob = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: {
      completions: shards,
      parallelism: shards,
      completionMode: 'Indexed',
      backoffLimitPerIndex: attempts - 1,
      podFailurePolicy: {
        // Bad input stays bad: status 2 is not tried again.
        rules: [
          {
            action: 'FailIndex',
            onExitCodes: { containerName: 'shard', operator: 'In', values: [2] },
          },
        ],
      },
      template: podOf(
        'shard',
        lines(
          'set -eu',
          ...shardFunction(job),
          `mkdir -p ${name}`,
          'shard $((JOB_COMPLETION_INDEX + 1))',
        ),
        job,
      ),
    },
  };
  const merge: IJob = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: `${name}-merge` },
    spec: {
      suspend: true,
      backoffLimit: 0,
      template: podOf('merge', lines(mergeOf(job)), { version, workers: 1 }),
    },
  };
  return lines(
    headOf(job),
    `# The image has the program: FROM node:22-slim, RUN npm install --global seedlab@${version}.`,
    '# The claim "sweep" is a volume that pods on several nodes can write (ReadWriteMany).',
    ...(inputs.length === 0 ? [] : [`# Copy onto it first: ${inputs.join(', ')}.`]),
    '# Apply this file, wait, start the merge, and read the report:',
    '#   kubectl apply -f sweep.yaml',
    `#   kubectl wait --for=condition=Complete --timeout=24h job/${name}`,
    `#   kubectl patch job/${name}-merge --patch '{"spec":{"suspend":false}}'`,
    `#   kubectl logs --follow job/${name}-merge`,
    stringify(shard, { lineWidth: 0 }).trimEnd(),
    '---',
    stringify(merge, { lineWidth: 0 }).trimEnd(),
  );
}

function podOf(
  name: string,
  script: string,
  { version, workers }: Pick<ArrayJob, 'version' | 'workers'>,
): IPodTemplateSpec {
  return {
    spec: {
      restartPolicy: 'Never',
      containers: [
        {
          name,
          image: `seedlab:${version}`,
          workingDir: '/sweep',
          command: ['sh', '-c', script],
          resources: {
            requests: { cpu: String(workers), memory: `${workers * gibibytesPerWorker}Gi` },
          },
          volumeMounts: [{ name: 'sweep', mountPath: '/sweep' }],
        },
      ],
      volumes: [{ name: 'sweep', persistentVolumeClaim: { claimName: 'sweep' } }],
    },
  };
}

const lines = (...all: readonly string[]) => `${all.join('\n')}\n`;
