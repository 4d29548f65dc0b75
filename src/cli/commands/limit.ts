/** `lab limit <request log>`: what rate limiters would have admitted of your own requests. */
import { InputError } from '../../lab/input-error.ts';
import { inputHelp } from '../../tools/limit/help.ts';
import { limitAsJson, limitAsText } from '../../tools/limit/limit-text.ts';
import { requestLogReader } from '../../tools/limit/reader.ts';
import { replay } from '../../tools/limit/replay.ts';
import {
  limiterOptions,
  type Specification,
  specificationFrom,
} from '../../tools/limit/specification.ts';
import { type CommandLine, collect, withFileLimits, withRowFlags } from '../command-line.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import {
  type InputFlags,
  inputLimits,
  type SecondsFlags,
  secondsLimit,
  wholeNumber,
} from '../limits.ts';

export interface LimitFlags extends InputFlags, SecondsFlags {
  readonly time?: string;
  readonly key?: string;
  readonly cost?: string;
  readonly keys: string;
  readonly refused: string;
  readonly rowsMax: string;
  readonly json: boolean;
}

export function register({ lab, io, done }: CommandLine): void {
  const command = withRowFlags(withFileLimits(lab.command('limit <log>')), 'requests').description(
    'replay your own request log through rate limiters: access logs, CSV, JSON Lines',
  );
  for (const [name, { form, says }] of limiterOptions)
    command.option(`--${name} <${form.replaceAll(/[<>]/g, '')}>`, says, collect, []);
  command
    .option('--key <column>', 'column of the keys, if it has no usual name')
    .option(
      '--cost <column>',
      'column of what a request costs (default: cost if there is one, else 1 each)',
    )
    .option('--keys <count>', 'print this many keys a limiter, those with most refusals first', '5')
    .option('--refused <count>', 'print this many refused lines a key', '5')
    .addHelpText('after', `${inputHelp}\nExit status: 0 done, 2 bad input.`)
    .action(async (path, flags) => done(await limitCommand(path, flags, io)));
}

async function limitCommand(
  path: string,
  flags: LimitFlags & Readonly<Record<string, unknown>>,
  io: CommandIo,
): Promise<ExitStatus> {
  const { files, print, printJson } = io;
  const specifications = specificationsFrom(flags);
  const most = {
    keys: wholeNumber('--keys', flags.keys, 0),
    refused: wholeNumber('--refused', flags.refused, 0),
  };
  const rowsMax = wholeNumber('--rows-max', flags.rowsMax);
  const { time, key, cost } = flags;
  const limit = secondsLimit(flags, io);
  const reader = requestLogReader({ time, key, cost, rowsMax });
  const log = await files.read(path, reader, inputLimits(flags, limit));
  const replays = specifications.map((one) => replay(log.requests, one, limit.onWay));
  if (flags.json) printJson(limitAsJson(path, log, replays));
  else print(limitAsText(path, log, replays, most, io.paint));
  return exitStatus.pass;
}

/** In the order of the help. Throws InputError if there is none. */
function specificationsFrom(flags: Readonly<Record<string, unknown>>): Specification[] {
  const specifications = [...limiterOptions.keys()].flatMap((name) => {
    const given = flags[name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())];
    return (given as readonly string[]).map((text) => specificationFrom(name, text));
  });
  if (specifications.length > 0) return specifications;
  throw new InputError(
    'Say which limiter: --gcra 15/30/60 is 30 a minute and 15 more at once, --fixed 100/1m is 100 in each minute. See all with --help.',
  );
}
