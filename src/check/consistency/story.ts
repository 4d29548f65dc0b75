/** Why a read is stale, as a short story: O1 did this, O2 came after it, … and the last one missed it. */
import { must } from '../../kernel/must.ts';
import { inWords } from '../linearizability/value.ts';
import type { HappensBefore } from './happens-before.ts';
import type { Access } from './sessions.ts';
import { isOlder, type StaleRead } from './stale-read.ts';

export interface Story {
  /** O1, O2… of the sentences, in this order. */
  readonly accesses: readonly Access[];
  readonly sentences: readonly string[];
}

/** From the version that was returned by way of the newer one to the read. */
export function storyOfStale(stale: StaleRead, happened: HappensBefore): Story {
  const { read, source, newer, by } = stale;
  const known = pathThrough([newer, ...by, read], happened);
  if (source === undefined) {
    return told(known, (nameOf) => [
      `${nameOf(read)} returned the initial value of ${keyOf(read)}, although ${nameOf(newer)} had written it`,
    ]);
  }
  if (!isOlder(happened, source, newer)) return storyOfGoingBack(stale, happened);
  const accesses = [...pathThrough([source, newer], happened), ...known.slice(1)];
  return told(accesses, (nameOf) => [
    `${nameOf(read)} returned what ${nameOf(source)} wrote to ${keyOf(read)}: ${nameOf(newer)} had overwritten it`,
  ]);
}

/** The session read one version, then another, and then the first again. */
function storyOfGoingBack({ read, source, by }: StaleRead, happened: HappensBefore): Story {
  const first = happened.history.sessions[read.session]?.find(
    (access) => access.isRead && access.key === read.key && happened.sourceOf(access) === source,
  );
  const accesses = [must(first, 'first read of the version'), ...by, read];
  return told(accesses, (nameOf) => [
    `${nameOf(read)} went back to the version that ${nameOf(must(accesses[0], 'read'))} returned, although ${nameOf(must(by[0], 'read'))} had moved on from it`,
  ]);
}

/** Operations that contradict one another as a whole. */
export function storyOfCore(accesses: readonly Access[], sentence: string): Story {
  const bySession = accesses.toSorted((a, b) => a.session - b.session || a.place - b.place);
  return { accesses: bySession, sentences: [sentence] };
}

/** Each read returned a write that its writer made after the next read: none can be the first. */
export function storyOfCycle(cycle: readonly Access[], happened: HappensBefore): Story {
  const accesses = cycle.flatMap((read) => [read, must(happened.sourceOf(read), 'write')]);
  const nameOf = (place: number) => `O${(place % accesses.length) + 1}`;
  const sentences = cycle.flatMap((_, place) => [
    `${nameOf(2 * place)} returned what ${nameOf(2 * place + 1)} wrote (reads-from)`,
    `${nameOf(2 * place + 1)} comes after ${nameOf(2 * place + 2)} in its session`,
  ]);
  return { accesses, sentences };
}

function told(
  accesses: readonly Access[],
  ending: (nameOf: (access: Access) => string) => readonly string[],
): Story {
  const nameOf = (access: Access) => `O${accesses.indexOf(access) + 1}`;
  const steps = accesses.slice(1).map((later, place) => {
    const earlier = must(accesses[place], 'access of the story');
    const order = `${nameOf(earlier)} before ${nameOf(later)}`;
    return later.session === earlier.session
      ? `${order}: session order`
      : `${order}: ${nameOf(later)} read what ${nameOf(earlier)} wrote`;
  });
  return { accesses, sentences: [...steps, ...ending(nameOf)] };
}

function keyOf({ operation: { key } }: Access): string {
  return key === undefined ? 'the object' : inWords(key);
}

/** Fills in what stands between, as short as it can be. Each must have happened before the next. */
function pathThrough(accesses: readonly Access[], happened: HappensBefore): Access[] {
  return accesses.flatMap((access, place) => {
    const next = accesses[place + 1];
    return next === undefined ? [access] : shortestPath(access, next, happened).slice(0, -1);
  });
}

/**
 * Breadth first, over what comes after in a session and what read a write. In each session only the part
 * before the first access that was reached is still to be visited. O(accesses).
 */
function shortestPath(from: Access, to: Access, happened: HappensBefore): Access[] {
  const { sessions } = happened.history;
  const before = new Map<Access, Access | undefined>([[from, undefined]]);
  const reached = sessions.map(({ length }) => length);
  const queue = [from];
  const visit = (access: Access, by: Access) => {
    if (before.has(access) || (access !== to && !happened.precedes(access.id, to.id))) return;
    before.set(access, by);
    queue.push(access);
  };
  for (const access of queue) {
    if (access === to) break;
    for (const reader of happened.readers.get(access.id) ?? [])
      visit(happened.access(reader), access);
    const session = must(sessions[access.session], 'session');
    const end = must(reached[access.session], 'first place that was reached');
    for (const later of session.slice(access.place + 1, end)) visit(later, access);
    reached[access.session] = Math.min(end, access.place);
  }
  const path: Access[] = [];
  for (let access: Access | undefined = to; access !== undefined; access = before.get(access)) {
    path.unshift(access);
  }
  return path;
}
