/** Users that share a cluster of several resources: dominant resource fairness (Ghodsi et al., NSDI 2011). */
import { must } from '../../../src/kernel/must.ts';
import type { AutoscalingRules } from '../rules.ts';

/** Of each resource, in the same order everywhere: cores and GB, say. */
export type Resources = readonly number[];

export interface SharingUser {
  readonly name: string;
  /** What each of its tasks needs. */
  readonly demand: Resources;
  /** A user of weight 2 is due twice as much; 1 if it is not said. */
  readonly weight?: number;
}

export interface Allocation {
  /** Of each user, in their order. */
  readonly tasks: readonly number[];
  /** Users in the order in which tasks were given. */
  readonly order: readonly number[];
}

const slack = 1e-9;

/** The share of the cluster that one task takes of the resource of which it takes most, through the weight. */
export function dominantShare({ demand, weight = 1 }: SharingUser, capacity: Resources): number {
  const shares = demand.map((needs, at) => needs / must(capacity[at], 'capacity'));
  return Math.max(...shares) / weight;
}

/**
 * Algorithm 1, progressive filling: the next task goes to the user with the smallest dominant share; whoever’s task does not
 * fit any more is left out, and the others go on. The first of those that are equal comes first. O(tasks x users).
 */
export function allocated(
  capacity: Resources,
  users: readonly SharingUser[],
  rules: AutoscalingRules,
): Allocation {
  const tasks = users.map(() => 0);
  const order: number[] = [];
  const free = [...capacity];
  const shares = users.map((user) => dominantShare(user, capacity));
  const fits = ({ demand }: SharingUser) =>
    demand.every((needs, at) => needs <= must(free[at], 'free') + slack);
  const isFair = rules['equalise-dominant-shares'];
  for (;;) {
    let next = -1;
    let smallest = Infinity;
    for (const [at, user] of users.entries()) {
      if (!fits(user)) continue;
      const share = isFair ? (tasks[at] ?? 0) * (shares[at] ?? 0) : at;
      if (share >= smallest - slack) continue;
      [next, smallest] = [at, share];
    }
    const user = users[next];
    if (user === undefined) return { tasks, order };
    for (const [at, needs] of user.demand.entries()) free[at] = (free[at] ?? 0) - needs;
    tasks[next] = (tasks[next] ?? 0) + 1;
    order.push(next);
  }
}

/** The dominant share that all would have if tasks could be cut: as much of the first resource that is used up. */
export function equalShare(capacity: Resources, users: readonly SharingUser[]): number {
  const perShare = capacity.map((all, at) =>
    users.reduce(
      (sum, user) => sum + must(user.demand[at], 'demand') / all / dominantShare(user, capacity),
      0,
    ),
  );
  return 1 / Math.max(...perShare);
}

/** Whether a task of some user could be exchanged for one of a user that is further behind, and stays no further ahead. */
export function unfairPair(
  capacity: Resources,
  users: readonly SharingUser[],
  { tasks }: Allocation,
): readonly [behind: SharingUser, ahead: SharingUser] | undefined {
  const shares = users.map((user) => dominantShare(user, capacity));
  const free = capacity.map((all, at) =>
    users.reduce((left, { demand }, user) => left - (tasks[user] ?? 0) * (demand[at] ?? 0), all),
  );
  for (const [i, behind] of users.entries()) {
    for (const [j, ahead] of users.entries()) {
      const [mine, theirs] = [(tasks[i] ?? 0) + 1, (tasks[j] ?? 0) - 1];
      if (theirs < 0 || mine * (shares[i] ?? 0) > theirs * (shares[j] ?? 0) + slack) continue;
      const fits = behind.demand.every(
        (needs, at) => needs <= (free[at] ?? 0) + (ahead.demand[at] ?? 0) + slack,
      );
      if (fits && i !== j) return [behind, ahead];
    }
  }
  return undefined;
}
