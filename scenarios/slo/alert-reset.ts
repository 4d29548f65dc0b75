import { workbookAlerts } from '../../sims/slo/alerts/policy.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inPercent } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutOutage, firesAt } from './outage-kit.ts';

export default scenario({
  ...aboutOutage(0.9, 10),
  id: 'slo/alert-reset',
  asks: 'Nine requests in ten fail for ten minutes, and it is repaired. For how long does the page go on?',
  code: ['sims/slo/alerts/burn-watch.ts#evaluate', 'sims/slo/alerts/formulas.ts#resetMs'],
  tells: ({ params: { failedShare, objective, outageMin }, metrics: m }) => {
    const { hourReset, hourMs } = m;
    const [hour] = workbookAlerts;
    if (hour === undefined) return '';
    return hourReset.value === undefined || hourMs.value === undefined
      ? `The page of one hour does not fire on ${outageMin} minutes of ${inPercent(failedShare)} failures.`
      : `The alert goes on for ${inTime(hourReset.value)}, until the short window of ${inTime(hour.shortMs)} is nearly free of failures: an alert fires only while both windows burn. It fired ${inTime(hourMs.value)} after the failures began. With the window of one hour alone it would go on until ${inTime(Math.max(0, hour.longMs * (1 - (firesAt(hour) * (1 - objective)) / failedShare)))} after they stopped.`;
  },
});

// Left out: failures that come and go, several services behind one objective, and people who look at the page.
