import { type BurnAlert, dayMs, workbookAlerts } from '../../sims/slo/alerts/policy.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import { inTime, significant } from '../../src/words/units.ts';
import { aboutOutage, fateOf, firesAt } from './outage-kit.ts';

export default scenario({
  ...aboutOutage(0.1, 90),
  id: 'slo/outage-alerts',
  asks: 'One request in ten fails. Which alerts fire, when, and how much of the budget is gone by then?',
  code: [
    'sims/slo/alerts/burn-watch.ts#evaluate',
    'sims/slo/alerts/formulas.ts#detectionMs',
    'sims/slo/alerts/policy.ts#thresholdOf',
  ],
  tells: ({ params, metrics: m, subject }) => {
    const { failedShare, objective, outageMin } = params;
    const at = (alert: BurnAlert) =>
      `${inDigits(firesAt(alert))} over ${inTime(alert.longMs)} (short window ${inTime(alert.shortMs)})`;
    const pages = workbookAlerts.filter(({ severity }) => severity === 'page').map(at);
    const tickets = workbookAlerts.filter(({ severity }) => severity === 'ticket').map(at);
    const shares = workbookAlerts.map(({ budgetShare }) => inPercent(budgetShare));
    const [hour, six, ticket] = workbookAlerts.map((alert) =>
      fateOf(alert, params).fires === 'perhaps'
        ? `, by chance, since it needs a rate of ${inDigits(firesAt(alert))}`
        : '',
    );
    const told = (
      name: string,
      ms: number | undefined,
      spent: number | undefined,
      isChance = '',
    ) =>
      ms === undefined
        ? `${name} does not fire within ${inTime(outageMin * 60_000)}`
        : `${name} fires after ${inTime(ms)} of failures (${significant(100 * (spent ?? 0))}% of the budget spent${isChance})`;
    return (
      `${inPercent(failedShare)} of the requests fail against an objective of ${inPercent(objective)}, a burn rate of ${inDigits(failedShare / (1 - objective))} (times as fast as the budget allows): ` +
      `${told('the 1 h page', m.hourMs.value, m.hourSpent.value, hour)}, ${told('the 6 h page', m.sixMs.value, m.sixSpent.value, six)}, and ${told('the ticket', m.ticketMs.value, m.ticketSpent.value, ticket)}. ` +
      `The failures last ${inTime(outageMin * 60_000)}, and then ${significant(100 * subject.watch.spent)}% of the budget of 30 days is spent: share that fails / share that may x time / 30 days. At that rate all of it is gone after ${inTime((30 * dayMs * (1 - objective)) / failedShare)}. ` +
      `The usual table (SRE Workbook): page at a burn rate of ${listed(pages)}, and open a ticket at ${listed(tickets)}: the long window shows that ${listed(shares)} of the month’s budget are gone, the short one that it still burns.`
    );
  },
});

const listed = (words: readonly string[]): string =>
  [words.slice(0, -1).join(', '), ...words.slice(-1)].filter((part) => part !== '').join(' and ');

// Left out: failures that come and go, several services behind one objective, and people who look at the page.
