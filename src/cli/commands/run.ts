/** `lab run <scenario>`: one run, from its seed to its verdict. */
import { catalogue } from '../../../scenarios/index.ts';
import type { Plot } from '../../check/plot.ts';
import { InputError } from '../../lab/input-error.ts';
import { type Line, narrate } from '../../lab/narrate.ts';
import { Run, type RunResult } from '../../lab/run.ts';
import { encodeToken } from '../../lab/token.ts';
import type { TraceEvent } from '../../trace/event.ts';
import { type CommandLine, withOutputFlags, withRunFlags } from '../command-line.ts';
import { type ExitStatus, statusOf } from '../exit-status.ts';
import { type Export, type ExportFlags, parseExports, write } from '../export.ts';
import type { CommandIo } from '../io.ts';
import { plotsAsSvg } from '../render/plot-svg.ts';
import { pageOfRun } from '../render/report/of-run.ts';
import { runAsText } from '../render/run-text.ts';
import { type ReportFlags, reportFrom, withReportFlag, writeReport } from '../report.ts';
import {
  commandFor,
  identityOf,
  type RunFlags,
  type RunRequest,
  requestFromFlags,
} from '../request.ts';

export interface ShowFlags extends ExportFlags, ReportFlags {}

export function register({ lab, io, done }: CommandLine): void {
  withReportFlag(withOutputFlags(withRunFlags(lab.command('run <scenario>'))))
    .description('one run, from its seed to its verdict')
    .action(async (id, flags) => done(await runCommand(id, flags, io)));
}

async function runCommand(
  id: string,
  flags: RunFlags & ShowFlags,
  io: CommandIo,
): Promise<ExitStatus> {
  return show(await requestFromFlags(catalogue, id, flags, io), flags, io);
}

/** Carries a run out, and shows what came of it. */
export function show(request: RunRequest, flags: ShowFlags, io: CommandIo): ExitStatus {
  const { files, paint, print, printJson, program } = io;
  const exports = parseExports(flags);
  const report = reportFrom(flags);
  const { result, story, events } = perform(request, exports.length > 0);
  const identity = identityOf(request, result);
  const recording = { scenario: request.scenario, identity, verdict: result.verdict, events };
  const token = encodeToken(identity);
  const command = commandFor(program, identity);
  if (report !== undefined) {
    const page = pageOfRun({ scenario: request.scenario, result, token, command });
    if (writeReport(report, page, flags.plot, io)) return statusOf(result.verdict);
  }
  const toStdout = [
    ...exports.flatMap((target) => exportTo(io, target, () => write(files, target, recording))),
    ...(flags.plot === undefined ? [] : plotTo(io, flags.plot, request.scenario.id, result.plots)),
  ];
  if (toStdout.length > 0) {
    print(toStdout.join(''));
    return statusOf(result.verdict);
  }
  if (flags.json) printJson({ ...result, token, command });
  else print(runAsText({ scenario: request.scenario, result, story, token, command }, paint));
  return statusOf(result.verdict);
}

export interface Performance {
  readonly result: RunResult;
  readonly story: readonly Line[];
  /** Every event, where that was asked for. */
  readonly events: readonly TraceEvent[];
}

export function perform({ scenario, options }: RunRequest, recordEvents: boolean): Performance {
  const events: TraceEvent[] = [];
  let story: readonly Line[] = [];
  const run = new Run(scenario, options, {
    listen: (trace) => {
      story = narrate(trace, scenario);
      if (recordEvents) trace.onEvery((event) => events.push(event));
    },
  });
  return { result: run.finish(), story, events };
}

function plotTo(
  { files, say }: CommandIo,
  file: string,
  scenario: string,
  plots: readonly Plot[],
): string[] {
  if (plots.length === 0) throw new InputError(`${scenario} has nothing to plot.`);
  const svg = plotsAsSvg(plots);
  if (file === '-') return [svg];
  files.writeText(file, svg);
  say(`wrote ${file} (SVG)`);
  return [];
}

export function exportTo(
  { say }: CommandIo,
  { format, file }: Export,
  writeIt: () => string | undefined,
): string[] {
  const text = writeIt();
  if (text !== undefined) return [text];
  say(`wrote ${file} (${format})`);
  return [];
}
