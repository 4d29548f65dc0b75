/** What a threshold of followers costs: authors below it are pushed, all others read. */

/** An author, by what happens in the same span of time. */
export interface AuthorLoad {
  readonly followers: number;
  readonly posts: number;
}

export interface ThresholdLoad {
  readonly authors: readonly AuthorLoad[];
  /** Of a user’s timeline. */
  readonly reads: number;
  /** Copies of a post that cost as much as merging one list into a timeline. */
  readonly copiesPerList: number;
}

/** Copies of all posts of authors below the threshold, and lists of all others merged by their followers. */
export function costAt(threshold: number, load: ThresholdLoad): number {
  return load.authors.reduce(
    (sum, { followers, posts }) =>
      sum + followers * (followers < threshold ? posts : load.reads * load.copiesPerList),
    0,
  );
}

/** Every threshold that makes a difference, ascending: to read all authors, and to push one number of followers more each time. */
export const thresholdsOf = ({ authors }: ThresholdLoad): number[] => {
  const counts = [...new Set(authors.map(({ followers }) => followers))];
  return [0, ...counts.map((followers) => followers + 1)].sort((one, other) => one - other);
};

/** The cheapest threshold; of several the lowest. */
export function cheapest(load: ThresholdLoad): {
  readonly threshold: number;
  readonly cost: number;
} {
  let best = { threshold: 0, cost: costAt(0, load) };
  for (const threshold of thresholdsOf(load)) {
    const cost = costAt(threshold, load);
    if (cost < best.cost) best = { threshold, cost };
  }
  return best;
}
