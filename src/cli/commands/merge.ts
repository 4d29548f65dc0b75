/** `lab merge <file> …`: the shards of a sweep, put together to what one sweep would print. */
import { catalogue } from '../../../scenarios/index.ts';
import { mergeShards, readShard, type ShardFile } from '../../lab/sweep/shard-file.ts';
import { type CommandLine, withDataFlag } from '../command-line.ts';
import type { ExitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import { withReportFlag } from '../report.ts';
import { type SampleFlags, samplesOf } from '../samples.ts';
import { type SweepShowFlags, showHead, showSweep } from './sweep.ts';

export function register({ lab, io, done }: CommandLine): void {
  withReportFlag(withDataFlag(lab.command('merge <files...>')))
    .description('the shards of a sweep, put together to what one sweep would print')
    .option('--plot <file.svg>', 'write what was measured as SVG; - is stdout')
    .option('--json', 'print the result as JSON', false)
    .action(async (files, flags) => done(await mergeCommand(files, flags, io)));
}

async function mergeCommand(
  names: readonly string[],
  flags: SweepShowFlags & SampleFlags,
  io: CommandIo,
): Promise<ExitStatus> {
  const files: { name: string; file: ShardFile }[] = [];
  for (const name of names) {
    files.push({ name, file: readShard(name, await io.files.readText(name)) });
  }
  const whole = mergeShards(files);
  const scenario = await catalogue.scenario(whole.plan.scenario);
  const samples = await samplesOf(whole.plan.set, flags, io);
  showHead(scenario, whole.plan, samples, flags, io);
  return showSweep(scenario, whole, samples, flags, io);
}
