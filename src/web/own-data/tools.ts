/** The tools for own data, as the page runs them: a file in, words and plots out. Runs in a worker. */
import { judgeMetrics } from '../../../sims/canary/judge/judge-metrics.ts';
import { type EditingTrace, TraceError } from '../../../sims/crdt/text/editing-trace.ts';
import { judge as judgeLag } from '../../../sims/kafka/lag/judge.ts';
import { type GuaranteeId, guaranteeIds } from '../../check/consistency/guarantee.ts';
import { checkIsolation } from '../../check/isolation/check.ts';
import { levels } from '../../check/isolation/level.ts';
import { defaultCheckOptions } from '../../check/linearizability/check.ts';
import { HistoryError } from '../../check/linearizability/history.ts';
import { plainPaint } from '../../draw/colour.ts';
import { plotsAsSvg } from '../../draw/plot-svg.ts';
import { InputError, unknownChoice } from '../../lab/input-error.ts';
import { burnAsPlots, burnAsText } from '../../tools/burn/burn-text.ts';
import { errorCountsFrom } from '../../tools/burn/counts.ts';
import { replayBurn } from '../../tools/burn/replay.ts';
import { alertsFrom, objectiveFrom } from '../../tools/burn/specification.ts';
import { checkHistory } from '../../tools/check/check-history.ts';
import { checkSessions } from '../../tools/check/check-sessions.ts';
import { checkAsText } from '../../tools/check/check-text.ts';
import { consistencyAsText } from '../../tools/check/consistency-text.ts';
import { guaranteeAsText } from '../../tools/check/guarantee-text.ts';
import { historyReader } from '../../tools/check/read-history.ts';
import { transactionReader } from '../../tools/check/read-transactions.ts';
import type { ChunkReader } from '../../tools/input/chunk-reader.ts';
import { recordsReader } from '../../tools/input/records.ts';
import { judgementAsSvg } from '../../tools/judge/judgement-svg.ts';
import {
  judgementAsText,
  kayentaAsText,
  understoodAsText,
} from '../../tools/judge/judgement-text.ts';
import { judgeByConfig } from '../../tools/judge/kayenta-judge.ts';
import { judgeReader } from '../../tools/judge/reader.ts';
import { judgeSettingsFrom } from '../../tools/judge/settings.ts';
import { lagAsPlots, lagAsText } from '../../tools/lag/lag-text.ts';
import { lagReader } from '../../tools/lag/reader.ts';
import { nothingToJudge } from '../../tools/lag/samples.ts';
import { limitAsText } from '../../tools/limit/limit-text.ts';
import { requestLogReader } from '../../tools/limit/reader.ts';
import { replay } from '../../tools/limit/replay.ts';
import { limiterOptions, specificationFrom } from '../../tools/limit/specification.ts';
import { hpaFrom } from '../../tools/scale/hpa.ts';
import { replayScale } from '../../tools/scale/replay.ts';
import { scaleAsPlots, scaleAsText } from '../../tools/scale/scale-text.ts';
import { seriesFrom } from '../../tools/scale/series.ts';
import { limitOperations, operationsIn, operationsMaxDefault } from '../../tools/text/limit.ts';
import { textInputReader } from '../../tools/text/read-input.ts';
import { judgeSession } from '../../tools/text/replay-session.ts';
import { traceReport, yjsReport } from '../../tools/text/session-report.ts';
import { asText } from '../../tools/text/text-report.ts';
import type { YjsLibrary } from '../../tools/text/yjs-update.ts';
import { contentOf } from './content.ts';

export interface ToolResult {
  readonly verdict: string;
  readonly text: string;
  /** A drawing of its own; undefined if it has none. */
  readonly svg: string | undefined;
}

export interface ToolRequest {
  readonly tool: ToolId;
  /**
   * For `check` a consistency model or an isolation level, for `limit` a limiter: `gcra 15/30/60`,
   * for `judge` the text of a configuration, `{}` for none, for `burn` an objective, with alerts behind it if they are not
   * the usual ones: `99.9 1h/5m/14.4`, for `scale` the text of a HorizontalPodAutoscaler.
   */
  readonly option: string;
  readonly file: File;
}

/** As the command line has them by default. */
const lagOptions = { window: 10, allowedLag: 0, samplesMin: 3 };
const triesMax = 20_000_000;
const { bytesMax } = defaultCheckOptions;
const replicas = 3;

const tools = { check, lag, judge, limit, burn, scale, text };
export type ToolId = keyof typeof tools;

/** Throws InputError for what cannot be read or judged. */
export async function judgeFile({ tool, option, file }: ToolRequest): Promise<ToolResult> {
  try {
    return await tools[tool](file, option);
  } catch (error) {
    if (error instanceof TraceError) throw new InputError(`${file.name}: ${error.message}.`);
    if (!(error instanceof HistoryError)) throw error;
    const where = error.line === undefined ? '' : `, line ${error.line}`;
    throw new InputError(`${file.name}${where}: ${error.reason}.`);
  }
}

async function read<Result>(file: File, reader: ChunkReader<Result>): Promise<Result> {
  for await (const bytes of contentOf(file)) reader.push(bytes);
  return reader.end();
}

