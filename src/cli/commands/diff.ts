/** `lab diff <run> <run>`: where two runs part, what each did next, and what came of each. */
import type { Command } from 'commander';
import { differenceOf, metricsSideBySide } from '../../lab/diff.ts';
import { InputError } from '../../lab/input-error.ts';
import { happeningOf } from '../../lab/picture.ts';
import { identityOf, isToken } from '../../lab/token.ts';
import { catalogueFor } from '../catalogue.ts';
import {
  type CommandLine,
  withDataFlag,
  withEventLimits,
  withOutputFlags,
  withRunFlags,
} from '../command-line.ts';
import { deliver, openFiles } from '../deliver.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { type ExportFlags, exported, exportFiles, parseExports } from '../export.ts';
import type { CommandIo } from '../io.ts';
import { type LimitFlags, limitsFrom, type RunLimits } from '../limits.ts';
import { comparable, diffAsText, type Side } from '../render/diff-text.ts';
import {
  commandFor,
  inputFiles,
  type RunFlags,
  type RunRequest,
  requestFromWords,
} from '../request.ts';
import { explainErrors } from '../usage.ts';
import { perform } from './run.ts';

export function register({ lab, io, done, otherWords }: CommandLine): void {
  const command = withRunFlags(lab.command('diff <scenario-or-token> [other]'));
  withEventLimits(withDataFlag(withOutputFlags(command)))
    .description('show where two runs part: two tokens, or one run --and what differs in the other')
    .addHelpText(
      'after',
      '\nFor example: diff raft/lost-vote --seed 7 --and --without raft/persist-term-and-vote',
    )
    .action(async (name, second, flags) => {
      const other = otherRun(lab, second, otherWords, io);
      done(await diffCommand(name, shownAs(flags, other?.flags), other, io));
    });
}

export interface DiffFlags extends RunFlags, ExportFlags, LimitFlags {
  readonly json: boolean;
  readonly force: boolean;
}

/** What follows `--and`: in what the other run is different. */
export interface OtherRun {
  readonly name: string | undefined;
  readonly flags: RunFlags;
}

/** The words after `--and`, by which the other run is named. */
function otherRun(
  lab: Command,
  name: string | undefined,
  words: readonly string[] | undefined,
  io: CommandIo,
): (OtherRun & { readonly flags: DiffFlags }) | undefined {
  if (words === undefined && name === undefined) return undefined;
  const other = lab.createCommand('--and').copyInheritedSettings(lab).argument('[other]');
  explainErrors(other, `${io.program} diff`, io);
  withOutputFlags(withRunFlags(other)).parse(words ?? [], { from: 'user' });
  return { name: name ?? other.args[0], flags: other.opts<DiffFlags>() };
}

/** How both are shown may be said of either. */
function shownAs(mine: DiffFlags, other: DiffFlags | undefined): DiffFlags {
  if (other === undefined) return mine;
  const { json, force, export: exports, window } = other;
  return {
    ...mine,
    json: mine.json || json,
    force: mine.force || force,
    export: [...mine.export, ...exports],
    ...(window === undefined ? {} : { window }),
  };
}

async function diffCommand(
  name: string,
  flags: DiffFlags,
  other: OtherRun | undefined,
  io: CommandIo,
): Promise<ExitStatus> {
  const { files, paint, print, printJson, program } = io;
  if (other === undefined) {
    throw new InputError(
      'Diff with what? Write a second token, or in what the other run differs: --and --seed 2.',
    );
  }
  const exports = parseExports(flags, 2);
  const isOtherToken = isToken(other.name ?? '');
  const mineFlags = isOtherToken && !isToken(name) ? { ...flags, data: [] } : flags;
  const mine = await requestFromWords(catalogueFor(io), name, mineFlags, io);
  const another = await requestOf(withDataOf(flags, other, isOtherToken), mine, io);
  const limits = limitsFrom(flags, io);
  const inputs = [...inputFiles(flags, files), ...inputFiles(other.flags, files)];
  const write = openFiles(io, exportFiles(exports), inputs, flags);
  const a = carriedOut(program, mine, limits);
  const b = carriedOut(program, another, limits);
  const filled = exports.map((target) => exported(target, recordingOf(a), recordingOf(b)));
  deliver(io, write, filled, () => {
    if (flags.json) printJson(asJson(a, b));
    else print(diffAsText(a, b, paint));
  });
  return exitStatus.pass;
}

/** The files of `--data` are for both tokens. */
function withDataOf({ data }: DiffFlags, other: OtherRun, isOtherToken: boolean): OtherRun {
  if (!isOtherToken || data === undefined) return other;
  return { ...other, flags: { ...other.flags, data } };
}

/** The other run: one of its own, or like the first apart from what is said. */
async function requestOf(
  { name, flags }: OtherRun,
  like: RunRequest,
  io: CommandIo,
): Promise<RunRequest> {
  if (name !== undefined) return requestFromWords(catalogueFor(io), name, flags, io);
  const { scenario, options } = like;
  const named = flags.set.map((assignment) => assignment.split('=')[0]?.trim());
  const { options: own } = await requestFromWords(
    catalogueFor(io),
    scenario.id,
    { ...flags, seed: 'any' },
    io,
  );
  const changed = Object.entries(own.params ?? {});
  const params = {
    ...options.params,
    ...Object.fromEntries(changed.filter(([param]) => named.includes(param))),
  };
  const without = new Set([...(options.without ?? []), ...(own.without ?? [])]);
  const seed = flags.seed ?? options.seed;
  const { plan = options.plan } = own;
  return { scenario, options: { ...options, seed, params, without: [...without], plan } };
}

function carriedOut(program: string, request: RunRequest, limits: RunLimits): Side {
  const performance = perform(request, true, limits);
  return {
    ...performance,
    request,
    command: commandFor(program, identityOf(request, performance.result)),
  };
}

function recordingOf({ request, result, events }: Side) {
  const identity = identityOf(request, result);
  return { scenario: request.scenario, identity, verdict: result.verdict, events };
}

function asJson(a: Side, b: Side) {
  const { event, line } = differenceOf(comparable(a), comparable(b));
  const summary = ({ command, result: { verdict, digest, events } }: Side) => ({
    ...{ command, verdict, digest, events },
  });
  const next = (side: Side) => (line === undefined ? [] : side.story.slice(line, line + 8));
  const at = ({ events, request }: Side) => {
    const parting = event === undefined ? undefined : events[event];
    return parting === undefined ? null : happeningOf(parting, request.scenario);
  };
  return {
    same: event === undefined,
    a: summary(a),
    b: summary(b),
    event: event === undefined ? null : { id: event, a: at(a), b: at(b) },
    next: { a: next(a), b: next(b) },
    metrics: metricsSideBySide(comparable(a), comparable(b)),
  };
}
