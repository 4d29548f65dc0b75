import * as z from 'zod';
import { minuteMs } from '../../sims/slo/alerts/policy.ts';
import { firesAfter } from '../../sims/slo/indicators/scrapes.ts';
import { SloStudy } from '../../sims/slo/study.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutSlo, heldTo } from './kit.ts';

const params = z.object({
  scrapeS: whole(5, 120, 15, 'how often counters are scraped, seconds'),
  absentForMin: real(0.5, 30, 5, 'silence that fires an alert, minutes'),
  failedShare: real(0.02, 1, 1, 'share of the requests that fail in the outage'),
});

const watchedMs = 60 * minuteMs;
const failedShareMax = 0.01;

export default scenario({
  ...aboutSlo,
  id: 'slo/silent-exporter',
  asks: 'A service goes down and takes its metrics with it. Does the alert on its error ratio fire?',
  claims: [],
  code: ['sims/slo/indicators/scrapes.ts#firesAfter'],
  params,
  durationMs: () => watchedMs + 60_000,
  invariants: heldTo('outage-is-found'),
  metrics: {
    scrapes: gauge('scrapes', 'without an answer'),
    byRatio: gauge('alerts', 'of the error ratio, after the exporter is down'),
    foundMs: gauge('ms', 'from the outage to the alert'),
  },
  build({ world, params: { scrapeS, absentForMin, failedShare }, rules, metrics }) {
    const study = new SloStudy(world);
    const { observes } = keeping(study, metrics);
    const [everyMs, alert] = [
      scrapeS * 1_000,
      { failedShareMax, absentForMs: absentForMin * minuteMs },
    ];
    const diesMs = Math.round((10 + study.stream('outage')()) * minuteMs);
    let [lastMs, silent, firesMs, byRatio] = [0, 0, -1, 0];
    study.at(diesMs, () =>
      study.tells({ kind: 'outage', what: 'the service and its exporter die' }),
    );
    for (let atMs = everyMs; atMs <= watchedMs; atMs += everyMs) {
      study.at(atMs, () => {
        const isUp = atMs < diesMs;
        if (isUp) lastMs = atMs;
        else silent += 1;
        if (atMs % (10 * everyMs) === 0) study.observes('scrapes without an answer so far', silent);
        const latest = { atMs, failedShare: isUp ? 0 : undefined };
        if (!isUp && firesAfter(latest, atMs, alert, rules)) byRatio += 1;
        if (firesMs >= 0 || !firesAfter(latest, lastMs, alert, rules)) return;
        firesMs = atMs;
        study.tells({
          kind: 'fires',
          alert: 'absence',
          burn: 0,
          spent: 0,
          rule: 'no-data-is-not-good',
        });
      });
    }
    return study
      .next(() => study.estimates('share of the requests that fail', failedShare))
      .next(() => observes('scrapes', 'scrapes without an answer', silent))
      .next(() => observes('byRatio', 'alerts of the error ratio: 0 of 0 is no ratio', byRatio))
      .next(() => {
        if (firesMs >= 0) observes('foundMs', 'until the alert on silence', firesMs - diesMs, 'ms');
        study.holds(
          'outage-is-found',
          firesMs >= 0,
          'the service is down for 50 minutes, and no alert fires',
        );
      });
  },
  expect: ({ scrapeS, absentForMin }) => {
    const everyMs = scrapeS * 1_000;
    // The last answer comes up to a scrape before the outage; the alert fires at a scrape.
    const silentMs = Math.ceil((absentForMin * minuteMs) / everyMs - 1e-9) * everyMs;
    return [
      within('byRatio', 'by-ratio', { atMost: 0 }).says(
        'alerts of the error ratio after the exporter is down',
      ),
      within('foundMs', 'found', { atLeast: silentMs - everyMs, atMost: silentMs }).says(
        'ms from the outage to the alert on silence',
      ),
      within('scrapes', 'scrapes', {
        atLeast: Math.floor((watchedMs - 11 * minuteMs) / everyMs),
        atMost: Math.ceil((watchedMs - 10 * minuteMs) / everyMs) + 1,
      }).says('scrapes without an answer'),
    ];
  },
  tells: ({ params: { scrapeS }, metrics: m }) =>
    `No: without samples the error ratio is 0 failures of 0 requests, for ${inDigits(m.scrapes.value ?? 0)} scrapes here; only an alert on missing data (absent(), or up == 0) fires, ${m.foundMs.value === undefined ? 'not at all' : `after ${inTime(m.foundMs.value)}`} with a scrape every ${scrapeS} s.`,
});

// Left out: scrapes that fail one by one, a monitoring system that dies too, and series that are renamed.
