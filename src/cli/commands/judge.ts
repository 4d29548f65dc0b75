/** `lab judge <file>`: your own canary, by the tests that the simulated rollouts are held to. */
import {
  countsTraffic,
  judgeMetrics,
  type OwnJudgement,
  type OwnMetric,
} from '../../../sims/canary/judge/judge-metrics.ts';
import type { Look } from '../../../sims/canary/judge/looks.ts';
import type { KayentaJudgement } from '../../../sims/canary/kayenta/judge.ts';
import { inputName } from '../../host/failure.ts';
import type { InputLimits } from '../../host/input.ts';
import type { WriteTarget } from '../../host/targets.ts';
import { InputError } from '../../lab/input-error.ts';
import { wholeReader } from '../../tools/input/lines.ts';
import type { Understood } from '../../tools/input/understood.ts';
import { judgeHelp } from '../../tools/judge/help.ts';
import { judgementAsSvg } from '../../tools/judge/judgement-svg.ts';
import {
  judgementAsText,
  kayentaAsText,
  understoodAsText,
} from '../../tools/judge/judgement-text.ts';
import type { KayentaSettings } from '../../tools/judge/kayenta-config.ts';
import { judgeByConfig } from '../../tools/judge/kayenta-judge.ts';
import { type JudgeInput, judgeReader } from '../../tools/judge/reader.ts';
import type { ReadOptions } from '../../tools/judge/series.ts';
import { judgeSettingsFrom } from '../../tools/judge/settings.ts';
import { decimalMark } from '../choice.ts';
import { type CommandLine, forceOption, withFileLimits } from '../command-line.ts';
import { deliver, openFiles, plotFile } from '../deliver.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import { type InputFlags, inputLimits, type SecondsFlags, secondsLimit } from '../limits.ts';
import { pageOfJudgement, pageOfKayenta, type ReadFile } from '../render/report/of-tools.ts';
import {
  commandOnFile,
  type ReportFlags,
  reported,
  reportFile,
  withReportFlag,
} from '../report.ts';

export interface JudgeFlags extends InputFlags, SecondsFlags, ReportFlags {
  readonly config?: string;
  readonly baseline?: string;
  readonly canary?: string;
  readonly decimal?: string;
  readonly looks?: string;
}

export function register({ lab, io, done }: CommandLine): void {
  withReportFlag(withFileLimits(lab.command('judge <file>')))
    .description('judge your own canary metrics: pass, marginal or fail')
    .option(
      '--config <judge.json>',
      'thresholds, alpha and the like, or a canary config of Kayenta',
    )
    .option('--baseline <series>', 'which series are the baseline: version=1.4.2, or a name')
    .option('--canary <series>', 'which series are the canary: version=1.5.0, or a name')
    .option(
      '--decimal <mark>',
      'decimal mark of the numbers, point or comma, if they do not show it',
    )
    .option('--looks <k/n>', 'this is look k of n planned; all of them together spend alpha')
    .option('--json', 'print the judgement as JSON', false)
    .option('--plot <file.svg>', 'draw the intervals as SVG; - is stdout')
    .option(...forceOption)
    .addHelpText(
      'after',
      `${judgeHelp(io.program)}\nExit status: 0 pass, 1 fail, 2 bad input, 3 marginal or inconclusive.`,
    )
    .action(async (file, flags) => done(await judgeCommand(file, flags, io)));
}

