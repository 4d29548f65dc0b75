/** `lab replay <token or trace file>`: exactly that run again, and whether it came out the same. */

import { InputError } from '../../lab/input-error.ts';
import {
  decodeToken,
  isToken,
  parseIdentity,
  type RunIdentity,
  requireThisVersion,
} from '../../lab/token.ts';
import { jsonLine } from '../../words/shown.ts';
import { catalogueFor } from '../catalogue.ts';
import {
  type CommandLine,
  withDataFlag,
  withDetailFlags,
  withEventLimits,
  withInputLimit,
  withOutputFlags,
} from '../command-line.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import { type InputFlags, inputLimits, type LimitFlags, limitsFrom } from '../limits.ts';
import { withReportFlag } from '../report.ts';
import { requestFromIdentity } from '../request.ts';
import type { SampleFlags } from '../samples.ts';
import { perform, type ShowFlags, show } from './run.ts';

export function register({ lab, io, done }: CommandLine): void {
  const command = withOutputFlags(withDetailFlags(lab.command('replay <token-or-trace-file>')));
  withReportFlag(withDataFlag(withInputLimit(withEventLimits(command))))
    .description('repeat exactly that run, and say so if it comes out differently')
    .action(async (source, flags) => done(await replayCommand(source, flags, io)));
}

/**
 * A run that was carried out before: what named it, and, from a trace file, its events as they were
 * written.
 */
interface Recorded {
  readonly identity: RunIdentity;
  readonly eventLines: readonly string[] | undefined;
}

async function replayCommand(
  source: string,
  flags: ShowFlags & SampleFlags & LimitFlags & InputFlags,
  io: CommandIo,
): Promise<ExitStatus> {
  const { files, say } = io;
  // A file may well be called lab1.jsonl.
  const isFile = !isToken(source) || files.exists(source);
  const { identity, eventLines } = isFile
    ? fromFile(source, await files.readText(source, inputLimits(flags)))
    : { identity: decodeToken(source), eventLines: undefined };
  const request = await requestFromIdentity(catalogueFor(io), identity, flags, io);
  const inputs = [...(isFile ? [source] : []), ...(flags.data ?? [])];
  const status = await show(request, flags, io, { inputs });
  const { result, events } = perform(request, eventLines !== undefined, limitsFrom(flags, io));
  const parting = eventLines?.findIndex((line, place) => line !== jsonLine(events[place]));
  if (parting !== undefined && parting !== -1) {
    say(`This is not the same run: event ${parting} differs from the one in ${source}.`);
    return exitStatus.fail;
  }
  if (identity.digest === undefined) {
    say(
      `The token was made without a run, so there is no digest to compare with ${result.digest}.`,
    );
    return status;
  }
  if (result.digest !== identity.digest) {
    say(`This is not the same run: its digest is ${result.digest}, and was ${identity.digest}.`);
    return exitStatus.fail;
  }
  say(`The same run: digest ${result.digest}.`);
  return status;
}

/** Reads a token from a file, or a trace in JSON Lines. Throws InputError. */
function fromFile(path: string, content: string): Recorded {
  const text = content.trim();
  if (isToken(text)) return { identity: decodeToken(text), eventLines: undefined };
  const lines = text.split('\n');
  const first = parseLine(path, lines, 0);
  const last = parseLine(path, lines, lines.length - 1);
  if (typeof first['run'] !== 'object') {
    throw new InputError(
      `"${path}" is neither a token nor a trace: the first line of a trace, as --export jsonl:file writes it, names the run.`,
    );
  }
  if (typeof last['digest'] !== 'string') {
    throw new InputError(`"${path}" is cut off: its last line, ${lines.length}, has no digest.`);
  }
  if (first['version'] !== undefined) requireThisVersion(first['version'], `"${path}"`);
  const identity = parseIdentity({ ...first['run'], digest: last['digest'] }, `"${path}"`);
  return { identity, eventLines: lines.slice(1, -1) };
}

function parseLine(path: string, lines: readonly string[], place: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(lines[place] ?? '');
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new InputError(
    `"${path}" is neither a token nor a trace in JSON Lines: line ${place + 1} is not a JSON object.`,
  );
}
