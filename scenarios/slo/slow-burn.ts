import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutSlo, heldTo } from './kit.ts';
import {
  burnPlot,
  outageDurationMs,
  outageExpectations,
  outageMetrics,
  outageParams,
  watchedOutage,
} from './outage-kit.ts';

export default scenario({
  ...aboutSlo,
  id: 'slo/slow-burn',
  asks: 'One request in a hundred fails against an objective of 99.9%. Is that found?',
  claims: [],
  params: outageParams(0.01, 480),
  durationMs: outageDurationMs,
  invariants: heldTo(
    'outage-is-found',
    'page-is-worth-waking',
    'page-has-more-than-one-failure',
    'alert-resets-in-time',
  ),
  metrics: outageMetrics,
  build: ({ world, params, rules, metrics }) => watchedOutage(world, rules, params, metrics),
  expect: outageExpectations,
  plots: ({ subject, params }) => [burnPlot(subject, params)],
  tells: ({ params: { failedShare, objective, outageMin }, metrics: m }) => {
    const burn = inDigits(failedShare / (1 - objective));
    const { hourFired, sixMs, ticketMs } = m;
    const first = Math.min(sixMs.value ?? Infinity, ticketMs.value ?? Infinity);
    const found =
      first < Infinity
        ? `by an alert of another window after ${inTime(first)}`
        : `by no other in ${outageMin} minutes`;
    return hourFired.value === 1
      ? `Yes: a burn rate of ${burn} passes the page of one hour, after ${inTime(m.hourMs.value ?? 0)}.`
      : `Not by the page of one hour, which needs a burn rate of 14.4 for an hour: this one is ${burn}. It is found ${found}. ${inPercent(failedShare)} of failures for 30 days would spend ${burn} budgets.`;
  },
});

// Left out: failures that come and go, several services behind one objective, and people who look at the page.
