/** How many states each published model has, on whatever engine loads this. */
import type { Model } from '../../src/explore/model.ts';
import { Search } from '../../src/explore/search.ts';
import { abd, paxos, pingPong, singleCopy, twoPhaseCommit } from './explored-models.ts';

const models: Readonly<Record<string, () => Model>> = {
  'two-phase commit, 3': () => twoPhaseCommit(3),
  'two-phase commit, 5': () => twoPhaseCommit(5),
  'two-phase commit, 5, symmetric': () => twoPhaseCommit(5, { symmetric: true }),
  'two-phase commit, 7': () => twoPhaseCommit(7),
  'single copy': () => singleCopy(1, 2),
  abd: () => abd(2, 2),
  paxos: () => paxos(3, 2),
  'ping-pong to 5': () => pingPong(5, { losses: Infinity }),
};

export function exploredCounts(): Record<string, readonly [number, number, number]> {
  return Object.fromEntries(
    Object.entries(models).map(([name, model]) => {
      const { distinct, generated, depth } = new Search(model()).finish();
      return [name, [distinct, generated, depth]];
    }),
  );
}
