/** Roll back, stay, or look once more: what each costs on average after so many errors have been seen. */
import { exp, log } from '../../../src/kernel/elementary.ts';
import { logBinomialProbability } from '../../../src/statistics/discrete.ts';
import type { Moments } from '../../../src/statistics/moments.ts';
import type { DeploymentRules } from '../rules.ts';

export interface Incident {
  /** Of the releases after which somebody asks the question: share that are bad. */
  readonly badShare: number;
  /** Share of requests that fail, of a good and of a bad release. */
  readonly goodErrors: number;
  readonly badErrors: number;
  /** Requests that a look counts. */
  readonly requests: number;
  /** Of rolling back, whether the release is bad or not. */
  readonly rollbackCost: number;
  /** Of a bad release that stays. */
  readonly harmCost: number;
  /** Of a bad release while it is looked at once more. */
  readonly lookCost: number;
}

export const choices = ['roll-back', 'stay', 'look'] as const;
export type Choice = (typeof choices)[number];

/** Belief that the release is bad from which rolling back is cheaper than to stay. */
export const rollbackThreshold = ({ rollbackCost, harmCost }: Incident): number =>
  rollbackCost / harmCost;

/** What can be computed of an incident before anything is seen. */
export class Decisions {
  readonly incident: Incident;
  readonly #rules: DeploymentRules;
  readonly #ofGood: readonly number[];
  readonly #ofBad: readonly number[];

  constructor(incident: Incident, rules: DeploymentRules) {
    const { requests, goodErrors, badErrors } = incident;
    this.incident = incident;
    this.#rules = rules;
    this.#ofGood = probabilities(requests, goodErrors);
    this.#ofBad = probabilities(requests, badErrors);
  }

  /** Of so many errors, by the rule of total probability. */
  probability(errors: number, bad: number): number {
    return bad * (this.#ofBad[errors] ?? 0) + (1 - bad) * (this.#ofGood[errors] ?? 0);
  }

  /** That the release is bad, after a look that found so many errors (Bayes). */
  belief(errors: number, before: number): number {
    if (before === 0 || before === 1) return before;
    const { requests, goodErrors, badErrors } = this.incident;
    const failing = errors * log(badErrors / goodErrors);
    const passing = (requests - errors) * log((1 - badErrors) / (1 - goodErrors));
    return 1 / (1 + ((1 - before) / before) * exp(-failing - passing));
  }

  /** Expected cost of a choice at that belief. */
  cost(choice: Choice, belief: number): number {
    const { rollbackCost, harmCost, lookCost, requests } = this.incident;
    if (choice === 'roll-back') return rollbackCost;
    if (choice === 'stay') return belief * harmCost;
    let cost = belief * lookCost;
    for (let errors = 0; errors <= requests; errors++) {
      const probability = this.probability(errors, belief);
      if (probability === 0) continue;
      const after = this.belief(errors, belief);
      cost += probability * Math.min(rollbackCost, after * harmCost);
    }
    return cost;
  }

  /** The choice of the rules after a first look. */
  chosen(errors: number): Choice {
    const rules = this.#rules;
    const before = rules['count-how-often-releases-are-bad'] ? this.incident.badShare : 0.5;
    const belief = this.belief(errors, before);
    if (!rules['decide-by-expected-cost']) return belief > 0.5 ? 'roll-back' : 'stay';
    const free = rules['looking-costs-too'] ? 0 : belief * this.incident.lookCost;
    const costs = { 'roll-back': 0, stay: 0, look: -free };
    for (const choice of choices) costs[choice] += this.cost(choice, belief);
    return choices.reduce((best, choice) => (costs[choice] < costs[best] ? choice : best));
  }

  /** The second choice, if the first was to look: whatever is cheaper then. */
  chosenAfterLook(errors: number, belief: number): 'roll-back' | 'stay' {
    const after = this.belief(errors, belief);
    return after > rollbackThreshold(this.incident) ? 'roll-back' : 'stay';
  }
}

const probabilities = (requests: number, errors: number): number[] =>
  Array.from({ length: requests + 1 }, (_, count) =>
    exp(logBinomialProbability(count, requests, errors, 1 - errors)),
  );

/** Cost of an incident, over all counts of errors of one look and of a second one, and over whether it is bad. */
export function costMoments(decisions: Decisions, choose: (errors: number) => Choice): Moments {
  const { badShare, requests, rollbackCost, harmCost, lookCost } = decisions.incident;
  let [mean, square] = [0, 0];
  const add = (probability: number, cost: number) => {
    mean += probability * cost;
    square += probability * cost * cost;
  };
  for (let errors = 0; errors <= requests; errors++) {
    for (const isBad of [true, false]) {
      const share = isBad ? badShare : 1 - badShare;
      const probability = share * decisions.probability(errors, isBad ? 1 : 0);
      if (probability === 0) continue;
      const choice = choose(errors);
      if (choice === 'roll-back') add(probability, rollbackCost);
      if (choice === 'stay') add(probability, isBad ? harmCost : 0);
      if (choice !== 'look') continue;
      const belief = decisions.belief(errors, badShare);
      for (let more = 0; more <= requests; more++) {
        const then = decisions.probability(more, isBad ? 1 : 0) * probability;
        const isBack = decisions.chosenAfterLook(more, belief) === 'roll-back';
        const spent = isBad ? lookCost : 0;
        add(then, spent + (isBack ? rollbackCost : isBad ? harmCost : 0));
      }
    }
  }
  return { mean, deviation: Math.sqrt(Math.max(0, square - mean * mean)) };
}
