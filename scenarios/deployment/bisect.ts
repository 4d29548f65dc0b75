import * as z from 'zod';
import { bisected, type CommitTest } from '../../sims/deployment/bisection/bisect.ts';
import {
  halvings,
  leftBySkips,
  majorityWrong,
  oddsOf,
} from '../../sims/deployment/bisection/odds.ts';
import { type FlakyTest, runs } from '../../sims/deployment/bisection/runs.ts';
import type { DeploymentLaw } from '../../sims/deployment/laws.ts';
import { meanBounds } from '../../src/check/bounds.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { pow } from '../../src/kernel/elementary.ts';
import { chance, randomInteger } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialBounds } from '../../src/statistics/binomial-quantiles.ts';
import { counted, inDigits, percent } from '../../src/words/numbers.ts';
import { aboutDeployment } from './kit.ts';

const params = z.object({
  commits: whole(2, 100_000, 1_000, 'from the last good one, which is not counted, to a bad one'),
  searches: whole(100, 2_000, 400, 'of each kind, each for a random commit'),
  flips: real(0.01, 0.3, 0.1, 'share of tests that say the opposite'),
  repeats: whole(
    1,
    31,
    9,
    'tests of a commit against flakiness; an odd number decides by majority',
  ),
  untestable: real(0.01, 0.5, 0.1, 'share of commits that do not build'),
});
type Params = z.output<typeof params>;

const arms = ['flips', 'majority', 'misses', 'anyFailure'] as const;
type Arm = (typeof arms)[number];
const says: Readonly<Record<Arm, string>> = {
  flips: 'tests that flip, each commit tested once',
  majority: 'tests that flip, the majority of several',
  misses: 'a defect that shows in some runs, each commit tested once',
  anyFailure: 'a defect that shows in some runs, bad if any of several fails',
};
const testOf = (arm: Arm, p: Params): FlakyTest => {
  const isOnce = arm === 'flips' || arm === 'misses';
  const repeats = isOnce ? 1 : oddUpTo(p.repeats);
  const isMissing = arm === 'misses' || arm === 'anyFailure';
  return { flips: p.flips, repeats, decides: isMissing ? 'any-failure' : 'majority' };
};
const oddUpTo = (repeats: number) => repeats - ((repeats + 1) % 2);
const oddsOfArm = (arm: Arm, p: Params) => {
  const { repeats } = testOf(arm, p);
  if (arm === 'misses' || arm === 'anyFailure') {
    return oddsOf(p.commits, { ofGood: 0, ofBad: pow(p.flips, repeats) });
  }
  const wrong = majorityWrong(repeats, p.flips);
  return oddsOf(p.commits, { ofGood: wrong, ofBad: wrong });
};

