/** `lab scale <metrics>`: your own metric replayed through a horizontal autoscaler. */
import { InputError } from '../../lab/input-error.ts';
import { wholeReader } from '../../tools/input/lines.ts';
import { quantityFrom } from '../../tools/input/quantities.ts';
import { recordsReader } from '../../tools/input/records.ts';
import { inputHelp } from '../../tools/scale/help.ts';
import { hpaFrom } from '../../tools/scale/hpa.ts';
import { replayScale } from '../../tools/scale/replay.ts';
import { scaleAsJson, scaleAsPlots, scaleAsText } from '../../tools/scale/scale-text.ts';
import { seriesFrom } from '../../tools/scale/series.ts';
import { quoted } from '../../words/shown.ts';
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
import { pageOfScale } from '../render/report/of-replays.ts';
import {
  commandOnFile,
  type ReportFlags,
  reported,
  reportFile,
  withReportFlag,
} from '../report.ts';

export interface ScaleFlags extends InputFlags, SecondsFlags, ReportFlags {
  readonly hpa?: string;
  readonly time?: string;
  readonly column: readonly string[];
  readonly replicas?: string;
  readonly replicasColumn?: string;
  readonly initial?: string;
  readonly start: string;
  readonly sync: string;
  readonly changes: string;
  readonly rowsMax: string;
}

export function register({ lab, io, done }: CommandLine): void {
  const command = withReportFlag(withRowFlags(withFileLimits(lab.command('scale <metrics>'))));
  command
    .description('replay your own metric through a HorizontalPodAutoscaler')
    .option('--hpa <file>', 'the autoscaler: YAML or JSON, autoscaling/v2 or v1')
    .option(
      '--column <metric=column>',
      'column of a metric, if it is not called as the metric; may be repeated',
      collect,
      [],
    )
    .option('--replicas <count>', 'replicas that were recorded, if no column says so')
    .option('--replicas-column <column>', 'column of the replicas, if it has no usual name')
    .option(
      '--initial <count>',
      'begin with this many replicas (default: as recorded, or the minimum)',
    )
    .option('--start <span>', 'how long a pod takes to become ready', '30s')
    .option('--sync <span>', 'how often the autoscaler looks', '15s')
    .option('--changes <count>', 'print this many changes', '30')
    .option('--plot <file.svg>', 'draw the replicas as SVG; - is stdout')
    .option(...forceOption)
    .addHelpText('after', `${inputHelp}\nExit status: 0 done, 2 bad input.`)
    .action(async (path, flags) => done(await scaleCommand(path, flags, io)));
}

async function scaleCommand(path: string, flags: ScaleFlags, io: CommandIo): Promise<ExitStatus> {
  const { files, print, printJson } = io;
  const { hpa: hpaPath, time, replicasColumn } = flags;
  if (hpaPath === undefined) throw new InputError('Say which autoscaler: --hpa hpa.yaml.');
  if (hpaPath === '-' && path === '-')
    throw new InputError('Standard input is one file: give the metrics or the autoscaler a name.');
  const count = (flag: string, text: string | undefined) =>
    text === undefined ? undefined : atMost(flag, wholeNumber(flag, text));
  const replicas = count('--replicas', flags.replicas);
  const limit = secondsLimit(flags, io);
  const options = {
    syncMs: spanFrom('--sync', flags.sync, 1_000),
    startMs: spanFrom('--start', flags.start, 0),
    initial: count('--initial', flags.initial),
    onWay: limit.onWay,
  };
  const changesMax = wholeNumber('--changes', flags.changes, 0);
  const columns = new Map(flags.column.map(columnFrom));
  const reader = recordsReader(wholeNumber('--rows-max', flags.rowsMax));
  const limits = inputLimits(flags, limit);
  const wanted = [...plotFile(flags.plot), ...reportFile(flags)];
  const write = openFiles(io, wanted, [path, hpaPath], flags);
  const hpa = hpaFrom((await files.read(hpaPath, wholeReader(1_048_576), limits)).text);
  const records = await files.read(path, reader, limits);
  const series = seriesFrom(records, hpa, { time, columns, replicas, replicasColumn });
  const report = replayScale(series.points, hpa, options);
  const input = { path, hpaPath, hpa, series, options };
  const { understood } = series;
  const command = commandFor(path, flags, io);
  const filled = [
    ...drawn(flags.plot, () => scaleAsPlots(series, report)),
    ...reported(flags, io, () => pageOfScale(input, report, { path, understood, command })),
  ];
  deliver(io, write, filled, () => {
    if (flags.json) printJson(scaleAsJson(input, report));
    else print(scaleAsText(input, report, changesMax, io.paint));
  });
  return exitStatus.pass;
}

function commandFor(path: string, flags: ScaleFlags, { program }: CommandIo): string {
  const { hpa, time, column, replicas, replicasColumn, initial, start, sync } = flags;
  return commandOnFile(program, 'scale', path, {
    ...{ hpa, time, column, replicas, initial, start, sync },
    'replicas-column': replicasColumn,
  });
}

function columnFrom(text: string): [metric: string, column: string] {
  const equals = text.indexOf('=');
  if (equals > 0 && equals < text.length - 1)
    return [text.slice(0, equals).trim(), text.slice(equals + 1).trim()];
  throw new InputError(`--column takes <metric>=<column>, such as cpu=usage, not ${quoted(text)}.`);
}

const replicasMax = 100_000;

function atMost(flag: string, count: number): number {
  if (count <= replicasMax) return count;
  throw new InputError(`${flag} takes at most ${replicasMax}, not ${count}.`);
}

function spanFrom(flag: string, text: string, leastMs: number): number {
  const span = quantityFrom(text);
  if (span?.dimension === 'time' && span.value >= leastMs && span.value <= 86_400_000)
    return Math.round(span.value);
  throw new InputError(
    `${flag} takes a span of time with its unit, from ${leastMs / 1_000}s to 1d, such as 30s, not ${quoted(text)}.`,
  );
}
