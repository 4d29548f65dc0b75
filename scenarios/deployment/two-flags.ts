import * as z from 'zod';
import { bucketOf, rangesOf, variantOf } from '../../sims/deployment/flags/buckets.ts';
import type { DeploymentLaw } from '../../sims/deployment/laws.ts';
import type { DeploymentRules } from '../../sims/deployment/rules.ts';
import { difference, exactly, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { randomInteger } from '../../src/kernel/random.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { aboutDeployment } from './kit.ts';

const params = z.object({
  users: whole(1_000, 50_000, 10_000, 'with random ids'),
  percent: whole(1, 50, 10, 'of the users for whom each of the two flags is on'),
});

const arms = ['own', 'shared', 'once'] as const;
type Arm = (typeof arms)[number];
const says: Readonly<Record<Arm, string>> = {
  own: 'hashed twice, with the name of the flag',
  shared: 'hashed without the name of the flag',
  once: 'hashed once, with names that differ in their last character',
};
const rulesOf: Readonly<Record<Arm, (rules: DeploymentRules) => DeploymentRules>> = {
  own: (rules) => rules,
  shared: (rules) => ({ ...rules, 'seed-is-the-flag': false }),
  once: (rules) => ({ ...rules, 'hash-the-hash': false }),
};

/** The share of users that a flag with two variants goes to, step by step. */
const coverages = [0.2, 0.5, 1];
/** Ranges that are packed from 0: those of B at 20% and of B at 50% become A’s. */
const movedShare = 0.1 + 0.25;

export default scenario({
  ...aboutDeployment,
  id: 'deployment/two-flags',
  asks: 'Two feature flags are each on for some of the users. Do the same users get both, and does anyone’s variant change when a flag goes to more users?',
  claims: [],
  code: [
    'sims/deployment/flags/buckets.ts#bucketOf',
    'sims/deployment/flags/buckets.ts#hashedTwice',
    'sims/deployment/flags/buckets.ts#rangesOf',
  ],
  params,
  metrics: {
    on: gauge('users', 'for whom the first flag is on'),
    ...gaugePer(arms, 'both', 'users', (arm) => `for whom both flags are on, ${says[arm]}`),
    sharedOn: gauge('users', 'for whom the first flag is on, hashed without its name'),
    moved: gauge('users', 'who change their variant, with ranges that grow in place'),
    movedPacked: gauge('users', 'who change their variant, with ranges packed from 0'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<DeploymentLaw>(world);
    const stream = study.stream('users');
    const users = Array.from({ length: p.users }, () =>
      randomInteger(stream, 0, 2 ** 32 - 1).toString(16),
    );
    const release = `release-${randomInteger(study.stream('flags'), 1, 9_999)}`;
    const share = p.percent / 100;
    for (const arm of arms) {
      study.next(() => {
        const own = rulesOf[arm](rules);
        let [on, both] = [0, 0];
        for (const user of users) {
          const isOn = (flag: string) =>
            variantOf(bucketOf(flag, user, own), rangesOf([1], share, own)) !== undefined;
          if (!isOn(`${release}-1`)) continue;
          on += 1;
          if (isOn(`${release}-2`)) both += 1;
        }
        const first = { own: metrics.on, shared: metrics.sharedOn, once: undefined }[arm];
        study.observes(`users with the first flag, ${says[arm]}`, on, '', first);
        study.observes(`users with both flags, ${says[arm]}`, both, '', metrics[`${arm}.both`]);
        if (arm !== 'own') return;
        const { atLeast, atMost } = bothFlags(p);
        study.holds(
          'flags-are-independent',
          both >= atLeast && both <= atMost,
          `${both} users have both flags, not ${atLeast} to ${atMost}`,
        );
      });
    }
    for (const isPacked of [false, true]) {
      const own = isPacked ? { ...rules, 'ranges-grow-in-place': false } : rules;
      const how = `ranges ${isPacked ? 'packed from 0' : 'that grow in place'}`;
      const seen = users.map(() => new Set<number>());
      for (const coverage of coverages) {
        study.next(() => {
          const ranges = rangesOf([0.5, 0.5], coverage, own);
          let second = 0;
          for (const [place, user] of users.entries()) {
            const variant = variantOf(bucketOf(`${release}-color`, user, own), ranges);
            if (variant !== undefined) seen[place]?.add(variant);
            if (variant === 1) second += 1;
          }
          study.observes(`users with variant B at ${percent(coverage, 0)}, ${how}`, second);
        });
      }
      study.next(() => {
        const moved = seen.filter(({ size }) => size > 1).length;
        const metric = isPacked ? metrics.movedPacked : metrics.moved;
        study.observes(`users who change their variant, ${how}`, moved, '', metric);
        if (isPacked) return;
        study.holds('users-keep-their-variant', moved === 0, `${moved} users change their variant`);
      });
    }
    return study;
  },
  expect: (p) => {
    const flag = binomialBounds(p.users, p.percent / 100);
    return [
      within('on', 'on', flag).says('users for whom a flag is on: its share of them (binomial)'),
      within('own.both', 'independent', bothFlags(p)).says(
        'users with both flags, if each hashes its name: the product of the shares (binomial)',
      ),
      exactly(0, difference('shared.both', 'sharedOn'), 'the-same').says(
        'users with both flags less those with the first, without names: the same users',
      ),
      within('once.both', 'hashed-once', overlapping(p)).says(
        'users with both flags, hashed once: by how far the names shift the buckets',
      ),
      exactly(0, 'moved', 'keep').says('users who change their variant when a flag goes to more'),
      within('movedPacked', 'packed', binomialBounds(p.users, movedShare)).says(
        'users who change it with ranges packed from 0: 35% of them (binomial)',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `A user’s bucket is a hash of the user and the flag’s name, and a flag is on in the buckets below its percentage: so flags are independent, and whoever has one keeps it as the percentage rises. ` +
    `Each flag is on for ${p.percent}% of ${inDigits(p.users)} users, and ${inDigits(m['own.both'].value ?? 0)} have both, near the ${inDigits(Math.round((p.users * p.percent * p.percent) / 10_000))} expected of independent flags. ` +
    `Without the name of the flag in the hash all ${inDigits(m['shared.both'].value ?? 0)} users of the first flag get the second one too. ` +
    `A second hash is needed, too: hashed once by FNV-1a, names that differ in the last character choose ${inDigits(m['once.both'].value ?? 0)} users in common. ` +
    `When an experiment with two variants goes to more users, no user changes the variant if each variant’s range of buckets grows where it is; ${inDigits(m.movedPacked.value ?? 0)} do if the second begins where the first ends.`,
});

const bothFlags = (p: z.output<typeof params>) =>
  binomialBounds(p.users, (p.percent * p.percent) / 10_000);

/**
 * FNV-1a multiplies after its last character: names that end in 1 and 2 (which differ in their last two bits) give hashes
 * that are 1 or 3 primes apart, in either direction, each as likely. Modulo 1,000 that shifts every bucket by the same.
 */
const fnvPrime = 16_777_619;
const hashes = 2 ** 32;

function overlapping(p: z.output<typeof params>) {
  const covered = p.percent / 100;
  let mean = 0;
  for (const primes of [1, 3]) {
    const shift = ((primes * fnvPrime) % 1_000) / 1_000;
    mean += (Math.max(0, covered - shift) + Math.max(0, covered - (1 - shift))) / 2;
  }
  // Where the sum passes 2^32 the shift is another one.
  const passing = ((3 * fnvPrime) / hashes) * covered;
  return {
    atLeast: binomialBounds(p.users, Math.max(0, mean - passing)).atLeast,
    atMost: binomialBounds(p.users, mean + passing).atMost,
  };
}

// Left out: users without an id, who are told apart by their device.
