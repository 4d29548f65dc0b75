import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutOutage } from './outage-kit.ts';

export default scenario({
  ...aboutOutage(0.1, 90),
  id: 'slo/outage-alerts',
  asks: 'One request in ten fails. Which alerts fire, when, and how much of the budget is gone by then?',
  code: [
    'sims/slo/alerts/burn-watch.ts#evaluate',
    'sims/slo/alerts/formulas.ts#detectionMs',
    'sims/slo/alerts/policy.ts#thresholdOf',
  ],
  tells: ({ params: { failedShare, objective, outageMin }, metrics: m }) => {
    const told = (name: string, ms: number | undefined, spent: number | undefined) =>
      ms === undefined
        ? `${name} does not fire`
        : `${name} after ${inTime(ms)}, with ${inPercent(spent ?? 0)} of the month’s budget spent`;
    const pages = told('The page of 1 h fires', m.hourMs.value, m.hourSpent.value).replace(
      'fires does',
      'does',
    );
    return `${pages}; ${told('that of 6 h', m.sixMs.value, m.sixSpent.value)}; ${told('the ticket of 3 days', m.ticketMs.value, m.ticketSpent.value)}. ${inPercent(failedShare)} of the requests fail for ${outageMin} minutes against an objective of ${inPercent(objective)}: the budget burns ${inDigits(failedShare / (1 - objective))} times as fast as it may, which is its burn rate, and each alert waits for its share of the budget, whatever the rate.`;
  },
});

// Left out: failures that come and go, several services behind one objective, and people who look at the page.
