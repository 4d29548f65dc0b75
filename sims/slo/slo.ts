/** Service level objectives as the lab knows them. */
import type { Sim } from '../../src/check/sim.ts';
import { sloInvariants } from './invariants.ts';
import { sloNotes } from './notes.ts';
import { type SloRule, sloRules } from './rules.ts';
import { viewOf } from './view.ts';

export const slo: Sim<SloRule> = {
  id: 'slo',
  title: 'Objectives: burn rates, alerts, and what they do not see',
  about:
    'Requests fail, and alerts on the burn rate of the error budget watch them: when they fire, what is spent by then, ' +
    'when they reset, each in closed form. Then what indicators miss: low traffic, silence, aggregates, statuses that ' +
    'lie, load generators that wait, probes, funnels, events that never arrive.',
  sources: [
    'Beyer et al., The Site Reliability Workbook, 2018, chapters 2 and 5',
    'Beyer et al., Site Reliability Engineering, 2016, chapters 6 and 10',
    'Treynor et al., The Calculus of Service Availability, ACM Queue 15:2, 2017',
    'Tene, How NOT to Measure Latency, Strange Loop 2015',
  ],
  rules: sloRules,
  invariants: sloInvariants,
  files: [
    'rules.ts',
    'alerts/policy.ts',
    'alerts/sliding-counts.ts',
    'alerts/burn-watch.ts',
    'alerts/formulas.ts',
    'laws.ts',
    'notes.ts',
    'study.ts',
    'alerts/outage.ts',
    'indicators/budget.ts',
    'indicators/day.ts',
    'indicators/funnel.ts',
    'indicators/incidents.ts',
    'indicators/journeys.ts',
    'indicators/last-week.ts',
    'indicators/measured-latency.ts',
    'indicators/probe.ts',
    'indicators/promise.ts',
    'indicators/purchases.ts',
    'indicators/ratios.ts',
    'indicators/scrapes.ts',
    'indicators/silence.ts',
    'invariants.ts',
    'view.ts',
  ],
  notes: sloNotes,
  arrowText: () => undefined,
  view: viewOf,
};
