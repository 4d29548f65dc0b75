/**
 * The oracle for the consistency checkers: each model as its definition says it, by trying every order. It
 * shares nothing with the checkers. Histories are small: O(n!) for each read or session.
 */

/** `key` 0, 1…; `value` 0 is the initial one, and each other value of a key is written once. */
export interface Step {
  readonly isRead: boolean;
  readonly key: number;
  readonly value: number;
}

export type Steps = readonly (readonly Step[])[];

interface Placed extends Step {
  readonly session: number;
  readonly place: number;
}

type Precedes = (earlier: Placed, later: Placed) => boolean;

/** What each model allows; undefined for a history in which what was read is not what was written. */
export interface Allowed {
  readonly sequential: boolean;
  readonly 'causal-memory': boolean;
  readonly 'causal-convergence': boolean;
  readonly causal: boolean;
  readonly 'read-your-writes': boolean;
  readonly 'monotonic-reads': boolean;
  readonly 'monotonic-writes': boolean;
  readonly 'writes-follow-reads': boolean;
}

export function allowedBy(steps: Steps): Allowed {
  const all = steps.flatMap((session, number) =>
    session.map((step, place): Placed => ({ ...step, session: number, place })),
  );
  const happened = happenedBefore(all);
  const isSound = all.every(
    (each) => !happened(each, each) && (!each.isRead || each.value === 0 || writeOf(each, all)),
  );
  if (!isSound) return none;
  const sessions = steps.map((_, number) => all.filter(({ session }) => session === number));
  const monotonicReads = sessions.every((session) => versionsNeverFall(session, all, happened));
  return {
    sequential: hasLegalOrder(all, inSession),
    'causal-memory': sessions.every((session) =>
      hasLegalOrder(
        all.filter((each) => !each.isRead || session.includes(each)),
        happened,
      ),
    ),
    'causal-convergence': converges(all, happened),
    causal:
      monotonicReads && all.every((read) => !read.isRead || hasCausalPast(read, all, happened)),
    'read-your-writes': sessions.every((session) => ownWritesAreSeen(session, all, happened)),
    'monotonic-reads': monotonicReads,
    'monotonic-writes': sessions.every((session) =>
      readsKeep(session, all, happened, (first, second) => inSession(first, second)),
    ),
    'writes-follow-reads': sessions.every((session) =>
      readsKeep(session, all, happened, (first, second) =>
        all.some((read) => read.isRead && writeOf(read, all) === first && happened(read, second)),
      ),
    ),
  };
}

const none: Allowed = {
  sequential: false,
  'causal-memory': false,
  'causal-convergence': false,
  causal: false,
  'read-your-writes': false,
  'monotonic-reads': false,
  'monotonic-writes': false,
  'writes-follow-reads': false,
};

const inSession: Precedes = (earlier, later) =>
  earlier.session === later.session && earlier.place < later.place;

function writeOf(read: Placed, all: readonly Placed[]): Placed | undefined {
  return all.find(({ isRead, key, value }) => !isRead && key === read.key && value === read.value);
}

/** The transitive closure of session order and reads-from (Warshall). */
function happenedBefore(all: readonly Placed[]): Precedes {
  const reach = all.map((from) =>
    all.map((to) => inSession(from, to) || (to.isRead && writeOf(to, all) === from)),
  );
  for (const [via] of all.entries()) {
    for (const row of reach) {
      if (row[via]) for (const to of all.keys()) row[to] ||= reach[via]?.[to] === true;
    }
  }
  return (earlier, later) => reach[all.indexOf(earlier)]?.[all.indexOf(later)] === true;
}

/** Is there an order of these that keeps `precedes`, and in which every read returns the last write? */
function hasLegalOrder(steps: readonly Placed[], precedes: Precedes): boolean {
  const search = (left: readonly Placed[], holds: ReadonlyMap<number, number>): boolean =>
    left.length === 0 ||
    left.some((next) => {
      if (left.some((other) => precedes(other, next))) return false;
      if (next.isRead && (holds.get(next.key) ?? 0) !== next.value) return false;
      return search(
        left.filter((other) => other !== next),
        new Map(holds).set(next.key, next.value),
      );
    });
  return search(steps, new Map());
}

