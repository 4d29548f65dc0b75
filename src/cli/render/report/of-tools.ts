/** What judge and lag say of a file of the user's own, as pages. */
import type { OwnJudgement } from '../../../../sims/canary/judge/judge-metrics.ts';
import type { KayentaJudgement } from '../../../../sims/canary/kayenta/judge.ts';
import type { Judgement } from '../../../../sims/kafka/lag/report.ts';
import { plainPaint } from '../../../draw/colour.ts';
import { plotsAsSvg } from '../../../draw/plot-svg.ts';
import { labVersion } from '../../../lab/version.ts';
import { timeInWords } from '../../../tools/input/times.ts';
import { type Understood, understoodRows } from '../../../tools/input/understood.ts';
import { judgementAsSvg } from '../../../tools/judge/judgement-svg.ts';
import {
  judgementHeader,
  judgementRow,
  kayentaRow,
  notesOn,
  ratioInWords,
} from '../../../tools/judge/judgement-text.ts';
import {
  count,
  drainInWords,
  lagAsPlots,
  partitionRow,
  rate,
  unitOf,
} from '../../../tools/lag/lag-text.ts';
import type { Samples } from '../../../tools/lag/samples.ts';
import { inDigits } from '../../../words/numbers.ts';
import type { Fact, Page } from './page.ts';

export interface ReadFile {
  /** As the user names it. */
  readonly path: string;
  readonly understood: Understood;
  readonly command: string;
}

const canaryQuestion = 'Is the canary worse than the baseline?';

export function pageOfJudgement(judgement: OwnJudgement, file: ReadFile): Page {
  const { verdict, reason, metrics, ratio, alpha } = judgement;
  return {
    title: `Canary analysis of ${file.path}`,
    question: canaryQuestion,
    verdict: verdict.toUpperCase(),
    answer: [reason, ...metrics.flatMap(notesOn), ...ratioInWords(ratio)],
    facts: [...factsOfFile(file), ['alpha', inDigits(alpha)], ['version', labVersion]],
    tables: [
      {
        title: 'Metrics',
        header: judgementHeader,
        rows: metrics.map((metric) => judgementRow(metric, plainPaint)),
      },
    ],
    plot: judgementAsSvg(judgement),
    token: undefined,
    command: file.command,
  };
}

export function pageOfKayenta(judgement: KayentaJudgement, file: ReadFile): Page {
  const { verdict, reason, metrics, groups } = judgement;
  return {
    title: `Canary analysis of ${file.path}, by Kayenta’s rules`,
    question: canaryQuestion,
    verdict: verdict.toUpperCase(),
    answer: [reason],
    facts: [...factsOfFile(file), ['version', labVersion]],
    tables: [
      {
        title: 'Metrics',
        header: ['metric', 'classification', 'effect', 'reason'],
        rows: metrics.map((metric) => kayentaRow(metric, plainPaint)),
      },
      {
        title: 'Groups',
        header: ['group', 'score'],
        rows: groups.map(({ name, score }) => [name, inDigits(score)]),
      },
    ],
    plot: undefined,
    token: undefined,
    command: file.command,
  };
}

export function pageOfLag(read: Samples, judgement: Judgement, file: ReadFile): Page {
  const { status, groups, fromMs, nowMs } = judgement;
  const unit = unitOf(read);
  const plots = lagAsPlots(judgement);
  return {
    title: `Consumer lag of ${file.path}`,
    question: 'Do the consumer groups keep up, and if not, why?',
    verdict: status ?? 'UNKNOWN',
    answer: groups.map(({ group, cause }) => `${group}: ${cause.because}`),
    facts: [
      ...factsOfFile(file),
      ['samples', inDigits(read.samples.length)],
      ['span', `${timeInWords(fromMs)} to ${timeInWords(nowMs)}`],
      ...read.assumptions.map((assumption): Fact => ['assumed', assumption]),
      ...leftOut(read),
      ['version', labVersion],
    ],
    tables: [
      {
        title: 'Groups',
        header: ['group', 'status', 'lag', 'in', 'out', 'drained'],
        rows: groups.map((group) => [
          group.group,
          group.status ?? '?',
          inDigits(group.lag),
          rate(group.production, unit),
          rate(group.consumption, unit),
          drainInWords(group.drain, group.lag, unit),
        ]),
      },
      ...groups.map(({ group, partitions }) => ({
        title: `Partitions of ${group}`,
        header: ['status', 'partition', 'lag', 'committed', 'in', 'out', 'drained', 'read by'],
        rows: partitions.map((partition) =>
          partitionRow(partition, unit, plainPaint).map((cell) => cell.trim()),
        ),
      })),
    ],
    plot: plots.length === 0 ? undefined : plotsAsSvg(plots),
    token: undefined,
    command: file.command,
  };
}

export const factsOfFile = ({ path, understood }: ReadFile): Fact[] => [
  ['file', path],
  ...understoodRows(understood),
];

const leftOut = ({ problems }: Samples): Fact[] =>
  problems.length === 0 ? [] : [['left out', count(problems.length, 'row')]];
