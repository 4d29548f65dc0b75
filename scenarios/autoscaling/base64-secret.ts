import { fromUint8Array } from 'js-base64';
import * as z from 'zod';
import { readWithoutKey } from '../../sims/autoscaling/nodes/secret.ts';
import { ScalingStudy } from '../../sims/autoscaling/study.ts';
import { near } from '../../src/check/bounds.ts';
import { within } from '../../src/check/expected.ts';
import { gauge } from '../../src/check/metric.ts';
import { keeping } from '../../src/check/study.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { aboutScaling } from './kit.ts';

const params = z.object({
  secrets: whole(1, 500, 20, 'secrets'),
  bytes: whole(1, 4_000, 32, 'bytes of each'),
});

export default scenario({
  ...aboutScaling,
  id: 'autoscaling/base64-secret',
  asks: 'A Kubernetes Secret holds its values in base64. What does someone need who wants to read them?',
  claims: ['k8s-secrets-base64'],
  code: ['sims/autoscaling/nodes/secret.ts#readWithoutKey'],
  params,
  invariants: [],
  metrics: {
    read: gauge('secrets', 'that were read back from what the API returns, without a key'),
    length: gauge('characters', 'of each in base64'),
  },
  build({ world, params: { secrets, bytes }, metrics }) {
    const study = new ScalingStudy(world);
    const { observes } = keeping(study, metrics);
    const stream = study.stream('secrets');
    let [read, length] = [0, 0];
    const one = () => {
      const secret = Uint8Array.from({ length: bytes }, () => randomInteger(stream, 0, 255));
      const stored = fromUint8Array(secret);
      length = stored.length;
      const found = readWithoutKey(stored);
      read += found.length === bytes && found.every((byte, at) => byte === secret[at]) ? 1 : 0;
      return secret;
    };
    const batch = Math.ceil(secrets / 10);
    for (let from = 0; from < secrets; from += batch) {
      study.next(() => {
        let last = new Uint8Array(1);
        for (let place = from; place < Math.min(secrets, from + batch); place++) last = one();
        study.observes('first byte of the latest secret', last[0] ?? 0);
        study.observes('secrets read so far', read);
      });
    }
    return study
      .next(() => observes('read', 'secrets that were read without a key', read))
      .next(() => observes('length', 'characters of each', length));
  },
  expect: ({ secrets, bytes }) => [
    within('read', 'read', near(secrets)).says(
      'secrets that were read back without a key',
      'k8s-secrets-base64',
    ),
    within('length', 'length', near(4 * Math.ceil(bytes / 3))).says(
      'characters of each: four for three bytes',
    ),
  ],
  tells: ({ params: { secrets, bytes }, metrics: m }) =>
    `Only access to the object: a Secret is not encrypted, because base64 is an encoding that takes no key. ${inDigits(m.read.value ?? 0)} of ${inDigits(secrets)} secrets were read back; base64 writes ${inDigits(bytes)} bytes as ${inDigits(m.length.value ?? 0)} characters. What protects a Secret is who may read it (RBAC), and whether etcd is encrypted at rest.`,
});

// Left out: encryption at rest with a key service, and secrets from a store outside the cluster.
