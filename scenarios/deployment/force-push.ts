import * as z from 'zod';
import { allOrders, oneOrder } from '../../sims/deployment/branch/orders.ts';
import type { DeploymentLaw } from '../../sims/deployment/laws.ts';
import type { DeploymentRules } from '../../sims/deployment/rules.ts';
import { exactly, some } from '../../src/check/expected.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits } from '../../src/words/numbers.ts';
import { aboutDeployment } from './kit.ts';

const params = z.object({
  versions: whole(1, 2, 2, 'of the file that each of two developers commits, or amends'),
});

const arms = ['force', 'lease', 'leaseFetched', 'includes'] as const;
type Arm = (typeof arms)[number];
const says: Readonly<Record<Arm, string>> = {
  force: '--force',
  lease: '--force-with-lease',
  leaseFetched: '--force-with-lease, and an editor that fetches',
  includes: '--force-with-lease --force-if-includes, and an editor that fetches',
};

/** What each way of pushing leaves out of the rules. */
const rulesOf = (arm: Arm, rules: DeploymentRules): DeploymentRules => {
  if (arm === 'includes') return rules;
  const lease = { ...rules, 'seen-is-included': false };
  return arm === 'force' ? { ...lease, 'push-compares-the-branch': false } : lease;
};

export default scenario({
  ...aboutDeployment,
  id: 'deployment/force-push',
  asks: 'Two developers rewrite one branch and push by force. Which of --force, --force-with-lease and --force-if-includes never overwrites what the other has pushed?',
  claims: ['git-force-with-lease'],
  code: ['sims/deployment/branch/branch.ts#refusal', 'sims/deployment/branch/orders.ts#push'],
  params,
  metrics: {
    ...gaugePer(arms, 'losing', 'pushes', (arm) => `over what the other has pushed, ${says[arm]}`),
    ...gaugePer(arms, 'states', 'states', (arm) => `that any order reaches, ${says[arm]}`),
    ...gaugePer(arms, 'complete', 'states', (arm) => `in which the branch has all, ${says[arm]}`),
    ...gaugePer(arms, 'drawn', 'pushes', (arm) => `over another in one drawn order, ${says[arm]}`),
  },
  build({ world, params: { versions }, rules, metrics }) {
    const study = new Study<DeploymentLaw>(world);
    for (const arm of arms) {
      study.next(() => {
        const limits = {
          versionsMax: versions,
          background: arm === 'leaseFetched' || arm === 'includes',
        };
        const own = rulesOf(arm, rules);
        const { states, losing, complete, story = [] } = allOrders(limits, own);
        const drawn = oneOrder(study.stream(`order of ${arm}`), limits, own);
        study.observes(`states, ${says[arm]}`, states, '', metrics[`${arm}.states`]);
        study.observes(`pushes over another, ${says[arm]}`, losing, '', metrics[`${arm}.losing`]);
        study.observes(`states with all, ${says[arm]}`, complete, '', metrics[`${arm}.complete`]);
        study.observes(`pushes of one drawn order, ${says[arm]}`, drawn.pushes);
        study.observes('of them over another', drawn.losing, '', metrics[`${arm}.drawn`]);
        if (arm === 'lease' || arm === 'includes') {
          study.holds('no-push-overwritten', losing === 0, `${says[arm]}: ${story.join('; ')}`);
        }
      });
    }
    return study;
  },
  expect: () => [
    some('force.losing', 'force').says('pushes over another with --force', 'git-force-with-lease'),
    exactly(0, 'lease.losing', 'lease').says(
      'pushes over another with --force-with-lease, in any order',
      'git-force-with-lease',
    ),
    some('leaseFetched.losing', 'fetched').says(
      'pushes over another with --force-with-lease, if an editor fetches',
      'git-force-with-lease',
    ),
    exactly(0, 'includes.losing', 'includes').says(
      'pushes over another with --force-if-includes, in any order',
      'git-force-with-lease',
    ),
    some('includes.complete', 'complete').says('states in which the branch has what both wrote'),
  ],
  tells: ({ metrics: m }) =>
    `Only --force-with-lease together with --force-if-includes: in none of the ${inDigits(m['includes.states'].value ?? 0)} states that two developers can reach does a push overwrite what the other has pushed. The lease alone is a compare-and-set against what the clone has last seen: safe until an editor fetches in the background, then ${inDigits(m['leaseFetched.losing'].value ?? 0)} pushes overwrite. With --force ${inDigits(m['force.losing'].value ?? 0)} do.`,
});

// Left out: a lease that names its commit (--force-with-lease=main:abc), which no fetch moves.
