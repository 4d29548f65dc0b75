/** Users return repeatedly while a flag goes from 1 to 5, 25 and 100%. */
import * as z from 'zod';
import { canary } from '../../sims/canary/canary.ts';
import { canaryInvariants } from '../../sims/canary/invariants.ts';
import { defaultDesign } from '../../sims/canary/judge/design.ts';
import type { CanaryNote } from '../../sims/canary/notes.ts';
import { emptyStudy } from '../../sims/canary/study.ts';
import { seesNewVersion } from '../../sims/canary/traffic/bucketing.ts';
import { sometimes } from '../../src/check/goal.ts';
import { counter } from '../../src/check/metric.ts';
import { type Process, sleep } from '../../src/kernel/process.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';

const percentages = [1, 5, 25, 100];
const visitsPerPhase = 3;

/** Beyond this many standard deviations a share is off with a probability of at most 2e-9. */
const deviationsMax = 6;

const params = z.object({
  users: z.int().min(1).max(1_000_000).default(5_000).describe('users, who return repeatedly'),
});

export default scenario({
  id: 'canary/sticky-users',
  asks: 'The percentage of a flag rises. Does any user lose the new version again?',
  sim: canary,
  claims: ['qf-canary-steps'],
  code: [
    'sims/canary/traffic/bucketing.ts#seesNewVersion',
    'sims/canary/traffic/bucketing.ts#bucketOf',
  ],
  params,
  durationMs: () => percentages.length * visitsPerPhase + 1,
  invariants: canaryInvariants,
  metrics: {
    exposedAtOne: counter('users', 'who see the new version at 1%'),
    exposedAtFive: counter('users', 'who see the new version at 5%'),
    exposedAtQuarter: counter('users', 'who see the new version at 25%'),
    exposedAtAll: counter('users', 'who see the new version at 100%'),
  },
  build({ world, params, rules, metrics }) {
    const study = emptyStudy(defaultDesign);
    const stream = world.kernel.random.stream('buckets');
    const { exposedAtOne, exposedAtFive, exposedAtQuarter, exposedAtAll } = metrics;
    const exposed = [exposedAtOne, exposedAtFive, exposedAtQuarter, exposedAtAll];
    const haveSeenIt = new Set<number>();
    const changedBack = new Set<number>();
    const release = String(world.kernel.random.stream('release')());
    const note = (said: CanaryNote) => world.note('flag', said);
    world.spawn(
      (function* (): Process<void> {
        for (const [phase, percentage] of percentages.entries()) {
          note({ kind: 'phase', percentage });
          for (let visit = 0; visit < visitsPerPhase; visit++) {
            for (let user = 0; user < params.users; user++) {
              const isNew = seesNewVersion(`user ${user}`, release, percentage, rules, stream);
              if (isNew && visit === 0) exposed[phase]?.add();
              if (isNew) haveSeenIt.add(user);
              else if (haveSeenIt.has(user)) changedBack.add(user);
            }
            study.users.seen = haveSeenIt.size;
            study.users.changedBack = changedBack.size;
            note({ kind: 'users', seen: haveSeenIt.size, changedBack: changedBack.size });
            yield* sleep(1);
          }
        }
      })(),
    );
    return study;
  },
  goals: ({ users }) => [
    sometimes(
      'everybody-has-it',
      'every user sees the new version',
      ({ users: { seen } }) => seen === users,
    ),
  ],
  expect: ({ users }) => {
    const within = (share: number) => deviationsMax * Math.sqrt(users * share * (1 - share));
    return [
      {
        id: 'one-percent-is-one-percent',
        text: 'at 1% about one user in a hundred sees it (within six standard deviations of the binomial)',
        measured: ({ exposedAtOne }) => exposedAtOne.value,
        bound: { atLeast: users * 0.01 - within(0.01), atMost: users * 0.01 + within(0.01) },
      },
      {
        id: 'five-percent-are-five-percent',
        text: 'at 5% about one user in twenty sees it (within six standard deviations of the binomial)',
        claim: 'qf-canary-steps',
        measured: ({ exposedAtFive }) => exposedAtFive.value,
        bound: { atLeast: users * 0.05 - within(0.05), atMost: users * 0.05 + within(0.05) },
      },
      {
        id: 'a-quarter-is-a-quarter',
        text: 'at 25% about one user in four sees it (within six standard deviations of the binomial)',
        measured: ({ exposedAtQuarter }) => exposedAtQuarter.value,
        bound: { atLeast: users * 0.25 - within(0.25), atMost: users * 0.25 + within(0.25) },
      },
    ];
  },
  tells: ({ params: { users }, subject, metrics }) =>
    `${subject.users.changedBack === 0 ? 'No, if the bucket is a hash of the user and the release: a larger percentage keeps everyone who was in' : 'Yes'}. ` +
    `While the percentage rose, ${inDigits(subject.users.changedBack)} of ${inDigits(users)} users went back to the old version. ` +
    `At 1% the new version reached ${percent(metrics.exposedAtOne.value / users)} of the users, ` +
    `at 5% ${percent(metrics.exposedAtFive.value / users)}, at 25% ${percent(metrics.exposedAtQuarter.value / users)}.`,
});

// Left out: users who sign in on another device, and have another identity there.
