/** Goal: decisions after an alarm are those of Bayes and of expected costs, also where probabilities are tiny. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  costMoments,
  Decisions,
  rollbackThreshold,
} from '../../../sims/deployment/rollback/decision.ts';
import { deploymentRules } from '../../../sims/deployment/rules.ts';

const rules = deploymentRules.without();
const incident = {
  badShare: 0.2,
  goodErrors: 0.01,
  badErrors: 0.03,
  requests: 100,
  rollbackCost: 200,
  harmCost: 2_000,
  lookCost: 50,
};

test('the belief is that of Bayes', () => {
  const decisions = new Decisions(incident, rules);
  const likelihood = (rate: number) => 4950 * rate ** 2 * (1 - rate) ** 98;
  const [bad, good] = [0.2 * likelihood(0.03), 0.8 * likelihood(0.01)];
  expect(decisions.belief(2, 0.2)).toBeCloseTo(bad / (bad + good), 12);
  expect(decisions.probability(2, 0.2)).toBeCloseTo(bad + good, 12);
  expect([decisions.belief(2, 0), decisions.belief(2, 1)]).toEqual([0, 1]);
  const many = new Decisions(
    { ...incident, goodErrors: 0.001, badErrors: 0.0015, requests: 200 },
    rules,
  );
  expect(many.belief(200, 0.2)).toBeCloseTo(1, 12);
});

test('at the threshold rolling back and staying cost the same', () => {
  const decisions = new Decisions(incident, rules);
  const threshold = rollbackThreshold(incident);
  expect(threshold).toBe(0.1);
  expect(decisions.cost('stay', threshold)).toBeCloseTo(decisions.cost('roll-back', threshold), 9);
  expect(decisions.chosenAfterLook(0, 0.1)).toBe('stay');
  expect(decisions.chosenAfterLook(9, 0.1)).toBe('roll-back');
});

test('no fixed choice costs less on average than the cheapest one after each count', () => {
  const shares = fc.double({ min: 0.05, max: 0.9, noNaN: true });
  fc.assert(
    fc.property(shares, fc.integer({ min: 1, max: 900 }), (badShare, lookCost) => {
      const decisions = new Decisions({ ...incident, requests: 30, badShare, lookCost }, rules);
      const { mean } = costMoments(decisions, (errors) => decisions.chosen(errors));
      for (const choice of ['roll-back', 'stay', 'look'] as const) {
        expect(mean).toBeLessThanOrEqual(costMoments(decisions, () => choice).mean * (1 + 1e-9));
      }
      // A look costs on average what its two outcomes cost.
      const look = costMoments(decisions, () => 'look').mean;
      let expected = 0;
      for (let errors = 0; errors <= 30; errors++) {
        const belief = decisions.belief(errors, badShare);
        expected += decisions.probability(errors, badShare) * decisions.cost('look', belief);
      }
      expect(look).toBeCloseTo(expected, 6);
    }),
    { numRuns: 30 },
  );
});

test('costs of a fixed choice: their mean and deviation', () => {
  const decisions = new Decisions(incident, rules);
  expect(costMoments(decisions, () => 'stay').mean).toBeCloseTo(400, 6);
  expect(costMoments(decisions, () => 'stay').deviation).toBeCloseTo(2_000 * Math.sqrt(0.16), 6);
  expect(costMoments(decisions, () => 'roll-back').deviation).toBeCloseTo(0, 3);
});

test('without costs the more probable of the two decides', () => {
  const decisions = new Decisions(incident, deploymentRules.without('decide-by-expected-cost'));
  const counts = Array.from({ length: 101 }, (_, errors) => errors);
  const isProbable = (errors: number) => decisions.belief(errors, incident.badShare) > 0.5;
  expect(counts.map((errors) => decisions.chosen(errors))).toEqual(
    counts.map((errors) => (isProbable(errors) ? 'roll-back' : 'stay')),
  );
  expect(new Set(counts.map(isProbable)).size).toBe(2);
});
