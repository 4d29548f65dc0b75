/** `lab judge <file>`: somebody's own canary, by the tests that the simulated rollouts are held to. */
import {
  judgeMetrics,
  type OwnJudgement,
  type OwnMetric,
} from '../../../sims/canary/judge/judge-metrics.ts';
import { readText, writeText } from '../../host/files.ts';
import { InputError } from '../../lab/input-error.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { judgeConfigFrom } from '../judge/judge-config.ts';
import { metricsFromCsv, type Reading } from '../judge/metrics-file.ts';
import { metricsFromJson } from '../judge/metrics-json.ts';
import { paint, print, printJson, say } from '../output.ts';
import { judgementAsSvg } from '../render/judgement-svg.ts';
import { judgementAsText } from '../render/judgement-text.ts';

export interface JudgeFlags {
  readonly config?: string;
  readonly json: boolean;
  readonly plot?: string;
}

export async function judgeCommand(file: string, flags: JudgeFlags): Promise<ExitStatus> {
  const { design, reading } = judgeConfigFrom(
    flags.config === undefined ? '{}' : readText(flags.config),
  );
  const metrics = metricsFrom(file, reading);
  sayWhatIsMissing(metrics);
  const judgement = judgeMetrics(metrics, design);
  if (flags.plot !== undefined) {
    writeText(flags.plot, judgementAsSvg(judgement));
    say(`wrote ${flags.plot} (SVG)`);
  }
  if (flags.json) printJson(judgement);
  else print(judgementAsText(judgement, paint));
  return statusOf(judgement);
}

/** JSON or CSV, whichever it is. Throws InputError. */
function metricsFrom(file: string, reading: Reading): OwnMetric[] {
  const text = readText(file).replace(/^\uFEFF/, '');
  const isJson = /^\s*[[{]/.test(text);
  try {
    return isJson ? metricsFromJson(text, reading) : metricsFromCsv(text, reading);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`"${file}" cannot be judged. ${error.message}`);
  }
}

function sayWhatIsMissing(metrics: readonly OwnMetric[]): void {
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
