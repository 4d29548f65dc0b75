/** `lab lag <samples>`: your own samples of consumer lag, judged. */

import { type JudgeOptions, judge } from '../../../sims/kafka/lag/judge.ts';
import type { Judgement } from '../../../sims/kafka/lag/report.ts';
import { must } from '../../kernel/must.ts';
import { InputError } from '../../lab/input-error.ts';
import { inputHelp } from '../../tools/lag/help.ts';
import { lagAsJson, lagAsPlots, lagAsText } from '../../tools/lag/lag-text.ts';
import { lagReader } from '../../tools/lag/reader.ts';
import { rowsMaxDefault } from '../../tools/lag/row.ts';
import { nothingToJudge } from '../../tools/lag/samples.ts';
import { decimalMark } from '../choice.ts';
import { type CommandLine, forceOption, withFileLimits } from '../command-line.ts';
import { deliver, drawn, openFiles, plotFile } from '../deliver.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import {
  type InputFlags,
  inputLimits,
  type SecondsFlags,
  secondsLimit,
  wholeNumber,
} from '../limits.ts';
import { pageOfLag } from '../render/report/of-tools.ts';
import {
  commandOnFile,
  type ReportFlags,
  reported,
  reportFile,
  withReportFlag,
} from '../report.ts';

export interface LagFlags extends InputFlags, SecondsFlags, ReportFlags {
  readonly window: string;
  readonly allowedLag: string;
  readonly minSamples: string;
  readonly rowsMax: string;
  readonly every?: string;
  readonly decimal?: string;
}

export function register({ lab, io, done }: CommandLine): void {
  withReportFlag(withFileLimits(lab.command('lag <samples>')))
    .description(
      'judge your own samples of consumer lag: --describe output, Prometheus, Burrow, CSV, JSON',
    )
    .option('--window <commits>', 'how many commits to look back, as Burrow does', '10')
    .option('--allowed-lag <records>', 'lag up to this much is as good as none', '0')
    .option('--min-samples <samples>', 'judge no partition with fewer samples', '3')
    .option('--rows-max <count>', 'read at most this many rows', String(rowsMaxDefault))
    .option('--every <span>', 'how far samples are apart, if the file tells no time: 30s, 1m')
    .option(
      '--decimal <mark>',
      'decimal mark of the numbers, point or comma, if they do not show it',
    )
    .option('--plot <file.svg>', 'write the lag over time as SVG; - is stdout')
    .option('--json', 'print the judgement as JSON', false)
    .option(...forceOption)
    .addHelpText(
      'after',
      `${inputHelp}\nExit status: 0 all is well, 1 WARN or ERR, 2 bad input, 3 too few samples to tell.`,
    )
    .action(async (path, flags) => done(await lagCommand(path, flags, io)));
}

async function lagCommand(path: string, flags: LagFlags, io: CommandIo): Promise<ExitStatus> {
  const { files, print, printJson } = io;
  const options: JudgeOptions = {
    window: wholeNumber('--window', flags.window, 2),
    allowedLag: wholeNumber('--allowed-lag', flags.allowedLag, 0),
    samplesMin: wholeNumber('--min-samples', flags.minSamples, 2),
  };
  const reading = {
    everyMs: spanMs(flags.every),
    decimal: decimalMark(flags.decimal),
    rowsMax: wholeNumber('--rows-max', flags.rowsMax),
  };
  const limit = secondsLimit(flags, io);
  const write = openFiles(io, [...plotFile(flags.plot), ...reportFile(flags)], [path], flags);
  const read = await files.read(path, lagReader(reading), inputLimits(flags, limit));
  if (read.samples.length === 0) throw nothingToJudge(path, read);
  limit.onWay?.();
  const judgement = judge(read, options);
  limit.onWay?.();
  const status = statusOf(judgement);
  const command = commandFor(path, flags, io);
  const { understood } = read;
  const filled = [
    ...drawn(flags.plot, () => lagAsPlots(judgement)),
    ...reported(flags, io, () => pageOfLag(read, judgement, { path, understood, command })),
  ];
  deliver(io, write, filled, () => {
    if (flags.json) printJson(lagAsJson(path, read, judgement, options));
    else print(lagAsText(path, read, judgement, options, io));
  });
  return status;
}

function commandFor(path: string, flags: LagFlags, { program }: CommandIo): string {
  const { window, allowedLag, minSamples, every, decimal } = flags;
  return commandOnFile(program, 'lag', path, {
    window,
    'allowed-lag': allowedLag,
    'min-samples': minSamples,
    every,
    decimal,
  });
}

/** A problem anywhere decides; then a group of which nothing could be said; then all is well. */
function statusOf({ status, groups }: Judgement): ExitStatus {
  if (status === 'ERR' || status === 'WARN') return exitStatus.fail;
  return groups.every((group) => group.status === 'OK') ? exitStatus.pass : exitStatus.inconclusive;
}

const unitsMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
};

function spanMs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, amount = '', unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|min|m|h)?$/.exec(text.trim()) ?? [];
  const ms = Number(amount) * must(unitsMs[unit], 'length of the unit');
  if (amount !== '' && ms > 0) return ms;
  throw new InputError(`--every takes a span of time such as 30s, 500ms or 1m, not "${text}".`);
}
