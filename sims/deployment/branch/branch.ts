/**
 * A branch that two developers rewrite and push. Each owns a file; a commit is a step that sets it to its next version,
 * and a branch is its steps from the first commit on, so that an ancestor is a beginning.
 */
import type { DeploymentRules } from '../rules.ts';

export const developers = ['a', 'b'] as const;
export type Developer = (typeof developers)[number];

/** Steps like `a2`, one after the other: developer a has set the file to version 2. Versions have one digit. */
export type Commit = string;

const stepLength = 2;

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

export function versionOf(commit: Commit, developer: Developer): number {
  const place = commit.lastIndexOf(developer);
  return place < 0 ? 0 : Number(commit[place + 1]);
}

const first: Clone = { local: '', tracking: '', reflog: [''], compared: false };
export const atFirst: Shared = { remote: '', clones: { a: first, b: first } };

const moved = (clone: Clone, local: Commit): Clone => ({
  ...clone,
  local,
  reflog: clone.reflog.includes(local) ? clone.reflog : [...clone.reflog, local],
});

const nextStep = (clone: Clone, developer: Developer): string =>
  `${developer}${versionOf(clone.local, developer) + 1}`;

export const committed = (clone: Clone, developer: Developer): Clone =>
  moved(clone, clone.local + nextStep(clone, developer));

/** Undefined unless the last commit is their own. */
export const amended = (clone: Clone, developer: Developer): Clone | undefined =>
  clone.local.at(-stepLength) === developer
    ? moved(clone, clone.local.slice(0, -stepLength) + nextStep(clone, developer))
    : undefined;

export const fetched = (clone: Clone, remote: Commit): Clone => ({ ...clone, tracking: remote });

/** Fetches, goes to what the server has, and puts their own file on top if it is newer. */
export function integrated(clone: Clone, developer: Developer, remote: Commit): Clone {
  const own = versionOf(clone.local, developer);
  const onRemote = moved(fetched(clone, remote), remote);
  return own > versionOf(remote, developer)
    ? moved(onRemote, `${remote}${developer}${own}`)
    : onRemote;
}

/** Why a forced push is refused; undefined: it is accepted. */
export function refusal(clone: Clone, remote: Commit, rules: DeploymentRules): string | undefined {
  // git push --force-with-lease: the server's branch is where this clone has last seen it.
  if (rules['push-compares-the-branch'] && remote !== clone.tracking) return 'stale info';
  // --force-if-includes: what this clone has seen was once part of its own branch.
  const isIncluded = clone.reflog.some((entry) => entry.startsWith(clone.tracking));
  if (rules['seen-is-included'] && !isIncluded) return 'remote ref updated since checkout';
  return undefined;
}

/** Developers whose newest version a push takes away from the server. */
export const overwritten = (before: Commit, after: Commit): readonly Developer[] =>
  developers.filter((developer) => versionOf(after, developer) < versionOf(before, developer));
