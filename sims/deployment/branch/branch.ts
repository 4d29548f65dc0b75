/**
 * A branch that two developers rewrite and push. Each owns a file; a commit is a step that sets it to its next version,
 * and a branch is its steps from the first commit on, so that an ancestor is a beginning.
 */
import type { DeploymentRules } from '../rules.ts';

export const developers = ['a', 'b'] as const;
export type Developer = (typeof developers)[number];

/** Steps like `a2`: developer a has set the file to version 2. */
export type Commit = readonly string[];

export interface Clone {
  readonly local: Commit;
  /** `origin/main`: the branch of the server as this clone has seen it last. */
  readonly tracking: Commit;
  /** Every commit that the local branch has been at. */
  readonly reflog: readonly Commit[];
  /** A push that has compared, and not yet set. */
  readonly compared: boolean;
}

export interface Shared {
  readonly remote: Commit;
  readonly clones: Readonly<Record<Developer, Clone>>;
}

export const versionOf = (commit: Commit, developer: Developer): number =>
  Number(commit.findLast((step) => step.startsWith(developer))?.slice(1) ?? 0);

const first: Clone = { local: [], tracking: [], reflog: [[]], compared: false };
export const atFirst: Shared = { remote: [], clones: { a: first, b: first } };

export const same = (left: Commit, right: Commit): boolean => left.join() === right.join();

const isAncestor = (of: Commit, commit: Commit): boolean =>
  same(of.slice(0, commit.length), commit);

const moved = (clone: Clone, local: Commit): Clone => ({
  ...clone,
  local,
  reflog: clone.reflog.some((entry) => same(entry, local))
    ? clone.reflog
    : [...clone.reflog, local],
});

const nextStep = (clone: Clone, developer: Developer): string =>
  `${developer}${versionOf(clone.local, developer) + 1}`;

export const committed = (clone: Clone, developer: Developer): Clone =>
  moved(clone, [...clone.local, nextStep(clone, developer)]);

/** Undefined unless the last commit is their own. */
export const amended = (clone: Clone, developer: Developer): Clone | undefined =>
  clone.local.at(-1)?.startsWith(developer)
    ? moved(clone, [...clone.local.slice(0, -1), nextStep(clone, developer)])
    : undefined;

export const fetched = (clone: Clone, remote: Commit): Clone => ({ ...clone, tracking: remote });

/** Fetches, goes to what the server has, and puts their own file on top if it is newer. */
export function integrated(clone: Clone, developer: Developer, remote: Commit): Clone {
  const own = versionOf(clone.local, developer);
  const onRemote = moved(fetched(clone, remote), remote);
  return own > versionOf(remote, developer)
    ? moved(onRemote, [...remote, `${developer}${own}`])
    : onRemote;
}

/** Why a forced push is refused; undefined: it is accepted. */
export function refusal(clone: Clone, remote: Commit, rules: DeploymentRules): string | undefined {
  // git push --force-with-lease: the server's branch is where this clone has last seen it.
  if (rules['push-compares-the-branch'] && !same(remote, clone.tracking)) return 'stale info';
  // --force-if-includes: what this clone has seen was once part of its own branch.
  const isIncluded = clone.reflog.some((entry) => isAncestor(entry, clone.tracking));
  if (rules['seen-is-included'] && !isIncluded) return 'remote ref updated since checkout';
  return undefined;
}

/** Developers whose newest version a push takes away from the server. */
export const overwritten = (before: Commit, after: Commit): readonly Developer[] =>
  developers.filter((developer) => versionOf(after, developer) < versionOf(before, developer));
