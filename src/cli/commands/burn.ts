/** `lab burn <errors>`: which alerts on an objective would have fired on your own errors, and when. */
import { InputError } from '../../lab/input-error.ts';
import { burnAsJson, burnAsPlots, burnAsText } from '../../tools/burn/burn-text.ts';
import { errorCountsFrom } from '../../tools/burn/counts.ts';
import { inputHelp } from '../../tools/burn/help.ts';
import { replayBurn } from '../../tools/burn/replay.ts';
import { alertsFrom, objectiveFrom, spanFrom } from '../../tools/burn/specification.ts';
import { recordsReader } from '../../tools/input/records.ts';
import { decimalMark } from '../choice.ts';
import {
  type CommandLine,
  collect,
  forceOption,
  withFileLimits,
  withRowFlags,
} from '../command-line.ts';
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
import { pageOfBurn } from '../render/report/of-replays.ts';
import {
  commandOnFile,
  type ReportFlags,
  reported,
  reportFile,
  withReportFlag,
} from '../report.ts';

export interface BurnFlags extends InputFlags, SecondsFlags, ReportFlags {
  readonly slo?: string;
  readonly period: string;
  readonly alert: readonly string[];
  readonly time?: string;
  readonly errors?: string;
  readonly good?: string;
  readonly total?: string;
  readonly cumulative: boolean;
  readonly decimal?: string;
  readonly failuresMin: string;
  readonly absent: string;
  readonly firings: string;
  readonly rowsMax: string;
}

export function register({ lab, io, done }: CommandLine): void {
  const command = withReportFlag(withRowFlags(withFileLimits(lab.command('burn <errors>'))));
  command
    .description('replay your own errors through alerts on the burn rate of an objective')
    .option('--slo <percent>', 'share of the requests that must be good: 99.9')
    .option('--period <span>', 'over which the error budget counts', '30d')
    .option(
      '--alert <long/short/rate>',
      'an alert instead of those of the SRE Workbook: 1h/5m/14.4; may be repeated',
      collect,
      [],
    )
    .option('--errors <column>', 'column of the failed requests, if it has no usual name')
    .option('--good <column>', 'column of the good requests, if it has no usual name')
    .option('--total <column>', 'column of all requests, if it has no usual name')
    .option('--cumulative', 'the columns are counters, of which the growth counts', false)
    .option('--decimal <mark>', 'decimal mark of the file, point or comma, if it shows none')
    .option('--failures-min <count>', 'fire nothing for fewer failures in the long window', '1')
    .option('--absent <span>', 'name gaps that are longer', '5m')
    .option('--firings <count>', 'print this many firings an alert', '10')
    .option('--plot <file.svg>', 'draw the burn rates as SVG; - is stdout')
    .option(...forceOption)
    .addHelpText('after', `${inputHelp}\nExit status: 0 done, 2 bad input.`)
    .action(async (path, flags) => done(await burnCommand(path, flags, io)));
}

async function burnCommand(path: string, flags: BurnFlags, io: CommandIo): Promise<ExitStatus> {
  const { files, print, printJson } = io;
  const { slo, time, errors, good, total, cumulative: isCumulative } = flags;
  if (slo === undefined)
    throw new InputError('Say which share of the requests must be good: --slo 99.9.');
  const periodMs = spanFrom('--period', flags.period);
  const promise = {
    objective: objectiveFrom(slo),
    periodMs,
    alerts: alertsFrom(flags.alert, periodMs),
  };
  const failuresMin = wholeNumber('--failures-min', flags.failuresMin);
  const absentMs = spanFrom('--absent', flags.absent);
  const firingsMax = wholeNumber('--firings', flags.firings, 0);
  const decimal = decimalMark(flags.decimal);
  const limit = secondsLimit(flags, io);
  const reader = recordsReader(wholeNumber('--rows-max', flags.rowsMax));
  const write = openFiles(io, [...plotFile(flags.plot), ...reportFile(flags)], [path], flags);
  const records = await files.read(path, reader, inputLimits(flags, limit));
  const counts = errorCountsFrom(records, { time, errors, good, total, isCumulative, decimal });
  const { onWay } = limit;
  const report = replayBurn(counts.slots, promise, { failuresMin, absentMs, onWay });
  const { understood } = counts;
  const command = commandFor(path, flags, io);
  const filled = [
    ...drawn(flags.plot, () => burnAsPlots(report)),
    ...reported(flags, io, () => pageOfBurn(counts, report, { path, understood, command })),
  ];
  deliver(io, write, filled, () => {
    if (flags.json) printJson(burnAsJson(path, counts, report));
    else print(burnAsText(path, counts, report, firingsMax, io.paint));
  });
  return exitStatus.pass;
}

function commandFor(path: string, flags: BurnFlags, { program }: CommandIo): string {
  const { slo, period, alert, time, errors, good, total, cumulative, decimal, absent } = flags;
  return commandOnFile(program, 'burn', path, {
    ...{ slo, period, alert, time, errors, good, total, decimal, absent },
    'failures-min': flags.failuresMin,
    cumulative,
  });
}
