/** `lab run <scenario>`: one run, from its seed to its verdict. */
import type { Plot } from '../../check/plot.ts';
import { InputError } from '../../lab/input-error.ts';
import { type Line, narrate } from '../../lab/narrate.ts';
import { Run, type RunResult } from '../../lab/run.ts';
import { encodeToken, identityOf } from '../../lab/token.ts';
import type { TraceEvent } from '../../trace/event.ts';
import { catalogueFor } from '../catalogue.ts';
import {
  type CommandLine,
  withDetailFlags,
  withEventLimits,
  withOutputFlags,
  withRunFlags,
} from '../command-line.ts';
import { deliver, type FilledFile, openFiles, plotFile } from '../deliver.ts';
import { type ExitStatus, statusOf } from '../exit-status.ts';
import { type ExportFlags, exported, exportFiles, parseExports } from '../export.ts';
import type { CommandIo } from '../io.ts';
import { type LimitFlags, limitsFrom, type RunLimits } from '../limits.ts';
import { type Detail, type RunTextParts, runAsText, runHeadAsText } from '../render/run-text.ts';
import { type ReportFlags, reported, reportFile, withReportFlag } from '../report.ts';
import {
  commandFor,
  inputFiles,
  type RunFlags,
  type RunRequest,
  requestFromFlags,
} from '../request.ts';

export interface ShowFlags extends ExportFlags, ReportFlags {
  readonly brief?: boolean;
  readonly full?: boolean;
}

export function register({ lab, io, done }: CommandLine): void {
  const command = withOutputFlags(withDetailFlags(withRunFlags(lab.command('run <scenario>'))));
  withReportFlag(withEventLimits(command))
    .description('run a scenario once: the answer, the verdict and the events that matter')
    .action(async (id, flags) => done(await runCommand(id, flags, io)));
}

async function runCommand(
  id: string,
  flags: RunFlags & ShowFlags & LimitFlags,
  io: CommandIo,
): Promise<ExitStatus> {
  const request = await requestFromFlags(catalogueFor(io), id, flags, io);
  const claims = flags.full ? await claimsOf(request.scenario) : [];
  return show(request, flags, io, { inputs: inputFiles(flags, io.files), claims });
}

/** The ledger is loaded only where it is printed, for a quick start. */
async function claimsOf({ claims }: RunRequest['scenario']) {
  if (claims.length === 0) return [];
  const { ledger } = await import('../../../scenarios/ledger.ts');
  return ledger.filter(({ id }) => claims.includes(id));
}

interface Shown {
  /** The files that the run was read from. */
  readonly inputs?: readonly string[];
  readonly claims?: RunTextParts['claims'];
}

/** Carries a run out, and shows what came of it. */
export async function show(
  request: RunRequest,
  flags: ShowFlags & LimitFlags,
  io: CommandIo,
  { inputs = [], claims = [] }: Shown = {},
): Promise<ExitStatus> {
  const { paint, print, printJson, program } = io;
  const { scenario } = request;
  const detail = detailOf(flags);
  const exports = parseExports(flags);
  const limits = limitsFrom(flags, io);
  const wanted = [...exportFiles(exports), ...plotFile(flags.plot), ...reportFile(flags)];
  const write = openFiles(io, wanted, inputs, flags);
  const head = runHeadAsText(scenario, request.options.params ?? {}, paint);
  // Not if something else is written, which may turn out to be impossible.
  const isText = !flags.json && wanted.length === 0;
  // The question is there to be read while the run is carried out.
  const onStart = isText ? () => print(head) : () => {};
  const { result, story, events } = perform(request, exports.length > 0, limits, onStart);
  const identity = identityOf(request, result);
  const recording = { scenario, identity, verdict: result.verdict, events };
  const token = encodeToken(identity);
  const command = commandFor(program, identity);
  // What draws and reports is loaded only if it is asked for: a run starts sooner without it.
  const page = flags.report === undefined ? undefined : await import('../render/report/of-run.ts');
  const filled = [
    ...exports.map((target) => exported(target, recording)),
    ...(flags.plot === undefined ? [] : [await plotted(flags.plot, scenario.id, result.plots)]),
    ...(page === undefined
      ? []
      : reported(flags, io, () => page.pageOfRun({ scenario, result, token, command }))),
  ];
  deliver(io, write, filled, () => {
    if (flags.json) printJson({ ...result, token, command });
    else {
      const parts = { scenario, result, story, token, command, claims, head };
      const text = runAsText(parts, detail, paint);
      print(isText ? text.slice(head.length + 1) : text);
    }
  });
  return statusOf(result.verdict);
}

/** Throws InputError if both are asked for. */
function detailOf({ brief, full }: ShowFlags): Detail {
  if (brief && full)
    throw new InputError('A run is printed with --brief or with --full, not both.');
  if (brief) return 'brief';
  return full ? 'full' : 'usual';
}

export interface Performance {
  readonly result: RunResult;
  readonly story: readonly Line[];
  /** Every event, where that was asked for. */
  readonly events: readonly TraceEvent[];
}

/**
 * Throws SecondsError if the time that was asked for is over. `onStart` is called when nothing is wrong with the request
 * any more.
 */
export function perform(
  { scenario, options }: RunRequest,
  recordEvents: boolean,
  limits: RunLimits = {},
  onStart: () => void = () => {},
): Performance {
  const events: TraceEvent[] = [];
  let story: readonly Line[] = [];
  const run = new Run(scenario, options, {
    ...limits,
    listen: (trace) => {
      story = narrate(trace, scenario);
      if (recordEvents) trace.onEvery((event) => events.push(event));
    },
  });
  onStart();
  return { result: run.finish(), story, events };
}

async function plotted(
  path: string,
  scenario: string,
  plots: readonly Plot[],
): Promise<FilledFile> {
  if (plots.length === 0) throw new InputError(`${scenario} has nothing to plot.`);
  const { plotsAsSvg } = await import('../../draw/plot-svg.ts');
  return { path, kind: 'SVG', text: plotsAsSvg(plots) };
}
