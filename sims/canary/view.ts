/** What the debugger shows: the running deployments, or the decisions of a study so far. */
import type { ViewRow } from '../../src/check/sim.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import type { Deployed } from './cluster.ts';
import type { Comparison } from './judge/comparison.ts';
import type { CanaryStudy } from './study.ts';

export function viewOf(subject: CanaryStudy | (CanaryStudy & Deployments)): ViewRow[] {
  if ('racers' in subject) return subject.racers.map(rowOfDeployment);
  return [...rowsOfRollout(subject), ...rowsOfDecisions(subject)];
}

/** The share that the canary has, and what the last look found of each metric. */
function rowsOfRollout({ underway }: CanaryStudy): ViewRow[] {
  if (underway === undefined) return [];
  const { release, stage, percentage, look, decision, alpha, comparisons } = underway;
  return [
    {
      name: `release ${release}`,
      cells: [
        ['state', stage],
        ['share', `${inDigits(percentage)}%`],
        ['looks', String(look)],
        ['last look', look === 0 ? '' : decision],
        ['rolls back below', alpha === undefined ? '' : `p ${significant(alpha)}`],
      ],
    },
    ...comparisons.map(rowOfComparison),
  ];
}

function rowOfComparison(comparison: Comparison): ViewRow {
  const { metric, baseline, canary, harm, interval, threshold, pValue, unit } = comparison;
  const inUnit = (value: number) =>
    unit === 'absolute' ? significant(value) : `${significant(value * 100)}%`;
  return {
    name: metric,
    cells: [
      ['p', significant(pValue)],
      ['harm', inUnit(harm)],
      ['interval', `${inUnit(interval.low)} to ${inUnit(interval.high)}`],
      ['threshold', inUnit(threshold)],
      ['canary', significant(canary)],
      ['baseline', significant(baseline)],
    ],
  };
}

function rowsOfDecisions(subject: CanaryStudy): ViewRow[] {
  return ['pass', 'fail', 'inconclusive'].map((decision) => ({
    name: decision,
    cells: [
      ['harmless', String(count(subject.trials, decision, true))],
      ['defective', String(count(subject.trials, decision, false))],
    ],
  }));
}

interface Deployments {
  readonly racers: readonly Deployed[];
}

function rowOfDeployment({ strategy, outcome }: Deployed): ViewRow {
  const { newShare, ready, mostInstances, raisedAtMs, exposedUserMinutes } = outcome;
  return {
    name: strategy,
    cells: [
      ['new', `${Math.round(newShare * 1_000) / 10}%`],
      ['ready', String(ready)],
      ['most', String(mostInstances)],
      ['alarm', raisedAtMs === undefined ? '' : 'raised'],
      ['user-minutes', String(Math.round(exposedUserMinutes))],
    ],
  };
}

function count(trials: CanaryStudy['trials'], decision: string, harmless: boolean): number {
  return trials.filter(
    ({ kind, rollout }) => kind.harmless === harmless && rollout.decision === decision,
  ).length;
}
