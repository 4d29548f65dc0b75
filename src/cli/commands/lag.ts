/** `lab lag <samples>`: your own samples of consumer lag, judged. */
import { type JudgeOptions, judge } from '../../../sims/kafka/lag/judge.ts';
import type { Judgement } from '../../../sims/kafka/lag/report.ts';
import { type Samples, samplesFrom } from '../../../sims/kafka/lag/samples.ts';
import { InputError } from '../../lab/input-error.ts';
import type { CommandLine } from '../command-line.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import { lagAsJson, lagAsPlots, lagAsText } from '../render/lag-text.ts';
import { plotsAsSvg } from '../render/plot-svg.ts';

export interface LagFlags {
  readonly window: string;
  readonly allowedLag: string;
  readonly minSamples: string;
  readonly every?: string;
  readonly plot?: string;
  readonly json: boolean;
}

export function register({ lab, io, done }: CommandLine): void {
  lab
    .command('lag <samples>')
    .description(
      'your own samples of consumer lag, judged: CSV, JSON Lines, pasted --describe output',
    )
    .option('--window <commits>', 'how many commits to look back, as Burrow does', '10')
    .option('--allowed-lag <records>', 'lag up to this much is as good as none', '0')
    .option('--min-samples <samples>', 'judge no partition with fewer samples', '3')
    .option('--every <span>', 'how far samples are apart, if the file tells no time: 30s, 1m')
    .option('--plot <file.svg>', 'write the lag over time as SVG; - is stdout')
    .option('--json', 'print the judgement as JSON', false)
    .addHelpText(
      'after',
      '\nExit status: 0 all is well, 1 WARN or ERR, 2 bad input, 3 too few samples to tell.',
    )
    .action(async (path, flags) => done(await lagCommand(path, flags, io)));
}

async function lagCommand(path: string, flags: LagFlags, io: CommandIo): Promise<ExitStatus> {
  const { files, print, printJson, say } = io;
  const options: JudgeOptions = {
    window: wholeNumber('--window', flags.window, 2),
    allowedLag: wholeNumber('--allowed-lag', flags.allowedLag, 0),
    samplesMin: wholeNumber('--min-samples', flags.minSamples, 2),
  };
  const read = samplesFrom(await files.readText(path), { everyMs: spanMs(flags.every) });
  if (read.samples.length === 0) throw nothingToJudge(path, read);
  const judgement = judge(read, options);
  const status = statusOf(judgement);
  if (flags.plot !== undefined) {
    const svg = plotsAsSvg(lagAsPlots(judgement));
    if (flags.plot === '-') {
      print(svg);
      return status;
    }
    files.writeText(flags.plot, svg);
    say(`wrote ${flags.plot} (svg)`);
  }
  if (flags.json) printJson(lagAsJson(path, read, judgement, options));
  else print(lagAsText(path, read, judgement, options, io));
  return status;
}

/** A problem anywhere decides; then a group of which nothing could be said; then all is well. */
function statusOf({ status, groups }: Judgement): ExitStatus {
  if (status === 'ERR' || status === 'WARN') return exitStatus.fail;
  return groups.every((group) => group.status === 'OK') ? exitStatus.pass : exitStatus.inconclusive;
}

function nothingToJudge(path: string, { problems, rows }: Samples): InputError {
  const [first] = problems;
  const why =
    first === undefined
      ? 'it has no rows'
      : `${rows === 1 ? 'its only row cannot' : `none of its ${rows} rows can`} be used; line ${first.line}: ${first.problem}`;
  return new InputError(
    `"${path}" holds no samples of lag: ${why}. Needed are columns such as timestamp, group, topic, partition, committed_offset, log_end_offset.`,
  );
}

function wholeNumber(option: string, text: string, min: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= min) return value;
  throw new InputError(`${option} takes a whole number from ${min}, not "${text}".`);
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
  const ms = Number(amount) * (unitsMs[unit] as number);
  if (amount !== '' && ms > 0) return ms;
  throw new InputError(`--every takes a span of time such as 30s, 500ms or 1m, not "${text}".`);
}
