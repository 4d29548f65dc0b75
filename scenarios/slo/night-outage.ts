import * as z from 'zod';
import { reportedSpent } from '../../sims/slo/indicators/budget.ts';
import { requestsInOutage } from '../../sims/slo/indicators/day.ts';
import { SloStudy } from '../../sims/slo/study.ts';
import { near, poissonInterval } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { drawPoisson } from '../../src/kernel/counts.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inPercent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutSlo, heldTo } from './kit.ts';

const params = z.object({
  objective: real(0.9, 0.9999, 0.999, 'share of the requests that must be good'),
  requestsPerS: real(0.1, 10_000, 100, 'requests a second, on average'),
  swing: real(0.01, 0.95, 0.8, 'how far noon is above the average, and night below'),
  beginsHour: real(0, 24, 0, 'when the outage begins; 2 is the quietest hour, 14 the busiest'),
  outageMin: whole(1, 240, 60, 'how long everything fails, minutes'),
});

const days = 30;

export default scenario({
  ...aboutSlo,
  id: 'slo/night-outage',
  asks: 'An hour of outage at night and an hour at noon: do they cost the same budget?',
  claims: [],
  code: [
    'sims/slo/indicators/budget.ts#reportedSpent',
    'sims/slo/indicators/day.ts#requestsInOutage',
  ],
  params,
  invariants: heldTo('budget-counts-requests'),
  metrics: {
    byMinutes: gauge('share', 'of the budget, counted in minutes'),
    byRequests: gauge('share', 'of the budget, counted in requests'),
    lost: gauge('requests', 'that failed'),
    reported: gauge('share', 'of the budget, as reported'),
    atNoon: gauge('share', 'of the budget, of the same outage around the busiest hour'),
  },
  build({
    world,
    params: { objective, requestsPerS, swing, beginsHour, outageMin },
    rules,
    metrics,
  }) {
    const study = new SloStudy(world);
    const { estimates, observes } = keeping(study, metrics);
    const stream = study.stream('requests');
    const day = { requestsPerS, swing };
    const inOutage = requestsInOutage(day, beginsHour, outageMin);
    const mean = requestsPerS * 86_400 * days;
    let [lost, all] = [0, 0];
    for (let hour = 0; hour < 24; hour += 2)
      study.next(() =>
        study.estimates(
          `requests from ${hour} to ${hour + 2} o’clock`,
          requestsInOutage(day, hour, 120),
        ),
      );
    return study
      .next(() =>
        estimates('byMinutes', 'spent, in minutes', outageMin / (days * 1_440 * (1 - objective))),
      )
      .next(() => {
        lost = observes('lost', 'requests that fail', drawPoisson(inOutage, stream));
        all = lost + drawPoisson(mean - inOutage, stream);
        study.observes('requests in 30 days', all);
      })
      .next(() => observes('byRequests', 'spent, in requests', lost / all / (1 - objective)))
      .next(() => {
        const counts = { lost, all, downMin: outageMin, periodMin: days * 1_440 };
        const reported = estimates(
          'reported',
          'reported as spent',
          reportedSpent(counts, objective, rules),
        );
        study.holds(
          'budget-counts-requests',
          reported === lost / all / (1 - objective),
          `${inPercent(reported)} of the budget is reported as spent, and users lost ${inPercent(lost / all / (1 - objective))}`,
        );
      })
      .next(() =>
        estimates(
          'atNoon',
          'the same around the busiest hour',
          requestsInOutage(day, 14 - outageMin / 120, outageMin) / mean / (1 - objective),
        ),
      );
  },
  expect: ({ objective, requestsPerS, swing, beginsHour, outageMin }) => {
    const mean = requestsPerS * 86_400 * days;
    const inOutage = requestsInOutage({ requestsPerS, swing }, beginsHour, outageMin);
    const lost = poissonInterval(inOutage);
    const rest = poissonInterval(mean - inOutage);
    const spent = (lostOf: number, restOf: number) => lostOf / (lostOf + restOf) / (1 - objective);
    const byRequests = {
      atLeast: spent(lost.atLeast, rest.atMost),
      atMost: spent(lost.atMost, rest.atLeast),
    };
    return [
      within('byMinutes', 'by-minutes', near(outageMin / 43_200 / (1 - objective))).says(
        'share of the budget that each outage spends, counted in minutes',
      ),
      within('lost', 'lost', lost).says('requests that fail'),
      within('byRequests', 'by-requests', byRequests).says(
        'share of the budget that the outage at night spends, counted in requests',
      ),
      within('reported', 'reported', byRequests).says(
        'share of the budget that the report says is spent',
      ),
    ];
  },
  tells: ({ params: { outageMin }, metrics: m }) =>
    `Not if the budget counts requests: at night ${outageMin} minutes cost ${significant(100 * (m.byRequests.value ?? 0))}% of it, and around the busiest hour ${significant(100 * (m.atNoon.value ?? 0))}%, ${significant((m.atNoon.value ?? 0) / (m.byRequests.value ?? 1))} times as much. Counted in minutes both cost ${significant(100 * (m.byMinutes.value ?? 0))}%, whoever was there to notice.`,
});

// Left out: users who come back after the outage, requests that cost different amounts, and weekends.