/** Every order of these that keeps `precedes`. */
function* orders(steps: readonly Placed[], precedes: Precedes): Generator<readonly Placed[]> {
  if (steps.length === 0) yield [];
  for (const next of steps) {
    if (steps.some((other) => precedes(other, next))) continue;
    const rest = steps.filter((other) => other !== next);
    for (const order of orders(rest, precedes)) yield [next, ...order];
  }
}

function some<Each>(all: Iterable<Each>, holds: (each: Each) => boolean): boolean {
  for (const each of all) if (holds(each)) return true;
  return false;
}

/** Some order of the writes of the past, after which the key holds what was read. */
function hasCausalPast(read: Placed, all: readonly Placed[], happened: Precedes): boolean {
  const past = all.filter((write) => !write.isRead && happened(write, read));
  return some(orders(past, happened), (order) => lastTo(read.key, order) === read.value);
}

/** One order of all writes, so that each read returns the last one of its past. */
function converges(all: readonly Placed[], happened: Precedes): boolean {
  const writes = all.filter(({ isRead }) => !isRead);
  return some(orders(writes, happened), (order) =>
    all.every(
      (read) =>
        !read.isRead ||
        lastTo(
          read.key,
          order.filter((write) => happened(write, read)),
        ) === read.value,
    ),
  );
}

function lastTo(key: number, order: readonly Placed[]): number {
  return order.findLast((write) => write.key === key)?.value ?? 0;
}

/** For each key, some order of its versions that keeps what happened before, from the initial one on. */
function someVersions(
  key: number,
  all: readonly Placed[],
  happened: Precedes,
  isKept: (ageOf: (value: number) => number) => boolean,
): boolean {
  const writes = all.filter((each) => !each.isRead && each.key === key);
  return some(orders(writes, happened), (order) => {
    const values = [0, ...order.map(({ value }) => value)];
    return isKept((value) => values.indexOf(value));
  });
}

function keysOf(all: readonly Placed[]): number[] {
  return [...new Set(all.map(({ key }) => key))];
}

function versionsNeverFall(
  session: readonly Placed[],
  all: readonly Placed[],
  happened: Precedes,
): boolean {
  return keysOf(all).every((key) =>
    someVersions(key, all, happened, (ageOf) => {
      const ages = session
        .filter((each) => each.isRead && each.key === key)
        .map(({ value }) => ageOf(value));
      return ages.every((age, place) => place === 0 || age >= (ages[place - 1] ?? 0));
    }),
  );
}

function ownWritesAreSeen(
  session: readonly Placed[],
  all: readonly Placed[],
  happened: Precedes,
): boolean {
  return keysOf(all).every((key) =>
    someVersions(key, all, happened, (ageOf) =>
      session.every(
        (write) =>
          write.isRead ||
          write.key !== key ||
          session.every(
            (read) =>
              !read.isRead ||
              read.key !== key ||
              !inSession(write, read) ||
              ageOf(read.value) >= ageOf(write.value),
          ),
      ),
    ),
  );
}

/**
 * Once the session has read the second of two writes that `follows` puts in order, its reads of the first one's
 * key return no older version than the first; and not the first itself, if both are to that key.
 */
function readsKeep(
  session: readonly Placed[],
  all: readonly Placed[],
  happened: Precedes,
  follows: Precedes,
): boolean {
  const reads = session.filter(({ isRead }) => isRead);
  const writes = all.filter(({ isRead }) => !isRead);
  return reads.every((read) =>
    reads.every((earlier) => {
      const second = writeOf(earlier, all);
      if (second === undefined || !inSession(earlier, read)) return true;
      return writes.every((first) => {
        if (first.key !== read.key || !follows(first, second)) return true;
        const returned = writeOf(read, all);
        const isOlder = returned === undefined || happened(returned, first);
        return !isOlder && !(returned === first && second.key === first.key);
      });
    }),
  );
}
