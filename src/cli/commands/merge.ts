/** `lab merge <file> …`: the shards of a sweep, put together to what one sweep would print. */
import { catalogue } from '../../../scenarios/index.ts';
import { readText } from '../../host/files.ts';
import { mergeShards, readShard } from '../../lab/sweep/shard-file.ts';
import type { ExitStatus } from '../exit-status.ts';
import { type SweepShowFlags, showHead, showSweep } from './sweep.ts';

export async function mergeCommand(
  names: readonly string[],
  flags: SweepShowFlags,
): Promise<ExitStatus> {
  const files = names.map((name) => ({ name, file: readShard(name, readText(name)) }));
  const whole = mergeShards(files);
  const scenario = await catalogue.scenario(whole.plan.scenario);
  showHead(scenario, whole.plan, flags);
  return showSweep(scenario, whole, flags);
}
