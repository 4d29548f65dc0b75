import * as z from 'zod';
import { minuteMs } from '../../sims/slo/alerts/policy.ts';
import { unnoticedMs } from '../../sims/slo/indicators/probe.ts';
import { SloStudy } from '../../sims/slo/study.ts';
import { around } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { log, log1p } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import { inTime } from '../../src/words/units.ts';
import { aboutSlo, heldTo } from './kit.ts';

const params = z.object({
  everyMin: real(0.1, 60, 5, 'from one probe to the next, minutes'),
  failedShare: real(0.02, 1, 1, 'how often the broken step fails'),
  failures: whole(50, 5_000, 400, 'failures that begin at some time between two probes'),
});

/** So many probes miss a failure of 2% once in 10^17. */
const probesMax = 2_000;

export default scenario({
  ...aboutSlo,
  id: 'slo/probe-interval',
  asks: 'A probe buys something every five minutes. After how long does it find a broken checkout?',
  claims: ['q20-synthetic-1-5min'],
  code: ['sims/slo/indicators/probe.ts#unnoticedMs'],
  params,
  invariants: heldTo('outage-is-found'),
  metrics: {
    meanMs: gauge('ms', 'until a probe sees a failure'),
    longestMs: gauge('ms', 'until a probe sees it, at most'),
    unseen: gauge('failures', 'that no probe sees'),
    probes: gauge('probes', 'that it takes on average'),
  },
  build({ world, params: { everyMin, failedShare, failures }, rules, metrics }) {
    const study = new SloStudy(world);
    const { observes } = keeping(study, metrics);
    const stream = study.stream('failures');
    const everyMs = everyMin * minuteMs;
    const failure = { everyMs, failedShare, givenUpMs: probesMax * everyMs };
    const found: number[] = [];
    let unseen = 0;
    const batch = Math.ceil(failures / 10);
    for (let from = 0; from < failures; from += batch) {
      study.next(() => {
        for (let place = from; place < Math.min(failures, from + batch); place++) {
          const ms = unnoticedMs(failure, stream, rules);
          if (ms === undefined) unseen += 1;
          else found.push(ms);
        }
        study.observes('the latest was found after', found.at(-1) ?? 0, 'ms');
      });
    }
    return study
      .next(() => {
        if (found.length === 0) return;
        const sum = found.reduce((total, ms) => total + ms, 0);
        observes('meanMs', 'until it is found, on average', sum / found.length, 'ms');
        observes('longestMs', 'until it is found, at most', Math.max(...found), 'ms');
        observes('probes', 'probes on average', sum / found.length / everyMs + 0.5);
      })
      .next(() => {
        observes('unseen', 'failures that no probe sees', unseen);
        study.holds(
          'outage-is-found',
          unseen === 0,
          `${unseen} of ${failures} failures of the checkout are found by no probe`,
        );
      });
  },
  expect: ({ everyMin, failedShare: p, failures }) => {
    const everyMs = everyMin * minuteMs;
    // The first probe comes after a uniform time; a probe sees the failure with p: a geometric number of them.
    const deviation = everyMs * Math.sqrt((1 - p) / (p * p) + 1 / 12);
    return [
      within(
        'meanMs',
        'mean',
        around(everyMs * (1 / p - 0.5), deviation / Math.sqrt(failures), 6),
      ).says('ms until a probe sees it: interval x (1/p - 1/2)', 'q20-synthetic-1-5min'),
      within('longestMs', 'longest', {
        atLeast: everyMs * 0.5,
        atMost: p === 1 ? everyMs : everyMs * (1 + log(failures * 1e7) / -log1p(-p)),
      }).says('ms until a probe sees it, at most', 'q20-synthetic-1-5min'),
      within('unseen', 'unseen', { atMost: 0 }).says('failures that no probe sees'),
    ];
  },
  tells: ({ params: { everyMin, failedShare }, metrics: m }) =>
    `${m.meanMs.value === undefined ? 'Never' : `After ${inTime(m.meanMs.value)} on average, half an interval, and ${inTime(m.longestMs.value ?? 0)} at most`}, with a probe every ${inDigits(everyMin)} min and a step that fails ${inPercent(failedShare)} of the time. A step that fails one time in ten takes ten probes, ${inTime(9.5 * everyMin * minuteMs)} on average. A health check that does not buy anything never finds it.`,
});

// Left out: how long a probe takes, probes that fail by themselves, and probes from several places.
