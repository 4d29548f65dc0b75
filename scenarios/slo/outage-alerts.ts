import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import { inTime, significant } from '../../src/words/units.ts';
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
        ? `${name} not at all`
        : `${name} after ${inTime(ms)} (${significant(100 * (spent ?? 0))}% spent)`;
    return `Each alert fires when its share of the month’s budget is gone (2%, 5%, 10%): ${told('the page with a window of 1 h', m.hourMs.value, m.hourSpent.value)}, ${told('that of 6 h', m.sixMs.value, m.sixSpent.value)}, ${told('the ticket of 3 days', m.ticketMs.value, m.ticketSpent.value)}. ${inPercent(failedShare)} of the requests fail for ${outageMin} minutes against an objective of ${inPercent(objective)}, which is a burn rate of ${inDigits(failedShare / (1 - objective))}: the budget is spent that many times as fast as it may be.`;
  },
});

// Left out: failures that come and go, several services behind one objective, and people who look at the page.
