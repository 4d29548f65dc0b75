import * as z from 'zod';
import { hourMs } from '../../sims/slo/alerts/policy.ts';
import { noticedHours, silenceHours } from '../../sims/slo/indicators/silence.ts';
import { SloStudy } from '../../sims/slo/study.ts';
import { near, poissonInterval } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { exponential, sampler } from '../../src/kernel/distribution.ts';
import { log } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, times } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutSlo, heldTo } from './kit.ts';

const params = z.object({
  eventsPerHour: real(0.5, 10_000, 30, 'webhooks an hour, at random'),
  falseAlarmsPerYear: real(0.01, 100, 1, 'false alarms a year that are accepted'),
  gaps: whole(1_000, 100_000, 50_000, 'gaps between events that are looked at'),
});

export default scenario({
  ...aboutSlo,
  id: 'slo/missing-webhook',
  asks: 'A certificate expires, and webhooks no longer arrive. Which alert notices?',
  claims: ['q20-webhook-no-metric'],
  code: [
    'sims/slo/indicators/silence.ts#noticedHours',
    'sims/slo/indicators/silence.ts#silenceHours',
  ],
  params,
  invariants: heldTo('outage-is-found'),
  metrics: {
    silenceMs: gauge('ms', 'of silence that fires the alert'),
    falseAlarms: gauge('gaps', 'between events that were longer'),
    foundMs: gauge('ms', 'from the last moment with webhooks to the alert'),
  },
  build({ world, params: { eventsPerHour, falseAlarmsPerYear, gaps }, rules, metrics }) {
    const study = new SloStudy(world);
    const { estimates, observes } = keeping(study, metrics);
    const gap = sampler(exponential(1 / eventsPerHour), study.stream('webhooks'));
    const silence = silenceHours(eventsPerHour, falseAlarmsPerYear);
    let [longer, clock, last] = [0, 0, 0];
    study.next(() =>
      estimates('silenceMs', 'silence that is no chance any more', silence * hourMs, 'ms'),
    );
    const batch = Math.ceil(gaps / 10);
    for (let from = 0; from < gaps; from += batch) {
      study.next(() => {
        for (let place = from; place < Math.min(gaps, from + batch); place++) {
          const next = gap();
          if (next > silence) longer += 1;
          clock += next;
        }
        study.observes('hours with webhooks so far', clock);
      });
    }
    return study
      .next(() => observes('falseAlarms', 'gaps that were longer by chance', longer))
      .next(() => {
        // The certificate expires somewhere in a gap: the last webhook was there an exponential time before.
        last = Math.min(gap(), silence);
        const noticed = noticedHours(-last, silence, rules);
        if (noticed !== undefined)
          observes('foundMs', 'until silence is noticed', noticed * hourMs, 'ms');
        study.holds(
          'outage-is-found',
          noticed !== undefined,
          'no webhook arrives any more, and no alert fires',
        );
      });
  },
  expect: ({ eventsPerHour, falseAlarmsPerYear, gaps }) => {
    const silence = silenceHours(eventsPerHour, falseAlarmsPerYear);
    const accepted = Math.min(1 / Math.E, falseAlarmsPerYear / (eventsPerHour * 8_766));
    return [
      within('silenceMs', 'silence', near(silence * hourMs)).says(
        'ms of silence: ln(events a year / false alarms a year) / rate',
        'q20-webhook-no-metric',
      ),
      within('falseAlarms', 'false-alarms', poissonInterval(gaps * accepted)).says(
        'gaps that are longer by chance: e^(-rate x silence)',
        'q20-webhook-no-metric',
      ),
      within('foundMs', 'found', {
        atLeast: hourMs * Math.max(0, silence - log(1e7) / eventsPerHour),
        atMost: hourMs * silence * (1 + 1e-9),
      }).says('ms until the silence is noticed', 'q20-webhook-no-metric'),
    ];
  },
  tells: ({ params: { eventsPerHour, falseAlarmsPerYear }, metrics: m }) =>
    `Only an alert on absence: an event that does not arrive has no status, and the error ratio stays at 0. With ${inDigits(eventsPerHour)} webhooks an hour, a silence of ${inTime(m.silenceMs.value ?? 0)} comes by chance only ${times(falseAlarmsPerYear)} a year, so alert after that; this failure is noticed ${m.foundMs.value === undefined ? 'never' : `after ${inTime(m.foundMs.value)}`}.`,
});

// Left out: nights with fewer events, senders that repeat later, and batches.
