/** The lab's description of canary analysis. */
import type { Sim } from '../../src/check/sim.ts';
import { canaryInvariants } from './invariants.ts';
import { canaryMessageInWords } from './messages.ts';
import { canaryNotes } from './notes.ts';
import { canaryChart } from './rollout/canary-chart.ts';
import { type CanaryRule, canaryRules } from './rules.ts';
import {
  blueGreenChart,
  flagChart,
  recreateChart,
  rollingChart,
  shadowChart,
} from './strategies/charts.ts';
import { viewOf } from './view.ts';

export const canary: Sim<CanaryRule> = {
  id: 'canary',
  title: 'Canary analysis: rollouts that decide',
  about:
    'A new version gets a small share of the traffic, and is compared with the old one before it gets more. The ' +
    'study knows the truth about each release, so it can count how often the comparison is right, and what ' +
    'each of its rules is worth.',
  sources: [
    'Google, The Site Reliability Workbook, chapter 16, Canarying Releases, 2018',
    'Spinnaker Kayenta, NetflixACAJudge-v1.0',
    'Kohavi, Tang and Xu, Trustworthy Online Controlled Experiments, 2020',
    'Jennison and Turnbull, Group Sequential Methods with Applications to Clinical Trials, 1999',
  ],
  rules: canaryRules,
  invariants: canaryInvariants,
  charts: [canaryChart, recreateChart, rollingChart, blueGreenChart, shadowChart, flagChart],
  files: [
    'traffic/service.ts',
    'traffic/observe.ts',
    'rules.ts',
    'judge/comparison.ts',
    'judge/design.ts',
    'judge/samples.ts',
    'judge/effective-sample.ts',
    'judge/error-rate.ts',
    'judge/bulk.ts',
    'judge/tail.ts',
    'judge/latency.ts',
    'judge/sample-ratio.ts',
    'judge/decide.ts',
    'rollout/canary-chart.ts',
    'rollout/plan.ts',
    'notes.ts',
    'rollout/evidence.ts',
    'rollout/traffic.ts',
    'rollout/canary-rollout.ts',
    'rollout/drawn-traffic.ts',
    'study.ts',
    'invariants.ts',
    'traffic/ask.ts',
    'traffic/batch.ts',
    'traffic/fleet.ts',
    'traffic/router.ts',
    'rollout/routed-traffic.ts',
    'rollout/monitor.ts',
    'strategies/alarm.ts',
    'strategies/charts.ts',
    'strategies/deploy.ts',
    'strategies/deployer.ts',
    'strategies/monitor.ts',
    'strategies/outcome.ts',
    'traffic/users.ts',
    'cluster.ts',
    'kayenta/config.ts',
    'kayenta/outliers.ts',
    'kayenta/classify-metric.ts',
    'kayenta/score.ts',
    'kayenta/judge.ts',
    'judge/looks.ts',
    'judge/judge-metrics.ts',
    'messages.ts',
    'traffic/bucketing.ts',
    'view.ts',
  ],
  notes: canaryNotes,
  arrowText: canaryMessageInWords,
  view: viewOf,
};
