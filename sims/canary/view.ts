/** What the debugger shows: the running deployments, or the decisions of a study so far. */
import type { ViewRow } from '../../src/check/sim.ts';
import type { Deployed } from './cluster.ts';
import type { CanaryStudy } from './study.ts';

export function viewOf(subject: CanaryStudy | (CanaryStudy & Deployments)): ViewRow[] {
  if ('racers' in subject) return subject.racers.map(rowOfDeployment);
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