async function judgeCommand(file: string, flags: JudgeFlags, io: CommandIo): Promise<ExitStatus> {
  const { files, paint, print, printJson, say } = io;
  const { config = '' } = flags;
  const inputs = config === '' ? [file] : [file, config];
  const write = openFiles(io, [...plotFile(flags.plot), ...reportFile(flags)], inputs, flags);
  const limit = secondsLimit(flags, io);
  const limits = inputLimits(flags, limit);
  const { design, reading, kayenta } = judgeSettingsFrom(
    config === '' ? '{}' : (await files.read(config, wholeReader(), limits)).text,
  );
  const input = await readInput(file, { ...reading, ...sidesAndMark(flags) }, limits, io);
  const { metrics, understood } = input;
  sayWhatIsMissing(metrics, say);
  limit.onWay?.();
  if (kayenta !== undefined) return judgeByKayenta(file, input, kayenta, flags, io, write);
  if (design.expectedShare !== undefined && !countsTraffic(metrics)) {
    throw new InputError(
      'expectedShare is a share of requests or users, and these metrics are points of series: leave it out.',
    );
  }
  const judgement = judgeMetrics(metrics, { ...design, look: lookFrom(flags.looks) });
  const filled = [
    ...(flags.plot === undefined
      ? []
      : [{ path: flags.plot, kind: 'SVG', text: judgementAsSvg(judgement) }]),
    ...reported(flags, io, () => pageOfJudgement(judgement, readFile(file, understood, flags, io))),
  ];
  deliver(io, write, filled, () => {
    if (flags.json) printJson({ ...judgement, understood });
    else print(`${understoodAsText(understood, paint)}\n\n${judgementAsText(judgement, paint)}`);
  });
  return statusOf(judgement);
}

/** Kayenta compares samples: error rates over time, latencies. It knows no counts. */
function judgeByKayenta(
  file: string,
  { metrics, understood }: JudgeInput,
  settings: KayentaSettings,
  flags: JudgeFlags,
  io: CommandIo,
  write: WriteTarget,
): ExitStatus {
  const { paint, print, printJson } = io;
  if (flags.plot !== undefined) {
    throw new InputError('Kayenta’s judgement has no plot: leave --plot out.');
  }
  if (flags.looks !== undefined) {
    throw new InputError('Kayenta’s judge spends no alpha over looks: leave --looks out.');
  }
  const judgement = judgeByConfig(metrics, settings);
  const page = () => pageOfKayenta(judgement, readFile(file, understood, flags, io));
  deliver(io, write, reported(flags, io, page), () => {
    if (flags.json) printJson({ ...judgement, understood });
    else print(`${understoodAsText(understood, paint)}\n\n${kayentaAsText(judgement, paint)}`);
  });
  return kayentaStatus(judgement);
}

function readFile(
  path: string,
  understood: Understood,
  { config, baseline, canary, decimal, looks }: JudgeFlags,
  { program }: CommandIo,
): ReadFile {
  const flags = { config, baseline, canary, decimal, looks };
  return { path, understood, command: commandOnFile(program, 'judge', path, flags) };
}

function kayentaStatus({ verdict }: KayentaJudgement): ExitStatus {
  if (verdict === 'Pass') return exitStatus.pass;
  return verdict === 'Fail' ? exitStatus.fail : exitStatus.inconclusive;
}

/** `2/5`: the second of five planned looks. */
function lookFrom(text: string | undefined): Look | undefined {
  if (text === undefined) return undefined;
  const [, look = 0, looks = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (look >= 1 && look <= looks && looks <= looksMax) return { look, looks };
  throw new InputError(
    `--looks is which look of how many planned, such as 2/5, up to ${looksMax}: not ${JSON.stringify(text)}.`,
  );
}

/** More take long to integrate. */
const looksMax = 100;

/** Throws InputError, which names the file. */
async function readInput(
  file: string,
  options: ReadOptions,
  limits: InputLimits,
  { files }: CommandIo,
): Promise<JudgeInput> {
  try {
    return await files.read(file, judgeReader(options), limits);
  } catch (error) {
    if (!(error instanceof InputError) || error.message.startsWith(inputName(file))) throw error;
    throw new InputError(`${inputName(file)} cannot be judged. ${error.message}`);
  }
}

function sidesAndMark({ baseline, canary, decimal }: JudgeFlags): ReadOptions {
  return { baseline, canary, decimal: decimalMark(decimal) };
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
