/** What burn and scale say of a file of the user's own, as pages. */
import { plotsAsSvg } from '../../../draw/plot-svg.ts';
import { labVersion } from '../../../lab/version.ts';
import {
  burnAsPlots,
  burnRemarks,
  firingRow,
  spentInWords,
  windowsInWords,
} from '../../../tools/burn/burn-text.ts';
import type { ErrorCounts } from '../../../tools/burn/counts.ts';
import type { BurnReport } from '../../../tools/burn/replay.ts';
import type { ScaleReport } from '../../../tools/scale/replay.ts';
import {
  behaviourInWords,
  changeRow,
  changesInWords,
  metricInWords,
  type ScaleInput,
  scaleAsPlots,
  scaleRemarks,
} from '../../../tools/scale/scale-text.ts';
import { inDigits } from '../../../words/numbers.ts';
import { inTime, significant } from '../../../words/units.ts';
import { factsOfFile, type ReadFile } from './of-tools.ts';
import type { Page } from './page.ts';

/** Rows of a table on a page; the plot and `--json` have all of them. */
const rowsMax = 200;

export function pageOfBurn(counts: ErrorCounts, report: BurnReport, file: ReadFile): Page {
  const { alerts, promise } = report;
  const isFired = alerts.some(({ firings }) => firings.length > 0);
  return {
    title: `Burn-rate alerts on ${file.path}`,
    question: 'Which alerts on the objective would have fired, and when?',
    verdict: isFired ? 'FIRES' : 'QUIET',
    answer: [spentInWords(report), ...counts.remarks, ...burnRemarks(report)],
    facts: [
      ...factsOfFile(file),
      ['objective', `${inDigits(100 * promise.objective)}% over ${inTime(promise.periodMs)}`],
      ['version', labVersion],
    ],
    tables: [
      {
        title: 'Alerts',
        header: ['alert', 'fires at', 'firings', 'highest burn rate'],
        rows: alerts.map(({ alert, threshold, firings, peakBurn }) => [
          alert.name,
          windowsInWords(alert, threshold),
          inDigits(firings.length),
          significant(peakBurn),
        ]),
      },
      ...alerts.map(({ alert, firings }) => ({
        title: `Firings of ${alert.name}`,
        header: ['time', 'row', 'lasted', 'burn rate', 'budget'],
        rows: firings.slice(0, rowsMax).map(firingRow),
      })),
    ],
    plot: plotsAsSvg(burnAsPlots(report)),
    token: undefined,
    command: file.command,
  };
}

export function pageOfScale(input: ScaleInput, report: ScaleReport, file: ReadFile): Page {
  const { hpa, hpaPath, series, options } = input;
  const { min, max, behaviour } = hpa.spec;
  return {
    title: `${hpa.name} on ${file.path}`,
    question: 'How would the autoscaler have scaled, and what would have held it back?',
    verdict: 'REPLAYED',
    answer: [`${changesInWords(report)}.`, ...series.remarks, ...scaleRemarks(hpa, series, report)],
    facts: [
      ...factsOfFile(file),
      ['autoscaler', hpaPath],
      ['replicas', `${min} to ${max}`],
      ['targets', hpa.metrics.map(metricInWords).join(', ')],
      ['behaviour', behaviourInWords(behaviour)],
      ['pods', `${inTime(options.startMs)} to start, a look each ${inTime(options.syncMs)}`],
      ['version', labVersion],
    ],
    tables: [
      {
        title: 'Changes',
        header: ['time', 'row', 'replicas', 'recommended', 'reason'],
        rows: report.changes.slice(0, rowsMax).map(changeRow),
      },
    ],
    plot: plotsAsSvg(scaleAsPlots(series, report)),
    token: undefined,
    command: file.command,
  };
}
