import * as z from 'zod';
import { retriesAfterMs, runOf } from '../../sims/serverless/asynchronous.ts';
import { FunctionStudy } from '../../sims/serverless/study.ts';
import { around, near, shareOf } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import { inTime, significant } from '../../src/words/units.ts';
import { aboutFunctions, heldTo } from './kit.ts';

const params = z.object({
  events: whole(500, 20_000, 2_000, 'events'),
  fails: real(0.05, 0.9, 0.2, 'share of the runs that fail, each independent of the one before'),
});

const lastMs = retriesAfterMs.reduce((sum, ms) => sum + ms, 0);

export default scenario({
  ...aboutFunctions,
  id: 'serverless/lost-events',
  asks: 'A function is invoked asynchronously, and one run in five fails. What becomes of the events?',
  claims: [],
  code: ['sims/serverless/asynchronous.ts#runOf'],
  params,
  invariants: heldTo('no-event-is-lost'),
  metrics: {
    failed: gauge('share', 'of the events of which all three runs fail'),
    runs: gauge('runs', 'of an event, on average'),
    lost: gauge('events', 'of which nothing is left'),
    lastMs: gauge('ms', 'from the first run of an event to its third'),
  },
  build({ world, params: { events, fails }, rules, metrics }) {
    const study = new FunctionStudy(world);
    const { observes, estimates } = keeping(study, metrics);
    const stream = study.stream('events');
    const sums = { failed: 0, lost: 0, runs: 0 };
    study.next(() => estimates('lastMs', 'from the first run to the third', lastMs, 'ms'));
    const batch = Math.ceil(events / 20);
    for (let from = 0; from < events; from += batch) {
      study.next(() => {
        for (let event = from; event < Math.min(events, from + batch); event++) {
          const { end, attempts } = runOf(fails, stream, rules);
          sums.runs += attempts;
          sums.failed += end === 'done' ? 0 : 1;
          sums.lost += end === 'lost' ? 1 : 0;
        }
        study.observes('events so far of which every run failed', sums.failed);
      });
    }
    return study
      .next(() => observes('failed', 'share of which all three runs fail', sums.failed / events))
      .next(() => observes('runs', 'runs of an event', sums.runs / events))
      .next(() => {
        observes('lost', 'events of which nothing is left', sums.lost);
        study.holds(
          'no-event-is-lost',
          sums.lost === 0,
          `${sums.lost} of ${events} events were accepted, failed three times and are gone`,
        );
      });
  },
  expect: ({ events, fails }) => {
    const mean = 1 + fails + pow(fails, 2);
    const square = 1 * (1 - fails) + 4 * fails * (1 - fails) + 9 * pow(fails, 2);
    return [
      within('failed', 'failed', shareOf(events, pow(fails, 3))).says(
        'share of the events of which all three runs fail: p^3',
      ),
      within('runs', 'runs', around(mean, Math.sqrt((square - pow(mean, 2)) / events), 6)).says(
        'runs of an event: 1 + p + p^2',
      ),
      within('lost', 'lost', { atMost: 0 }).says('events of which nothing is left'),
      within('lastMs', 'last', near(180_000)).says('ms until the third run: one minute, and two'),
    ];
  },
  tells: ({ params: { events, fails }, metrics: m }) =>
    `The platform retries failed events twice, one and two minutes later, and then they are gone, unless there is a destination or dead-letter queue for failures. ${significant(100 * (m.failed.value ?? 0))}% of ${inDigits(events)} events fail in all three runs, ${m.lost.value === 0 ? 'and are kept there' : `and ${inDigits(m.lost.value ?? 0)} of them are lost`}, ${inTime(m.lastMs.value ?? 0)} after the first run. The caller has had its 202 since the beginning, and learns nothing. With ${inPercent(fails)} that fail an event runs ${significant(m.runs.value ?? 0)} times on average, so the function must be idempotent.`,
});

// Left out: throttled events, which are tried for six hours, and errors that all come at once.
