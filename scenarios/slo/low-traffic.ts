import * as z from 'zod';
import { BurnWatch } from '../../sims/slo/alerts/burn-watch.ts';
import { dayMs, hourMs, minuteMs, workbookAlerts } from '../../sims/slo/alerts/policy.ts';
import { SloStudy } from '../../sims/slo/study.ts';
import { near, poissonInterval } from '../../src/check/bounds.ts';
import { difference, within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { drawBinomial, drawPoisson } from '../../src/kernel/counts.ts';
import { must } from '../../src/kernel/must.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits, times } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutSlo, heldTo } from './kit.ts';

const params = z.object({
  objective: real(0.9, 0.9999, 0.999, 'share of the requests that must be good'),
  requestsPerHour: real(1, 600, 10, 'requests an hour'),
  failedShare: real(0.0005, 0.01, 0.002, 'share of the requests that fail, by chance'),
  days: whole(10, 90, 30, 'days that the alerts are watched'),
  failuresMin: whole(2, 20, 2, 'failures in the long window, below which no alert fires'),
});

const slotMs = 5 * minuteMs;
const page = must(workbookAlerts[0], 'page of one hour');

export default scenario({
  ...aboutSlo,
  id: 'slo/low-traffic',
  asks: 'A service gets ten requests an hour. What does one failure do to its alerts?',
  claims: [],
  code: ['sims/slo/alerts/burn-watch.ts#evaluate', 'sims/slo/alerts/policy.ts#burnRate'],
  params,
  durationMs: ({ days }) => days * dayMs + 60_000,
  invariants: heldTo('page-has-more-than-one-failure'),
  metrics: {
    burnOfOne: gauge('', 'burn rate of one failure in an hour'),
    shareOfOne: gauge('share', 'of the budget of 30 days that one failure spends'),
    failed: gauge('requests', 'that failed'),
    pages: gauge('pages', 'with the smallest number of failures'),
    pagesWithout: gauge('pages', 'without it'),
  },
  build({
    world,
    params: { objective, requestsPerHour, failedShare, days, failuresMin },
    rules,
    metrics,
  }) {
    const study = new SloStudy(world);
    const { estimates, observes } = keeping(study, metrics);
    const promise = { objective, periodMs: 30 * dayMs };
    const watch = new BurnWatch(page, promise, rules, failuresMin);
    const bare = new BurnWatch(page, promise, rules);
    const stream = study.stream('requests');
    let [failures, pages, pagesWithout, wasFiring, wasBare] = [0, 0, 0, false, false];
    const take = (endMs: number) => {
      const requests = drawPoisson((requestsPerHour * slotMs) / hourMs, stream);
      const failed = drawBinomial(requests, failedShare, stream);
      failures += failed;
      watch.add(endMs, failed, requests);
      bare.add(endMs, failed, requests);
      const { isFiring, longBurn, isHeldBack } = watch.evaluate();
      const isBare = bare.evaluate().isFiring;
      if (isBare && !wasBare) {
        pagesWithout += 1;
        const why = `${watch.failed} of ${failuresMin} failures`;
        if (isHeldBack)
          study.tells({ kind: 'holds-back', alert: page.name, why, rule: 'minimum-volume' });
      }
      if (isFiring && !wasFiring) {
        pages += 1;
        const spent = (longBurn * hourMs) / promise.periodMs;
        study.tells({ kind: 'fires', alert: page.name, burn: longBurn, spent });
        study.holds(
          'page-has-more-than-one-failure',
          watch.failed > 1,
          'a single failed request pages',
        );
      }
      [wasFiring, wasBare] = [isFiring, isBare];
    };
    const ofOne = 1 / requestsPerHour / (1 - objective);
    study
      .next(() => estimates('burnOfOne', 'burn rate of one failure in an hour', ofOne))
      .next(() =>
        estimates('shareOfOne', 'of the budget of 30 days', (ofOne * hourMs) / promise.periodMs),
      )
      .next(() => study.estimates('burn rate that pages', watch.threshold));
    for (let endMs = slotMs; endMs <= days * dayMs; endMs += slotMs)
      study.at(endMs, () => take(endMs));
    return study
      .next(() => observes('failed', 'requests that failed', failures))
      .next(() => observes('pagesWithout', 'pages, if one failure is enough', pagesWithout))
      .next(() => observes('pages', 'pages', pages))
      .next(() => study.observes('failures that a page needs', failuresMin));
  },
  expect: ({ objective, requestsPerHour, failedShare, days, failuresMin }) => {
    const hours = days * 24;
    const rate = requestsPerHour * failedShare;
    // One failure pages unless the hour is so busy that it drowns; failures within 10 minutes share a page.
    const isAlone = poissonInterval(requestsPerHour).atMost * 14.4 * (1 - objective) <= 1;
    const { atMost: shared } = poissonInterval((rate * rate * hours) / 6);
    // At most as many pages as there are pairs of failures within an hour, or larger groups.
    const { atMost: pairs } = poissonInterval(rate * rate * hours);
    return [
      within('burnOfOne', 'burn-of-one', near(1 / requestsPerHour / (1 - objective))).says(
        'burn rate of one failure in an hour: 1 / (requests x (1 - objective))',
      ),
      within(
        'shareOfOne',
        'share-of-one',
        near(1 / (requestsPerHour * 720) / (1 - objective)),
      ).says('share of the budget that one failure spends'),
      within('failed', 'failed', poissonInterval(rate * hours)).says('requests that fail'),
      within(difference('failed', 'pagesWithout'), 'a-page-each', {
        atLeast: 0,
        ...(isAlone ? { atMost: 2 * shared } : {}),
      }).says('failures without a page of their own, if one is enough'),
      within('pages', 'pages', { atLeast: 0, atMost: failuresMin > 1 ? pairs : Infinity }).says(
        'pages, if more than one failure is needed',
      ),
    ];
  },
  tells: ({ params: { requestsPerHour, failuresMin, days }, metrics: m }) =>
    `A single failure pages: one in an hour of ${inDigits(requestsPerHour)} requests is a burn rate of ${significant(m.burnOfOne.value ?? 0)}, and ${significant(100 * (m.shareOfOne.value ?? 0))}% of the month’s budget. In ${days} days ${counted(m.failed.value ?? 0, 'request')} fail and page ${times(m.pagesWithout.value ?? 0)}; if a page needs at least ${failuresMin} failures within the hour, ${times(m.pages.value ?? 0)}. Other ways out are a longer window, synthetic requests, or one objective for several small services.`,
});

// Left out: artificial requests that make up the numbers, services that share an objective, and clients that repeat.
