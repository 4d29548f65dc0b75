/** `lab judge <file>`: somebody's own canary, by the tests that the simulated rollouts are held to. */
import {
  judgeMetrics,
  type OwnJudgement,
  type OwnMetric,
} from '../../../sims/canary/judge/judge-metrics.ts';
import { judgeAsKayenta, type KayentaJudgement } from '../../../sims/canary/kayenta/judge.ts';
import { RandomStreams } from '../../kernel/random.ts';
import { InputError } from '../../lab/input-error.ts';
import type { CommandLine } from '../command-line.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import { judgeSettingsFrom, type KayentaSettings } from '../judge/judge-config.ts';
import { metricsFromCsv, type Reading } from '../judge/metrics-file.ts';
import { metricsFromJson } from '../judge/metrics-json.ts';
import { judgementAsSvg } from '../render/judgement-svg.ts';
import { judgementAsText, kayentaAsText } from '../render/judgement-text.ts';

export interface JudgeFlags {
  readonly config?: string;
  readonly json: boolean;
  readonly plot?: string;
}

export function register({ lab, io, done }: CommandLine): void {
  lab
    .command('judge <file>')
    .description('your own canary metrics (JSON or CSV): pass, marginal or fail')
    .option('--config <judge.json>', 'thresholds, alpha, expected share and the like')
    .option('--json', 'print the judgement as JSON', false)
    .option('--plot <file.svg>', 'draw the intervals as SVG')
    .action(async (file, flags) => done(await judgeCommand(file, flags, io)));
}

async function judgeCommand(file: string, flags: JudgeFlags, io: CommandIo): Promise<ExitStatus> {
  const { files, paint, print, printJson, say } = io;
  const settings = judgeSettingsFrom(
    flags.config === undefined ? '{}' : await files.readText(flags.config),
  );
  const { design, reading, kayenta } = settings;
  const metrics = metricsFrom(file, await files.readText(file), reading);
  sayWhatIsMissing(metrics, say);
  if (kayenta !== undefined) return judgeByKayenta(metrics, kayenta, flags, io);
  const judgement = judgeMetrics(metrics, design);
  if (flags.plot !== undefined) {
    files.writeText(flags.plot, judgementAsSvg(judgement));
    say(`wrote ${flags.plot} (SVG)`);
  }
  if (flags.json) printJson(judgement);
  else print(judgementAsText(judgement, paint));
  return statusOf(judgement);
}

/** Kayenta compares samples: error rates over time, latencies. It knows no counts. */
function judgeByKayenta(
  metrics: readonly OwnMetric[],
  settings: KayentaSettings,
  flags: JudgeFlags,
  { paint, print, printJson }: CommandIo,
): ExitStatus {
  if (flags.plot !== undefined) {
    throw new InputError('Kayenta’s judgement has no plot: leave --plot out.');
  }
  const data = metrics.map((metric) => {
    const { name } = metric;
    if (metric.kind === 'counts') {
      throw new InputError(
        `${name}: Kayenta judges values over time, not counts. Leave "judge": "kayenta" out, or give samples.`,
      );
    }
    const missing = (count: number) => Array.from({ length: count }, () => Number.NaN);
    return {
      ...(settings.metrics[name] ?? {}),
      name,
      control: [...metric.baseline, ...missing(metric.missing.baseline)],
      experiment: [...metric.canary, ...missing(metric.missing.canary)],
    };
  });
  const judgement = judgeAsKayenta(data, new RandomStreams('kayenta').stream('noise'), settings);
  if (flags.json) printJson(judgement);
  else print(kayentaAsText(judgement, paint));
  return kayentaStatus(judgement);
}

function kayentaStatus({ verdict }: KayentaJudgement): ExitStatus {
  if (verdict === 'Pass') return exitStatus.pass;
  return verdict === 'Fail' ? exitStatus.fail : exitStatus.inconclusive;
}

/** JSON or CSV, whichever it is. Throws InputError. */
function metricsFrom(file: string, content: string, reading: Reading): OwnMetric[] {
  const text = content.replace(/^\uFEFF/, '');
  const isJson = /^\s*[[{]/.test(text);
  try {
    return isJson ? metricsFromJson(text, reading) : metricsFromCsv(text, reading);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`"${file}" cannot be judged. ${error.message}`);
  }
}

function sayWhatIsMissing(metrics: readonly OwnMetric[], say: CommandIo['say']): void {
  for (const metric of metrics) {
    if (metric.kind !== 'samples') continue;
    for (const side of ['baseline', 'canary'] as const) {
      const count = metric.missing[side];
      if (count > 0) say(`${metric.name}: ${count} missing on the ${side}, and left out.`);
    }
  }
}

function statusOf({ verdict }: OwnJudgement): ExitStatus {
  if (verdict === 'pass') return exitStatus.pass;
  return verdict === 'fail' ? exitStatus.fail : exitStatus.inconclusive;
}