async function check(file: File, consistency: string): Promise<ToolResult> {
  const level = levels.find(({ id }) => id === consistency);
  if (level !== undefined) {
    const history = await read(file, transactionReader());
    const report = checkIsolation(history.transactions, level);
    const text = consistencyAsText(file.name, { history, report }, plainPaint);
    return { verdict: report.verdict, text, svg: undefined };
  }
  const history = await read(file, historyReader());
  const guarantee = guaranteeIds.find((id): id is GuaranteeId => id === consistency);
  const nothingSaid = {
    initial: undefined,
    nilReads: undefined,
    independent: false,
    triesMax,
    bytesMax,
  };
  if (guarantee !== undefined) {
    const judged = checkSessions(history, { ...nothingSaid, guarantee });
    const text = guaranteeAsText(file.name, judged, plainPaint);
    return { verdict: judged.report.verdict, text, svg: undefined };
  }
  const judged = checkHistory(history, nothingSaid);
  const text = [...judged.guesses, checkAsText(file.name, judged, plainPaint)].join('\n');
  return { verdict: judged.report.verdict, text, svg: undefined };
}

async function lag(file: File): Promise<ToolResult> {
  const samples = await read(file, lagReader());
  if (samples.samples.length === 0) throw nothingToJudge(file.name, samples);
  const judgement = judgeLag(samples, lagOptions);
  const io = { paint: plainPaint, program: 'seedlab' };
  return {
    verdict: judgement.status ?? 'nothing can be said',
    text: lagAsText(file.name, samples, judgement, lagOptions, io),
    svg: plotsAsSvg(lagAsPlots(judgement)),
  };
}

/** With the settings of a configuration, as text; `{}` for those of the tool. */
async function judge(file: File, config: string): Promise<ToolResult> {
  const { design, reading, kayenta } = judgeSettingsFrom(config);
  const { metrics, understood } = await read(file, judgeReader(reading));
  const understanding = `${understoodAsText(understood, plainPaint)}\n\n`;
  if (kayenta !== undefined) {
    const judgement = judgeByConfig(metrics, kayenta);
    const text = understanding + kayentaAsText(judgement, plainPaint);
    return { verdict: judgement.verdict.toLowerCase(), text, svg: undefined };
  }
  const judgement = judgeMetrics(metrics, design);
  return {
    verdict: judgement.verdict,
    text: understanding + judgementAsText(judgement, plainPaint),
    svg: judgementAsSvg(judgement),
  };
}

/** Each limiter as the command line has it, separated by commas: `gcra 15/30/60, fixed 100/60`. */
async function limit(file: File, limiters: string): Promise<ToolResult> {
  const specifications = limiters.split(',').map((limiter) => {
    const [name = '', ...form] = limiter.trim().split(/\s+/);
    if (limiterOptions.has(name)) return specificationFrom(name, form.join(' '));
    const names = [...limiterOptions.keys()];
    throw unknownChoice('limiter', name, names, `There are: ${names.join(', ')}.`);
  });
  const log = await read(file, requestLogReader());
  const replays = specifications.map((one) => replay(log.requests, one));
  const most = { keys: 5, refused: 5 };
  return {
    verdict: 'replayed',
    text: limitAsText(file.name, log, replays, most, plainPaint),
    svg: undefined,
  };
}

const dayMs = 86_400_000;

/** As the command line does by default: the budget of 30 days, every failure counts, silence after 5 minutes. */
async function burn(file: File, objective: string): Promise<ToolResult> {
  const [slo = '', ...alerts] = objective.trim().split(/[\s,]+/);
  const periodMs = 30 * dayMs;
  const promise = {
    ...{ objective: objectiveFrom(slo), periodMs },
    alerts: alertsFrom(alerts, periodMs),
  };
  const counts = errorCountsFrom(await read(file, recordsReader()), { isCumulative: false });
  const report = replayBurn(counts.slots, promise, { failuresMin: 1, absentMs: 300_000 });
  const fires = report.alerts.some(({ firings }) => firings.length > 0);
  return {
    verdict: fires ? 'fires' : 'does not fire',
    text: burnAsText(file.name, counts, report, 10, plainPaint),
    svg: plotsAsSvg(burnAsPlots(report)),
  };
}

async function scale(file: File, autoscaler: string): Promise<ToolResult> {
  if (autoscaler.trim() === '')
    throw new InputError('Choose the autoscaler first: a HorizontalPodAutoscaler as YAML or JSON.');
  const hpa = hpaFrom(autoscaler);
  const series = seriesFrom(await read(file, recordsReader()), hpa, { columns: new Map() });
  const options = { syncMs: 15_000, startMs: 30_000 };
  const report = replayScale(series.points, hpa, options);
  const input = { path: file.name, hpaPath: hpa.name, hpa, series, options };
  return {
    verdict: 'replayed',
    text: scaleAsText(input, report, 30, plainPaint),
    svg: plotsAsSvg(scaleAsPlots(series, report)),
  };
}

async function text(file: File): Promise<ToolResult> {
  const input = await read(file, textInputReader());
  const limits = { replicas, operationsMax: operationsMaxDefault };
  const report =
    'updates' in input
      ? yjsReport(input, undefined, undefined, limits, await yjsLibrary())
      : replayed(input.trace, operationsMaxDefault);
  return { verdict: report.verdict, text: asText(file.name, report, plainPaint), svg: undefined };
}

function replayed(trace: EditingTrace, operationsMax: number) {
  limitOperations(operationsIn(trace), replicas, operationsMax);
  const judgement = judgeSession(trace, { order: undefined, units: undefined, replicas });
  return traceReport(trace, judgement, replicas);
}

async function yjsLibrary(): Promise<YjsLibrary> {
  return (await import('yjs')) as unknown as YjsLibrary;
}
