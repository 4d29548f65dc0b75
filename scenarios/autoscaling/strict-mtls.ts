import * as z from 'zod';
import { strictFrom } from '../../sims/autoscaling/containers/sidecar.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { around } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutScaling, heldTo } from './kit.ts';

const params = z.object({
  clients: whole(50, 2_000, 200, 'clients that get a proxy, each at some time'),
  days: real(1, 60, 10, 'from the first to the last of them'),
  planned: real(0, 0.9, 0.5, 'share of that time after which strict mode is planned'),
});

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/strict-mtls',
  asks: 'Proxies with mutual TLS are rolled out over ten days, and a server becomes strict on the fifth. Who is refused?',
  claims: [],
  code: ['sims/autoscaling/containers/sidecar.ts#strictFrom'],
  params,
  invariants: heldTo('calls-are-accepted'),
  metrics: {
    refused: gauge('share', 'of the calls of the rollout that are refused'),
    planned: gauge('share', 'that would be refused if it turned strict as planned'),
    without: gauge('clients', 'without a proxy on the day that was planned'),
    strictDay: gauge('days', 'after which it turns strict'),
  },
  build({ world, params: { clients, days, planned }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes, estimates } = keeping(study, metrics);
    const stream = study.stream('clients');
    const readyAt = Array.from({ length: clients }, () => stream());
    const strict = strictFrom(planned, readyAt, rules);
    const refusedFrom = (from: number) =>
      readyAt.reduce((sum, at) => sum + Math.max(0, at - from), 0) / clients;
    for (let day = 0; day <= 10; day++) {
      study.next(() =>
        study.observes(
          `clients without a proxy after ${inPercent(day / 10)} of the time`,
          readyAt.filter((at) => at > day / 10).length,
        ),
      );
    }
    return study
      .next(() => estimates('planned', 'refused, as planned', refusedFrom(planned)))
      .next(() =>
        observes('without', 'without a proxy then', readyAt.filter((at) => at > planned).length),
      )
      .next(() => observes('strictDay', 'strict after days', days * strict))
      .next(() => {
        const refused = observes(
          'refused',
          'share of the calls that are refused',
          refusedFrom(strict),
        );
        study.holds(
          'calls-are-accepted',
          refused === 0,
          `${inPercent(refused)} of the calls are refused: they come in plain text from clients without a proxy`,
        );
      });
  },
  expect: ({ clients, days, planned }) => {
    const [mean, square] = [pow(1 - planned, 2) / 2, pow(1 - planned, 3) / 3];
    const first = pow(1e-7, 1 / clients);
    return [
      within('refused', 'refused', { atMost: 0 }).says('share of the calls that are refused'),
      within(
        'planned',
        'planned',
        around(mean, Math.sqrt((square - pow(mean, 2)) / clients), 6),
      ).says('share that would be refused: (1 - planned)^2 / 2'),
      within('strictDay', 'strict-day', {
        atLeast: days * Math.max(planned, first),
        atMost: days,
      }).says('days until the last client has its proxy'),
    ];
  },
  tells: ({ params: { days, planned }, metrics: m }) =>
    `${m.refused.value === 0 ? 'No client, if the server stays permissive (plain text and TLS) until the last client has its proxy' : `${inPercent(m.refused.value ?? 0)} of the calls`}: here it turns strict after ${significant(m.strictDay.value ?? 0)} of ${inDigits(days)} days. After ${inPercent(planned)} of the time ${inDigits(m.without.value ?? 0)} clients still send plain text, and a server that turned strict then would have refused ${significant(100 * (m.planned.value ?? 0))}% of the calls of the rollout.`,
});

// Left out: clients outside of the mesh, which never get a proxy, and ports that are excepted.
