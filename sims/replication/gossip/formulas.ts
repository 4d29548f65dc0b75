/** How gossip spreads in synchronous rounds: exact distributions, and the limits of the papers. */
import { exp, log, log2, pow } from '../../../src/kernel/elementary.ts';
import { crossing } from '../../../src/statistics/root.ts';

export interface Epidemic {
  readonly nodes: number;
  /** Nodes that are down: they are called, and never answer. */
  readonly down: number;
  /** Probability that a message is lost. */
  readonly loss: number;
}

export interface Ways {
  readonly pushes: boolean;
  readonly pulls: boolean;
}

/** Pittel, On Spreading a Rumor, 1987: rounds until all know by push, but for a bounded number. */
export const pittelRounds = (nodes: number): number => log2(nodes) + log(nodes);

/** Probabilities of 0 to `trials` successes. */
function binomial(trials: number, share: number): number[] {
  if (share >= 1) return [...new Array<number>(trials).fill(0), 1];
  const chances = [pow(1 - share, trials)];
  for (let count = 0; count < trials; count++)
    chances.push(
      (((chances[count] ?? 0) * (trials - count)) / (count + 1)) * (share / (1 - share)),
    );
  return chances;
}

/**
 * Of `known` nodes that know the update, how many more know it after a round: index is their number.
 * Each push hits one of the others at random; each node that does not know calls one of them.
 */
export function learnersOf(known: number, { nodes, down, loss }: Epidemic, ways: Ways): number[] {
  const rest = nodes - down - known;
  let pushed = [1];
  for (let push = 0; ways.pushes && push < known; push++) {
    const next = new Array<number>(Math.min(rest, pushed.length) + 1).fill(0);
    pushed.forEach((chance, hit) => {
      const isNew = ((1 - loss) * (rest - hit)) / (nodes - 1);
      next[hit] = (next[hit] ?? 0) + chance * (1 - isNew);
      if (isNew > 0) next[hit + 1] = (next[hit + 1] ?? 0) + chance * isNew;
    });
    pushed = next;
  }
  const learners = new Array<number>(rest + 1).fill(0);
  // A pull needs its call and its answer.
  const answered = ways.pulls ? (known / (nodes - 1)) * (1 - loss) * (1 - loss) : 0;
  pushed.forEach((chance, hit) => {
    if (chance < 1e-15) return;
    binomial(rest - hit, answered).forEach((also, pulled) => {
      learners[hit + pulled] = (learners[hit + pulled] ?? 0) + chance * also;
    });
  });
  return learners;
}

/** Between which rounds the last node that is up learns the update, and the mean. */
export function roundsToAll(epidemic: Epidemic, ways: Ways, missed: number) {
  const all = epidemic.nodes - epidemic.down;
  const rows: (readonly number[])[] = [];
  let chances = new Array<number>(all + 1).fill(0);
  chances[1] = 1;
  let [atLeast, mean] = [0, 0];
  for (let round = 0; ; round++) {
    const done = chances[all] ?? 0;
    if (done <= missed) atLeast = round + 1;
    if (1 - done <= missed) return { atLeast, atMost: round, mean };
    mean += 1 - done;
    const next = new Array<number>(all + 1).fill(0);
    chances.forEach((chance, known) => {
      if (chance < 1e-15) return;
      rows[known] ??= learnersOf(known, epidemic, ways);
      for (const [more, also] of (rows[known] ?? []).entries())
        next[known + more] = (next[known + more] ?? 0) + chance * also;
    });
    chances = next;
  }
}

/** Demers et al. 1987, §1.4: the share s that a rumour misses, s = e^(-(k + 1)(1 - s)). */
export const residue = (k: number): number =>
  crossing((s) => s - exp(-(k + 1) * (1 - s)), 0, 1 / (k + 1));

/**
 * How many nodes that are up a rumour misses: index is their number. Whoever tells it, the next node
 * told is a new one in proportion to those that do not know it. It ends when every node that knows
 * it has met k others that did, so the order of telling does not matter.
 */
export function missedByRumour(k: number, { nodes, down, loss }: Epidemic): number[] {
  const all = nodes - down;
  const missed = new Array<number>(all).fill(0);
  let chances: number[] = [1];
  for (let known = 1; known <= all; known++) {
    const later = new Array<number>(k * known + 1).fill(0);
    for (let met = 0; met < k * known; met++) {
      const chance = chances[met] ?? 0;
      // Lost messages change nothing; a met node counts only if its feedback arrives.
      const [isNew, isMet] = [all - known, (known - 1) * (1 - loss)];
      if (isNew + isMet === 0) continue;
      later[met] = (later[met] ?? 0) + (chance * isNew) / (isNew + isMet);
      chances[met + 1] = (chances[met + 1] ?? 0) + (chance * isMet) / (isNew + isMet);
    }
    missed[all - known] = chances[k * known] ?? 0;
    chances = later;
  }
  return missed;
}

/** The counts outside which at most `missed` of the probability lies on either side. */
export function quantilesOf(chances: readonly number[], missed: number) {
  let below = 0;
  let atLeast = 0;
  while (below + (chances[atLeast] ?? 0) <= missed && atLeast < chances.length - 1)
    below += chances[atLeast++] ?? 0;
  let above = 0;
  let atMost = chances.length - 1;
  while (above + (chances[atMost] ?? 0) <= missed && atMost > 0) above += chances[atMost--] ?? 0;
  return { atLeast, atMost };
}
