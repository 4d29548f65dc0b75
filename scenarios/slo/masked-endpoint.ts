import * as z from 'zod';
import { missing, together } from '../../sims/slo/indicators/journeys.ts';
import { SloStudy } from '../../sims/slo/study.ts';
import { near, shareOf } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { drawBinomial } from '../../src/kernel/counts.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inPercent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutSlo, heldTo } from './kit.ts';

const params = z.object({
  objective: real(0.9, 0.9999, 0.999, 'share of the requests that must be good'),
  requests: whole(10_000, 10_000_000, 1_000_000, 'requests of all journeys'),
  paymentShare: real(0.0005, 0.5, 0.01, 'share of them that are payments'),
  failedShare: real(0, 1, 0.08, 'share of the payments that fail'),
});

export default scenario({
  ...aboutSlo,
  id: 'slo/masked-endpoint',
  asks: 'Fewer than 0.1% of all requests fail. Can one payment in twelve fail?',
  claims: ['q20-aggregate-hides-endpoint'],
  code: ['sims/slo/indicators/journeys.ts#missing'],
  params,
  invariants: heldTo('journey-is-watched'),
  metrics: {
    overall: gauge('share', 'of all requests that fail'),
    payments: gauge('share', 'of the payments that fail'),
    hidden: gauge('share', 'of the traffic that a journey may have and hide so many failures'),
    alarms: gauge('journeys', 'that miss the objective'),
  },
  build({ world, params: { objective, requests, paymentShare, failedShare }, rules, metrics }) {
    const study = new SloStudy(world);
    const { estimates, observes } = keeping(study, metrics);
    const stream = study.stream('payments');
    const paid = Math.round(requests * paymentShare);
    const failed = drawBinomial(paid, failedShare, stream);
    const journeys = [
      { name: 'browse', requests: requests - paid, failed: 0 },
      { name: 'pay', requests: paid, failed },
    ];
    const all = together(journeys);
    for (const { name, requests: own } of journeys)
      study.next(() => study.observes(`requests of ${name}`, own));
    study.next(() => study.observes('payments that fail', failed));
    return study
      .next(() => study.estimates('failures that the objective allows', requests * (1 - objective)))
      .next(() => observes('overall', 'of all requests', all.failed / all.requests))
      .next(() => observes('payments', 'of payments', failed / paid))
      .next(() =>
        estimates(
          'hidden',
          'share of the traffic that hides such a journey',
          failedShare === 0 ? 1 : Math.min(1, (1 - objective) / failedShare),
        ),
      )
      .next(() => {
        const found = missing(journeys, objective, rules);
        observes('alarms', 'journeys that miss the objective', found.length);
        study.holds(
          'journey-is-watched',
          found.length > 0 || failed <= paid * (1 - objective),
          `${inPercent(failed / paid)} of the payments fail, and the ratio of all requests is ${inPercent(all.failed / all.requests)}`,
        );
      })
      .next(() => study.observes('all requests', all.requests))
      .next(() => study.estimates('objective', objective))
      .next(() => study.estimates('payments, share of the traffic', paymentShare));
  },
  expect: ({ objective, requests, paymentShare, failedShare }) => {
    const paid = Math.round(requests * paymentShare);
    const ofPayments = shareOf(paid, failedShare);
    const scale = paid / requests;
    return [
      within('overall', 'overall', {
        atLeast: ofPayments.atLeast * scale,
        atMost: ofPayments.atMost * scale,
      }).says(
        'share of all requests that fail: share of the journey x share of its failures',
        'q20-aggregate-hides-endpoint',
      ),
      within('payments', 'payments', ofPayments).says(
        'share of the payments that fail',
        'q20-aggregate-hides-endpoint',
      ),
      within(
        'hidden',
        'hidden',
        near(failedShare === 0 ? 1 : Math.min(1, (1 - objective) / failedShare)),
      ).says(
        'largest share of the traffic that hides them: (1 - objective) / failed share',
        'q20-aggregate-hides-endpoint',
      ),
      ...(ofPayments.atLeast > 1 - objective
        ? [
            within('alarms', 'alarms', { atLeast: 1, atMost: 1 }).says(
              'journeys that miss the objective',
            ),
          ]
        : ofPayments.atMost < 1 - objective
          ? [
              within('alarms', 'alarms', { atLeast: 0, atMost: 0 }).says(
                'journeys that miss the objective',
              ),
            ]
          : []),
    ];
  },
  tells: ({ params: { objective, paymentShare }, metrics: m }) =>
    `${(m.overall.value ?? 0) <= 1 - objective ? 'Yes' : 'No, it shows'}: ${significant(100 * (m.payments.value ?? 0))}% of the payments fail and ${significant(100 * (m.overall.value ?? 0))}% of all requests, because payments are only ${inPercent(paymentShare)} of the traffic. A journey of up to ${inPercent(m.hidden.value ?? 0)} of the traffic hides such failures. Give each critical journey an objective of its own: payments then show ${significant((m.payments.value ?? 0) / (1 - objective))} times the allowed failures.`,
});

// Left out: endpoints by tenant or region, and objectives for hundreds of small ones.
