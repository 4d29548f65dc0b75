import * as z from 'zod';
import { fullestOf, type Throw, throws } from '../../sims/traffic/balancing/bins.ts';
import { fullestAtMost, fullestOfTwoAtMost } from '../../sims/traffic/balancing/formulas.ts';
import type { BalancingLaw, BalancingSubject } from '../../sims/traffic/balancing/laws.ts';
import { note } from '../../sims/traffic/notes.ts';
import { Breaches } from '../../src/check/breaches.ts';
import { within } from '../../src/check/expected.ts';
import { sometimes } from '../../src/check/goal.ts';
import { gaugePer } from '../../src/check/metric.ts';
import { whole } from '../../src/lab/param.ts';
import { scenario } from '../../src/lab/scenario.ts';
import { binomialQuantiles } from '../../src/statistics/binomial-quantiles.ts';
import { inDigits, percent } from '../../src/words/numbers.ts';
import { plainTable } from '../../src/words/table.ts';
import { client } from '../../src/world/server.ts';
import { aboutBalancing, missed } from './balancing-kit.ts';

const params = z.object({
  bins: whole(10, 120, 60, 'bins, and the same number of balls'),
  trials: whole(50, 10_000, 200, 'number of trials'),
});

const titles: Readonly<Record<Throw, string>> = {
  one: 'a random bin',
  two: 'the emptier of two',
  'two-distinct': 'the emptier of two different ones',
};

/** The compared counts: up to 4 balls in the fullest bin with one choice, up to 2 with two. */
const mostOf: Readonly<Record<Throw, number>> = { one: 4, two: 2, 'two-distinct': 2 };

const chances = new Map<string, number>();

/** The exact probability of that, computed once. */
function chanceOf(how: Throw, bins: number): number {
  const known = chances.get(`${how} ${bins}`);
  if (known !== undefined) return known;
  const chance =
    how === 'one'
      ? fullestAtMost(mostOf[how], bins)
      : fullestOfTwoAtMost(mostOf[how], bins, how === 'two-distinct');
  chances.set(`${how} ${bins}`, chance);
  return chance;
}

interface Subject extends BalancingSubject {
  thrown: number;
}

export default scenario({
  ...aboutBalancing,
  id: 'traffic/balls-into-bins',
  asks: 'As many requests as hosts arrive at once, each at a random host, or at the emptier of two. How many does the busiest host get?',
  claims: [],
  code: ['sims/traffic/balancing/bins.ts#fullestOf'],
  params,
  durationMs: () => 10,
  metrics: {
    ...gaugePer(
      throws,
      'few',
      'trials',
      (how) => `${titles[how]}: in which the fullest bin has at most ${mostOf[how]}`,
    ),
    ...gaugePer(throws, 'mean', 'balls', (how) => `${titles[how]}: in the fullest bin, on average`),
    ...gaugePer(
      throws,
      'most',
      'balls',
      (how) => `${titles[how]}: in the fullest bin of all trials`,
    ),
  },
  build({ world, params: { bins, trials }, metrics }): Subject {
    const subject: Subject = { breaches: new Breaches<BalancingLaw>(), thrown: 0, rows: () => [] };
    for (const how of throws) {
      const thrower = client('thrower', (node) => {
        const random = node.stream('bins');
        let [few, sum, most] = [0, 0, 0];
        for (let trial = 0; trial < trials; trial++) {
          const fullest = fullestOf(bins, how, random);
          if (fullest <= mostOf[how]) few += 1;
          sum += fullest;
          if (fullest > most)
            note(node, { kind: 'fullest-bin', choices: titles[how], balls: fullest });
          most = Math.max(most, fullest);
        }
        note(node, { kind: 'all-thrown', choices: titles[how], mean: sum / trials });
        metrics[`${how}.few`].set(few);
        metrics[`${how}.mean`].set(sum / trials);
        metrics[`${how}.most`].set(most);
        subject.thrown += trials;
      });
      world.addServer(how, thrower);
    }
    return subject;
  },
  goals: ({ trials }) => [
    sometimes<Subject>(
      'all-thrown',
      'all trials are made',
      ({ thrown }) => thrown === trials * throws.length,
    ),
  ],
  expect: ({ bins, trials }) =>
    throws.map((how) =>
      within(
        `${how}.few` as const,
        `few-${how}`,
        binomialQuantiles(trials, chanceOf(how, bins), missed),
      ).says(
        `trials of ${inDigits(trials)} in which the busiest host gets at most ${mostOf[how]} requests, with ${titles[how]}`,
      ),
    ),
  tells: ({ params: { bins, trials }, metrics: m }) =>
    `The busiest of ${bins} hosts gets ${(m['one.mean'].value ?? 0).toFixed(2)} of ${bins} requests on average if each goes to a random host, and ${(m['two.mean'].value ?? 0).toFixed(2)} if it goes to the emptier of two random ones (balls into bins). For many hosts the first grows as ln n / ln ln n, the second as ln ln n / ln 2 (Azar, Broder, Karlin and Upfal, 1994).\n\n` +
    plainTable([
      ['each ball goes to', 'fullest, mean', 'of all trials', 'trials at or below', 'exact'],
      ...throws.map((how) => [
        titles[how],
        (m[`${how}.mean`].value ?? 0).toFixed(2),
        inDigits(m[`${how}.most`].value ?? 0),
        `${percent((m[`${how}.few`].value ?? 0) / trials)} with ${mostOf[how]} or fewer`,
        percent(chanceOf(how, bins)),
      ]),
    ]),
});

// Left out: more balls than bins, and balls that leave again: see supermarket.
