import * as z from 'zod';
import { pages } from '../../sims/slo/indicators/incidents.ts';
import { SloStudy } from '../../sims/slo/study.ts';
import { shareOf } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { chance } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutSlo, heldTo } from './kit.ts';

const params = z.object({
  incidents: whole(100, 100_000, 2_000, 'incidents'),
  knownShare: real(0.05, 0.95, 0.6, 'share of them with a cause that has an alert'),
  hurtShare: real(0.01, 0.99, 0.15, 'share of those that hurt users; the others all do'),
});

const knownOf = (incidents: number, knownShare: number): number =>
  Math.round(incidents * knownShare);

export default scenario({
  ...aboutSlo,
  id: 'slo/symptom-pages',
  asks: 'Should a page tell that a processor is busy, or that users wait?',
  claims: ['one-alert-symptoms'],
  code: ['sims/slo/indicators/incidents.ts#pages'],
  params,
  invariants: heldTo('page-means-users-suffer'),
  metrics: {
    precision: gauge('share', 'of the alerts on causes that come while users suffer'),
    recall: gauge('share', 'of the incidents that hurt users and have an alert on their cause'),
    pages: gauge('pages', 'with the rule as it is'),
    vain: gauge('pages', 'without a user who suffers'),
  },
  build({ world, params: { incidents, knownShare, hurtShare }, rules, metrics }) {
    const study = new SloStudy(world);
    const { observes } = keeping(study, metrics);
    const stream = study.stream('incidents');
    const known = knownOf(incidents, knownShare);
    const counts = { knownHurt: 0, hurt: 0, pages: 0, vain: 0 };
    const batch = Math.ceil(incidents / 10);
    for (let from = 0; from < incidents; from += batch) {
      study.next(() => {
        for (let place = from; place < Math.min(incidents, from + batch); place++) {
          const hasKnownCause = place < known;
          const hurtsUsers = !hasKnownCause || chance(stream, hurtShare);
          counts.hurt += hurtsUsers ? 1 : 0;
          counts.knownHurt += hurtsUsers && hasKnownCause ? 1 : 0;
          if (!pages({ hasKnownCause, hurtsUsers }, rules)) continue;
          counts.pages += 1;
          counts.vain += hurtsUsers ? 0 : 1;
        }
        study.observes('incidents that hurt users so far', counts.hurt);
      });
    }
    return study
      .next(() =>
        observes('precision', 'alerts on causes while users suffer', counts.knownHurt / known),
      )
      .next(() =>
        observes(
          'recall',
          'incidents with users who suffer that have one',
          counts.knownHurt / counts.hurt,
        ),
      )
      .next(() => observes('pages', 'pages', counts.pages))
      .next(() => {
        observes('vain', 'pages without a user who suffers', counts.vain);
        study.holds(
          'page-means-users-suffer',
          counts.vain === 0,
          `${counts.vain} of ${counts.pages} pages come while no user suffers`,
        );
      });
  },
  expect: ({ incidents, knownShare, hurtShare }) => {
    const known = knownOf(incidents, knownShare);
    const precision = shareOf(known, hurtShare);
    const recall = (hurt: number) => hurt / (hurt + incidents - known);
    return [
      within('precision', 'precision', precision).says(
        'precision of alerts on causes: how often a cause hurts',
        'one-alert-symptoms',
      ),
      within('recall', 'recall', {
        atLeast: recall(precision.atLeast * known),
        atMost: recall(precision.atMost * known),
      }).says('recall of alerts on causes: c h / (c h + 1 - c)', 'one-alert-symptoms'),
      within('vain', 'vain', { atMost: 0 }).says(
        'pages on symptoms without a user who suffers',
        'one-alert-symptoms',
      ),
    ];
  },
  tells: ({ params: { knownShare, hurtShare }, metrics: m }) =>
    `A page should tell that users wait (a symptom): ${inDigits(m.vain.value ?? 0)} of ${inDigits(m.pages.value ?? 0)} such pages came while no user suffered, but ${significant(100 * (1 - (m.precision.value ?? 0)))}% of the pages on causes, such as a busy processor, did. Alerts on causes also see only ${significant(100 * (m.recall.value ?? 0))}% of the incidents that hurt, if ${inPercent(knownShare)} of the incidents have a cause with an alert and ${inPercent(hurtShare)} of those hurt. A page is an alert that wakes a person; look at causes when you debug.`,
});

// Left out: causes that will hurt later, such as a disk that fills up: they are worth a ticket before users notice.
