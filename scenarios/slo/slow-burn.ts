import { workbookAlerts } from '../../sims/slo/alerts/policy.ts';
import { must } from '../../src/kernel/must.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutOutage, fateOf, firesAt } from './outage-kit.ts';

export default scenario({
  ...aboutOutage(0.01, 480),
  id: 'slo/slow-burn',
  asks: 'One request in a hundred fails against an objective of 99.9%. Is that found?',
  code: [
    'sims/slo/alerts/policy.ts#alertsOf',
    'sims/slo/alerts/policy.ts#thresholdOf',
    'sims/slo/alerts/burn-watch.ts#evaluate',
  ],
  tells: ({ params, metrics: m }) => {
    const { failedShare, objective, outageMin } = params;
    const page = must(workbookAlerts[0], 'page of one hour');
    const pageAt = inDigits(firesAt(page));
    const isByChance = fateOf(page, params).fires === 'perhaps';
    const burn = inDigits(failedShare / (1 - objective));
    const { hourFired, sixMs, ticketMs } = m;
    const first = Math.min(sixMs.value ?? Infinity, ticketMs.value ?? Infinity);
    const next = first === sixMs.value ? 'page of six hours' : 'ticket of three days';
    const found =
      first < Infinity
        ? `Yes, by the ${next} after ${inTime(first)}`
        : `Not within ${outageMin} minutes`;
    return hourFired.value === 1
      ? `Yes: a burn rate of ${burn} ${isByChance ? `is near the ${pageAt} of the page of one hour, which chance fires` : `passes the ${pageAt} of the page of one hour, which fires`} after ${inTime(m.hourMs.value ?? 0)}.`
      : `${found}: the page of one hour needs a burn rate of ${pageAt}, and this one is ${burn}, ${burn} times as fast as the budget allows. That is why there are several windows. ${inPercent(failedShare)} of failures for 30 days would spend ${burn} months’ budgets.`;
  },
});

// Left out: failures that come and go, several services behind one objective, and people who look at the page.
