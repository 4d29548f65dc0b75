import * as z from 'zod';
import type { DeploymentLaw } from '../../sims/deployment/laws.ts';
import {
  type Choice,
  choices,
  costMoments,
  Decisions,
  type Incident,
  rollbackThreshold,
} from '../../sims/deployment/rollback/decision.ts';
import { meanBounds, near } from '../../src/check/bounds.ts';
import { exactly, within } from '../../src/check/expected.ts';
import { gauge, gaugePer } from '../../src/check/metric.ts';
import { Study } from '../../src/check/study.ts';
import { chance, type RandomStream } from '../../src/kernel/random.ts';
import { real, whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { aboutDeployment } from './kit.ts';

const params = z.object({
  badShare: real(0.02, 0.9, 0.2, 'of the releases that raise an alarm: how many are bad'),
  goodErrors: real(0.001, 0.05, 0.01, 'share of requests that fail, of a good release'),
  badTimes: real(1.5, 10, 3, 'times as many fail of a bad one'),
  requests: whole(20, 200, 100, 'that a look counts'),
  rollback: real(10, 1_000, 200, 'dollars that a rollback costs'),
  harm: real(1_100, 100_000, 2_000, 'dollars that a bad release costs that stays'),
  look: real(1, 1_000, 50, 'dollars that a bad release costs while it is looked at once more'),
  incidents: whole(500, 5_000, 1_000, 'that are drawn'),
});
type Params = z.output<typeof params>;

const policies = ['always', 'never', 'proven', 'cost'] as const;
type Policy = (typeof policies)[number];
const says: Readonly<Record<Policy, string>> = {
  always: 'rolled back each time',
  never: 'never rolled back',
  proven: 'rolled back if more likely bad than good',
  cost: 'the choice of the lowest expected cost',
};

const incidentOf = (p: Params): Incident => ({
  badShare: p.badShare,
  goodErrors: p.goodErrors,
  badErrors: p.goodErrors * p.badTimes,
  requests: p.requests,
  rollbackCost: p.rollback,
  harmCost: p.harm,
  lookCost: p.look,
});

const chooser = (policy: Policy, decisions: Decisions): ((errors: number) => Choice) => {
  if (policy === 'always') return () => 'roll-back';
  if (policy === 'never') return () => 'stay';
  const { badShare } = decisions.incident;
  if (policy === 'proven') {
    return (errors) => (decisions.belief(errors, badShare) > 0.5 ? 'roll-back' : 'stay');
  }
  const chosen = Array.from({ length: decisions.incident.requests + 1 }, (_, errors) =>
    decisions.chosen(errors),
  );
  return (errors) => chosen[errors] ?? 'roll-back';
};

/** For a second fleet: what it costs a month, and what an outage costs that it avoids. */
const [fleetDollars, outageDollars] = [2_000, 50_000];

export default scenario({
  ...aboutDeployment,
  id: 'deployment/roll-back-or-wait',
  asks: 'After a release the errors look high. Is it cheaper to roll back at once, to look once more, or to stay?',
  claims: ['deploy-blue-green-payment-arithmetic'],
  code: [
    'sims/deployment/rollback/decision.ts#chosen',
    'sims/deployment/rollback/decision.ts#rollbackThreshold',
    'sims/deployment/rollback/decision.ts#belief',
  ],
  params,
  metrics: {
    threshold: gauge(
      'share',
      'belief in a bad release from which rolling back is cheaper than staying',
    ),
    ...gaugePer(policies, 'cost', 'dollars', (policy) => `an incident, mean, ${says[policy]}`),
    errors: gauge('errors', 'in a look from which the cheapest choice is to roll back'),
    breakEven: gauge('outages', 'a month that a second fleet has to avoid'),
  },
  build({ world, params: p, rules, metrics }) {
    const study = new Study<DeploymentLaw>(world);
    const decisions = new Decisions(incidentOf(p), rules);
    study.next(() => {
      const threshold = rollbackThreshold(decisions.incident);
      study.observes('belief from which a rollback is cheaper', threshold, '', metrics.threshold);
      study.observes(
        'outages a month that pay for a second fleet',
        fleetDollars / outageDollars,
        '',
        metrics.breakEven,
      );
    });
    for (const policy of policies) {
      study.next(() => {
        const stream = study.stream(policy);
        const choose = chooser(policy, decisions);
        let dollars = 0;
        for (let drawn = 0; drawn < p.incidents; drawn++)
          dollars += costOf(decisions, choose, stream);
        const mean = dollars / p.incidents;
        study.observes(`dollars an incident, ${says[policy]}`, mean, '', metrics[`${policy}.cost`]);
      });
    }
    study.next(() => {
      const chosen = chooser('cost', decisions);
      const counts = Array.from({ length: p.requests + 1 }, (_, errors) => errors);
      const first = counts.find((errors) => chosen(errors) === 'roll-back') ?? p.requests + 1;
      study.observes(
        'errors from which it is rolled back',
        first,
        `of ${p.requests}`,
        metrics.errors,
      );
      for (const errors of counts) {
        const belief = decisions.belief(errors, p.badShare);
        const costs = choices.map((choice) => decisions.cost(choice, belief));
        const cost = decisions.cost(chosen(errors), belief);
        const how = `after ${errors} errors of ${p.requests} the choice is ${chosen(errors)} for ${cost.toFixed(2)} dollars instead of ${Math.min(...costs).toFixed(2)}`;
        study.holds('cheapest-choice', cost <= Math.min(...costs) * (1 + 1e-9), how);
      }
    });
    for (const errors of [0, 1, 2, 4, 8]) {
      study.next(() => {
        const belief = decisions.belief(Math.min(errors, p.requests), p.badShare);
        study.observes(`belief after ${errors} errors`, Number(belief.toPrecision(6)));
      });
    }
    return study;
  },
  expect: (p) => {
    const decisions = new Decisions(incidentOf(p), everyRule);
    const moments = (policy: Policy) =>
      meanBounds(costMoments(decisions, chooser(policy, decisions)), p.incidents, 1e-6);
    return [
      exactly(p.rollback / p.harm, 'threshold', 'threshold').says(
        'belief from which rolling back is cheaper than staying: the cost of the rollback over that of the harm',
      ),
      ...policies.map((policy) =>
        within(`${policy}.cost`, policy, moments(policy)).says(
          `dollars an incident, ${says[policy]}: as computed over all counts of errors`,
        ),
      ),
      within('breakEven', 'break-even', near(fleetDollars / outageDollars)).says(
        'outages a month that a second fleet for $2,000 has to avoid, at $50,000 each',
        'deploy-blue-green-payment-arithmetic',
      ),
    ];
  },
  tells: ({ params: p, metrics: m }) =>
    `Roll back at once if the probability that the release is bad exceeds ${percent(m.threshold.value ?? 0, 0)}, the cost of a rollback, $${inDigits(p.rollback)}, over that of the harm, $${inDigits(p.harm)}. That takes ${m.errors.value} errors in ${p.requests} requests; with fewer it is cheaper to look again or to stay. The cheapest choice costs $${(m['cost.cost'].value ?? 0).toFixed(0)} an incident, rolling back each time $${(m['always.cost'].value ?? 0).toFixed(0)}, waiting for proof $${(m['proven.cost'].value ?? 0).toFixed(0)}, staying $${(m['never.cost'].value ?? 0).toFixed(0)}.`,
});

const everyRule = aboutDeployment.sim.rules.without();

function costOf(
  decisions: Decisions,
  choose: (errors: number) => Choice,
  stream: RandomStream,
): number {
  const { badShare, goodErrors, badErrors, requests, rollbackCost, harmCost, lookCost } =
    decisions.incident;
  const isBad = chance(stream, badShare);
  const look = () => {
    let errors = 0;
    for (let request = 0; request < requests; request++) {
      if (chance(stream, isBad ? badErrors : goodErrors)) errors += 1;
    }
    return errors;
  };
  const stays = isBad ? harmCost : 0;
  const errors = look();
  const choice = choose(errors);
  if (choice === 'roll-back') return rollbackCost;
  if (choice === 'stay') return stays;
  const belief = decisions.belief(errors, badShare);
  const then = decisions.chosenAfterLook(look(), belief);
  return (isBad ? lookCost : 0) + (then === 'roll-back' ? rollbackCost : stays);
}

// Left out: harm that grows while one looks, and a bad release that the rollback does not mend.
