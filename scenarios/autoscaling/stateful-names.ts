import * as z from 'zod';
import { replacementName } from '../../sims/autoscaling/nodes/stateful.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { near } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { must } from '../../src/kernel/must.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { counted, inDigits } from '../../src/words/numbers.ts';
import { aboutScaling, heldTo } from './kit.ts';

const params = z.object({
  replicas: whole(1, 20, 3, 'pods, each with a volume'),
  losses: whole(1, 200, 10, 'pods that are lost and replaced'),
});

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/stateful-names',
  asks: 'A pod of a database is lost and replaced. Does the replacement find its data?',
  claims: ['k8s-statefulset-identity', 'k8s-db-on-deployment-loses-data'],
  code: ['sims/autoscaling/nodes/stateful.ts#replacementName'],
  params,
  invariants: heldTo('volume-follows-name'),
  metrics: {
    kept: gauge('pods', 'that found what the one before had written'),
    deployment: gauge('pods', 'of a Deployment without a claim that found it'),
    claimed: gauge('pods', 'of a Deployment of one, with a claim, that found it'),
    names: gauge('names', 'that were ever used'),
  },
  build({ world, params: { replicas, losses }, rules, metrics }) {
    const study = new ScalingStudy(world);
    const { observes } = keeping(study, metrics);
    const stream = study.stream('losses');
    const volumes = new Map<string, number>();
    const names = Array.from({ length: replicas }, (_, ordinal) => `db-${ordinal}`);
    const used = new Set(names);
    const counts = { kept: 0, deployment: 0, claimed: 0 };
    // A Deployment’s pods write into the container, or into the one volume that its template claims.
    const claim = new Map<string, number>();
    for (const [ordinal, name] of names.entries()) {
      study.next(() => {
        volumes.set(name, 1);
        study.observes(`${name} has written`, 1, ordinal === 0 ? 'row' : 'row');
      });
    }
    claim.set('data', 1);
    for (let loss = 1; loss <= losses; loss++) {
      study.next(() => {
        const ordinal = randomInteger(stream, 0, replicas - 1);
        const before = must(names[ordinal], 'pod of that ordinal');
        const name = replacementName(ordinal, loss, rules);
        names[ordinal] = name;
        used.add(name);
        const found = volumes.get(name);
        counts.kept += found === undefined ? 0 : 1;
        counts.claimed += claim.get('data') === undefined ? 0 : 1;
        const inContainer = new Map<string, number>();
        counts.deployment += inContainer.get('data') === undefined ? 0 : 1;
        volumes.set(name, (found ?? 0) + 1);
        study.observes(`${before} is lost; ${name} finds rows`, found ?? 0);
        study.holds(
          'volume-follows-name',
          found !== undefined,
          `${name} takes the place of ${before} and finds an empty volume`,
        );
      });
    }
    return study
      .next(() => observes('kept', 'pods of the StatefulSet that found their data', counts.kept))
      .next(() =>
        observes('deployment', 'pods of a Deployment without a claim that did', counts.deployment),
      )
      .next(() =>
        observes('claimed', 'pods of a Deployment of one, with a claim, that did', counts.claimed),
      )
      .next(() => observes('names', 'names that were used', used.size));
  },
  expect: ({ replicas, losses }) => [
    within('kept', 'kept', near(losses)).says(
      'pods that found their data',
      'k8s-statefulset-identity',
    ),
    within('names', 'names', near(replicas)).says(
      'names that were used',
      'k8s-statefulset-identity',
    ),
    within('deployment', 'deployment', { atMost: 0 }).says(
      'pods of a Deployment without a claim that found it',
      'k8s-db-on-deployment-loses-data',
    ),
    within('claimed', 'claimed', near(losses)).says(
      'pods of a Deployment of one, with a claim, that found it',
      'k8s-db-on-deployment-loses-data',
    ),
  ],
  tells: ({ params: { losses }, metrics: m }) =>
    `Yes, by its name: a StatefulSet gives the replacement the name of the lost pod, and the volume claim belongs to that name, so ${inDigits(m.kept.value ?? 0)} of ${losses} replacements found their data, under ${counted(m.names.value ?? 0, 'name')} in all. A pod of a Deployment loses what it wrote into its container, and keeps what is in a volume that it claims: ${inDigits(m.claimed.value ?? 0)} of ${losses}.`,
});

// Left out: two pods of a Deployment that write to one volume, and volumes that are bound to a zone.
