import * as z from 'zod';
import { brokenSteps, falseAlarm, type Step } from '../../sims/slo/indicators/funnel.ts';
import { SloStudy } from '../../sims/slo/study.ts';
import { shareOf } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { drawBinomial } from '../../src/kernel/counts.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialAtMost } from '../../src/statistics/binomial-test.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutSlo, heldTo } from './kit.ts';

const params = z.object({
  starts: whole(100, 1_000_000, 1_000, 'users who start to check out'),
  usualShare: real(0.3, 0.99, 0.9, 'share of the users who pass each step usually'),
  brokenShare: real(0.01, 0.99, 0.27, 'share of the users who pass the payment today'),
});

const names = ['address', 'shipping', 'payment', 'confirmation'];

export default scenario({
  ...aboutSlo,
  id: 'slo/checkout-funnel',
  asks: 'Of 1,000 users who start to check out, 200 finish. Is a step broken?',
  claims: ['q20-funnel'],
  code: ['sims/slo/indicators/funnel.ts#brokenSteps'],
  params,
  invariants: heldTo('journey-is-watched'),
  metrics: {
    finished: gauge('share', 'of the users who finish'),
    usual: gauge('share', 'of the users who finish usually'),
    evenStep: gauge('share', 'that each of four even steps passes, if 20% finish'),
    alarms: gauge('steps', 'that are found to be broken'),
  },
  build({ world, params: { starts, usualShare, brokenShare }, rules, metrics }) {
    const study = new SloStudy(world);
    const { estimates, observes } = keeping(study, metrics);
    const stream = study.stream('users');
    const steps: Step[] = [];
    let came = starts;
    study.next(() => study.observes('users who start', starts));
    for (const name of names) {
      study.next(() => {
        const share = name === 'payment' ? brokenShare : usualShare;
        const went = drawBinomial(came, share, stream);
        steps.push({ name, usualShare, came, went });
        study.observes(`users who pass ${name}`, went);
        came = went;
      });
    }
    study.next(() => observes('finished', 'of those who started finish', came / starts));
    study.next(() =>
      estimates('usual', 'finish usually', usualShare * usualShare * usualShare * usualShare),
    );
    study.next(() =>
      estimates(
        'evenStep',
        'pass each step, if a fifth finishes and all steps are alike',
        Math.sqrt(Math.sqrt(0.2)),
      ),
    );
    return study
      .next(() =>
        study.estimates(
          'alarms without a defect, of ten million funnels',
          falseAlarm * 1e7 * names.length,
        ),
      )
      .next(() => study.estimates('pass the payment usually', usualShare))
      .next(() => {
        const broken = brokenSteps(steps, rules);
        observes('alarms', `steps that are broken: ${broken.join(', ')}`, broken.length);
        const payment = steps.find(({ name }) => name === 'payment');
        const isBroken =
          payment !== undefined &&
          binomialAtMost(payment.went, payment.came, usualShare) < falseAlarm;
        study.holds(
          'journey-is-watched',
          !isBroken || broken.length > 0,
          `${payment?.went} of ${payment?.came} users pass the payment, and no alert fires`,
        );
      });
  },
  expect: ({ starts, usualShare, brokenShare }) => {
    const paying = Math.floor(starts * usualShare * usualShare * 0.5);
    const isPlain = shareOf(paying, brokenShare).atMost < shareOf(paying, usualShare).atLeast;
    return [
      within(
        'finished',
        'finished',
        shareOf(starts, usualShare * usualShare * usualShare * brokenShare),
      ).says('share of users who finish: the product of the steps', 'q20-funnel'),
      within('evenStep', 'even', { atLeast: 0.6687, atMost: 0.6688 }).says(
        'share of users that each of four equal steps passes if a fifth finishes: nothing is broken then',
        'q20-funnel',
      ),
      // Far below the usual share, with half of the users who are expected, it is found; at the usual share nothing is.
      ...(isPlain
        ? [
            within('alarms', 'alarms', { atLeast: 1, atMost: 1 }).says(
              'steps found to be broken',
              'q20-funnel',
            ),
          ]
        : []),
    ];
  },
  tells: ({ metrics: m }) =>
    `The total does not tell, because four healthy steps that each pass 66.9% also leave a fifth: compare each step with its own past. Here ${significant(100 * (m.finished.value ?? 0))}% finish instead of the usual ${significant(100 * (m.usual.value ?? 0))}%, and ${m.alarms.value === 1 ? 'one step is' : `${inDigits(m.alarms.value ?? 0)} steps are`} so far below its own past that it is not chance.`,
});

// Left out: users who come back later, steps that may be skipped, and a usual share that changes with the season.
