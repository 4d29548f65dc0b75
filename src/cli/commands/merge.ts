/** `lab merge <file> …`: the shards of a sweep, put together to what one sweep would print. */
import { mergeShards, missingIn, readShard, type ShardFile } from '../../lab/sweep/shard-file.ts';
import { catalogueFor } from '../catalogue.ts';
import { type CommandLine, forceOption, withDataFlag, withFileLimits } from '../command-line.ts';
import { openFiles, plotFile } from '../deliver.ts';
import type { ExitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import { type InputFlags, inputLimits, type SecondsFlags, secondsLimit } from '../limits.ts';
import { reportFile, withReportFlag } from '../report.ts';
import { type SampleFlags, samplesOf } from '../samples.ts';
import type { SweepShowFlags } from '../sweep-flags.ts';
import { showHead, showSweep } from './sweep.ts';

export function register({ lab, io, done }: CommandLine): void {
  withReportFlag(withDataFlag(withFileLimits(lab.command('merge <files...>'))))
    .description('merge the shards of a sweep into what one sweep would print')
    .option('--plot <file.svg>', 'write what was measured as SVG; - is stdout')
    .option('--json', 'print the result as JSON', false)
    .option(...forceOption)
    .action(async (files, flags) => done(await mergeCommand(files, flags, io)));
}

async function mergeCommand(
  names: readonly string[],
  flags: SweepShowFlags & SampleFlags & InputFlags & SecondsFlags,
  io: CommandIo,
): Promise<ExitStatus> {
  const limit = secondsLimit(flags, io);
  const files: { name: string; file: ShardFile }[] = [];
  for (const name of names) {
    const text = await io.files.readText(name, inputLimits(flags, limit));
    files.push({ name, file: readShard(name, text) });
    limit.onWay?.();
  }
  const whole = mergeShards(files);
  const scenario = await catalogueFor(io).scenario(whole.plan.scenario);
  const wanted = [...plotFile(flags.plot), ...reportFile(flags)];
  const write = openFiles(io, wanted, [...names, ...(flags.data ?? [])], flags);
  const samples = await samplesOf(whole.plan.set, flags, io);
  showHead(scenario, whole.plan, samples, flags, io);
  for (const { name, file } of files) {
    if (!file.isComplete) io.say(`${name} is not complete: ${missingIn(file)}.`);
  }
  return showSweep(scenario, whole, samples, flags, io, write);
}
