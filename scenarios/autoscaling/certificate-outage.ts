import * as z from 'zod';
import { renewedAt } from '../../sims/autoscaling/containers/sidecar.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { shareOf } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, inPercent } from '../../src/words/numbers.ts';
import { significant } from '../../src/words/units.ts';
import { aboutScaling, heldTo } from './kit.ts';

const params = z.object({
  pods: whole(100, 10_000, 1_000, 'pods with a certificate each'),
  lifeH: real(1, 720, 24, 'how long a certificate is valid, hours'),
  renewAt: real(0.2, 0.9, 0.5, 'share of its life after which it is renewed'),
  outageH: real(0.1, 720, 10, 'how long the issuer is down, hours'),
});

type Params = z.output<typeof params>;

/** Of certificates of every age up to their renewal, how many expire while the issuer is down. */
const expiring = ({ lifeH, renewAt, outageH }: Params, at = renewAt): number =>
  Math.min(1, Math.max(0, (outageH - (1 - at) * lifeH) / (at * lifeH)));

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/certificate-outage',
  asks: 'Certificates of 24 hours are renewed after 12, and the issuer is down for 10. How many pods lose their identity?',
  claims: [],
  code: ['sims/autoscaling/containers/sidecar.ts#renewedAt'],
  params,
  invariants: heldTo('identity-stays-valid'),
  metrics: {
    expired: gauge('share', 'of the pods whose certificate expires in the outage'),
    late: gauge('share', 'of the pods, if certificates are renewed when they expire'),
    rest: gauge('hours', 'that a certificate is still valid when it is to be renewed'),
  },
  build({ world, params, rules, metrics }) {
    const { pods, lifeH, renewAt, outageH } = params;
    const study = new ScalingStudy(world);
    const { observes, estimates } = keeping(study, metrics);
    const stream = study.stream('pods');
    const at = renewedAt(renewAt, rules);
    const rest = (1 - renewAt) * lifeH;
    let [expired, late] = [0, 0];
    study.next(() => estimates('rest', 'hours left at the renewal', rest));
    const batch = Math.ceil(pods / 10);
    for (let from = 0; from < pods; from += batch) {
      study.next(() => {
        for (let pod = from; pod < Math.min(pods, from + batch); pod++) {
          const age = stream();
          expired += lifeH * (1 - at * age) < outageH ? 1 : 0;
          late += lifeH * (1 - age) < outageH ? 1 : 0;
        }
        study.observes('certificates that have expired so far', expired);
        study.observes('and would have, renewed when they expire', late);
      });
    }
    return study.next(() => {
      observes('late', 'share, if renewed when they expire', late / pods);
      observes('expired', 'share of the pods whose certificate expires', expired / pods);
      study.holds(
        'identity-stays-valid',
        outageH > rest || expired === 0,
        `${expired} of ${pods} certificates expire in ${inDigits(outageH)} hours without an issuer`,
      );
    });
  },
  expect: (params) => [
    within('expired', 'expired', shareOf(params.pods, expiring(params))).says(
      'share that expires: (outage - rest) / (renewal x life), none within the rest',
    ),
    within('late', 'late', shareOf(params.pods, expiring(params, 1))).says(
      'share that would expire, renewed at the end of its life: outage / life',
    ),
  ],
  tells: ({ params: { lifeH, renewAt, outageH }, metrics: m }) =>
    `${m.expired.value === 0 ? 'None' : `${significant(100 * (m.expired.value ?? 0))}%`}: a certificate of ${inDigits(lifeH)} hours that is renewed after ${inPercent(renewAt)} of its life has at least ${significant(m.rest.value ?? 0)} hours left when the issuer goes down, and it is down for ${inDigits(outageH)}. If certificates were renewed only when they expire, ${significant(100 * (m.late.value ?? 0))}% of the pods would lose theirs, and every call with mutual TLS would fail.`,
});

// Left out: roots that expire, which takes all pods at once, and retries that all come when the issuer is back.