export default scenario({
  ...aboutDeployment,
  id: 'deployment/bisect',
  asks: 'One of 1,000 commits brought a defect. How many tests find it, and how often is the wrong one named if the test is flaky?',
  claims: ['git-bisect-binary'],
  code: [
    'sims/deployment/bisection/bisect.ts#bisected',
    'sims/deployment/bisection/bisect.ts#nextOf',
    'sims/deployment/bisection/runs.ts#runs',
  ],
  params,
  metrics: {
    most: gauge('tests', 'of the longest search'),
    tests: gauge('tests', 'of a search, mean'),
    wrong: gauge('searches', 'that name another commit, although no test is wrong'),
    ...gaugePer(arms, 'right', 'searches', (arm) => `that name the right commit, ${says[arm]}`),
    left: gauge('commits', 'that could be the culprit, mean, if some cannot be tested'),
    outside: gauge('searches', 'that leave out the culprit, if some cannot be tested'),
    refused: gauge('searches', 'that end at once, because the good commit is bad'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<DeploymentLaw>(world);
    const culpritOf = (stream: () => number) => randomInteger(stream, 1, p.commits);
    const exact =
      (culprit: number): CommitTest =>
      (commit) =>
        commit >= culprit ? 'bad' : 'good';
    study.next(() => {
      const stream = study.stream('culprits');
      let [most, tests, wrong] = [0, 0, 0];
      for (let search = 0; search < p.searches; search++) {
        const culprit = culpritOf(stream);
        const found = bisected(p.commits, exact(culprit), rules);
        if ('misplaced' in found) continue;
        if (found.candidates.join() !== `${culprit}`) wrong += 1;
        most = Math.max(most, found.asked.length);
        tests += found.asked.length;
      }
      study.observes('tests of the longest search', most, '', metrics.most);
      study.observes('tests of a search, mean', tests / p.searches, '', metrics.tests);
      study.observes('searches that name another commit', wrong, '', metrics.wrong);
      const limit = halvings(p.commits);
      study.holds(
        'tests-within-halvings',
        most <= limit,
        `a search takes ${most} tests, and ${limit} are enough`,
      );
    });
    for (const arm of arms) {
      study.next(() => {
        const stream = study.stream(arm);
        let right = 0;
        for (let search = 0; search < p.searches; search++) {
          const culprit = culpritOf(stream);
          const test = runs(exact(culprit), testOf(arm, p), stream, rules);
          const found = bisected(p.commits, test, { ...rules, 'test-both-ends': false });
          if ('candidates' in found && found.candidates.join() === `${culprit}`) right += 1;
        }
        study.observes(`right, ${says[arm]}`, right, `of ${p.searches}`, metrics[`${arm}.right`]);
        const { atLeast = 0 } = binomialBounds(p.searches, oddsOfArm(arm, p).rightShare);
        const how = `${right} of ${p.searches} searches name the right commit, instead of at least ${atLeast}: ${says[arm]}`;
        study.holds('flakiness-is-outvoted', right >= atLeast, how);
      });
    }
    study.next(() => {
      const stream = study.stream('untestable');
      let [left, outside] = [0, 0];
      for (let search = 0; search < p.searches; search++) {
        const culprit = culpritOf(stream);
        const ends = new Set([0, p.commits]);
        const broken = new Map<number, boolean>();
        const test: CommitTest = (commit) => {
          const isBroken =
            broken.get(commit) ?? (!ends.has(commit) && chance(stream, p.untestable));
          broken.set(commit, isBroken);
          return isBroken ? 'untestable' : exact(culprit)(commit);
        };
        const found = bisected(p.commits, test, rules);
        if ('misplaced' in found) continue;
        left += found.candidates.length;
        if (!found.candidates.includes(culprit)) outside += 1;
      }
      study.observes('commits left, mean', left / p.searches, '', metrics.left);
      study.observes('searches that leave out the culprit', outside, '', metrics.outside);
      study.holds(
        'culprit-is-left',
        outside === 0,
        `${counted(outside, 'search', 'searches')} named only other commits`,
      );
    });
    study.next(() => study.observes('commits', p.commits));
    study.next(() => study.observes('halvings', halvings(p.commits)));
    return study.next(() => {
      const stream = study.stream('ends');
      let refused = 0;
      for (let search = 0; search < p.searches; search++) {
        // The defect is older than the commit that is said to be good.
        const found = bisected(p.commits, exact(-randomInteger(stream, 0, 9)), rules);
        if ('misplaced' in found) refused += 1;
      }
      const named = p.searches - refused;
      study.observes('searches that end at once', refused, `of ${p.searches}`, metrics.refused);
      study.holds(
        'culprit-is-left',
        named === 0,
        `${counted(named, 'search', 'searches')} named a commit after the culprit`,
      );
    });
  },
  expect: (p) => {
    const sure = oddsOf(p.commits, { ofGood: 0, ofBad: 0 });
    const right = (arm: Arm) => binomialBounds(p.searches, oddsOfArm(arm, p).rightShare);
    const left = leftBySkips(p.untestable);
    // Near an end a run of untestable commits is cut short.
    const cut = (4 * left.mean) / (p.commits * (1 - p.untestable));
    const kept = meanBounds(left, p.searches, cut);
    return [
      within('most', 'halvings', { atMost: halvings(p.commits) }).says(
        'tests of the longest search: at most the logarithm of the commits to base 2, rounded up',
        'git-bisect-binary',
      ),
      within(
        'tests',
        'mean',
        meanBounds({ mean: sure.meanTests, deviation: 0.5 }, p.searches),
      ).says('tests of a search, mean'),
      exactly(0, 'wrong', 'exact').says(
        'searches that name another commit, if no test is wrong',
        'git-bisect-binary',
      ),
      within('flips.right', 'flips', right('flips')).says(
        'searches that are right, each commit tested once: none of their tests may be wrong',
        'git-bisect-binary',
      ),
      within('majority.right', 'majority', right('majority')).says(
        'searches that are right, by the majority of several tests',
      ),
      within('misses.right', 'misses', right('misses')).says(
        'searches that are right if the defect shows in some runs only, each commit tested once',
      ),
      within('anyFailure.right', 'any-failure', right('anyFailure')).says(
        'searches that are right if the defect shows in some runs only, bad if any test fails',
      ),
      within('left', 'left', kept).says(
        'commits that could be the culprit, if some cannot be tested',
      ),
      exactly(0, 'outside', 'outside').says(
        'searches that leave out the culprit, if some are skipped',
      ),
      exactly(p.searches, 'refused', 'ends').says(
        'searches that end at once, as the good commit is bad',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `At most ${m.most.value} tests for ${inDigits(p.commits)} commits, because each halves the candidates. If ${percent(p.flips, 0)} of the tests say the opposite, ${percent((m['flips.right'].value ?? 0) / p.searches, 0)} of the searches name the right commit, because one wrong answer leaves the search in the wrong half; with the majority of ${oddUpTo(p.repeats)} tests of each commit ${percent((m['majority.right'].value ?? 0) / p.searches, 0)}. If ${percent(p.untestable, 0)} of the commits do not build, skip them: ${(m.left.value ?? 0).toFixed(1)} commits are left on average, the culprit among them.`,
});

// Left out: histories with merges, and a defect that comes and goes.
