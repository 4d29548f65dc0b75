/**
 * What an observer remembers of one lock, and which laws were broken: a fold over notes, the same
 * for the explorer and the timed world.
 */
import type { NodeId } from '../../../src/world/actor.ts';
import type { LocksLaw } from '../laws.ts';
import type { LocksNote } from '../notes.ts';

interface Grant {
  readonly owner: NodeId;
  readonly token: number | null;
}

interface Held extends Grant {
  /** Its position in the order of grants. */
  readonly place: number;
}

/** Plain data, never changed. */
export interface LockHistory {
  /**
   * Everything that the service decided, in order: a crash can undo a decision before its client
   * hears of it.
   */
  readonly grants: readonly Grant[];
  /** Positions of grants that were released or have expired. */
  readonly ended: readonly number[];
  /** Grants that have reached their client. */
  readonly held: readonly Held[];
  /** Position of the latest holder whose write the store has taken; -1 before the first. */
  readonly latestWriter: number;
  /** How each law was first broken. */
  readonly broken: Readonly<Partial<Record<LocksLaw, string>>>;
}

export const emptyHistory: LockHistory = {
  grants: [],
  ended: [],
  held: [],
  latestWriter: -1,
  broken: {},
};

export function withNote(history: LockHistory, note: LocksNote): LockHistory {
  switch (note.kind) {
    case 'grants': {
      const { owner, token } = note;
      return { ...history, grants: [...history.grants, { owner, token }] };
    }
    case 'frees':
    case 'expires':
      return afterEnd(history, note.owner);
    case 'holds':
      return afterArrival(history, note);
    case 'takes':
      return afterWrite(history, note.owner);
    case 'refuses-write':
      return placeOf(history, note.owner) < history.latestWriter
        ? history
        : breaking(history, 'latest-holder-writes', `the store refuses the write of ${note.owner}`);
    default:
      return history;
  }
}

function afterEnd(history: LockHistory, owner: NodeId): LockHistory {
  const place = history.grants.findLastIndex((grant) => grant.owner === owner);
  if (place < 0 || history.ended.includes(place)) return history;
  return { ...history, ended: [...history.ended, place] };
}

function afterArrival(history: LockHistory, { owner, token }: Grant): LockHistory {
  const place = history.grants.findLastIndex(
    (grant) => grant.owner === owner && grant.token === token,
  );
  const mine = { owner, token, place };
  const after = { ...history, held: [...history.held, mine] };
  const clash = history.held.find((its) => !areInOrder(its, mine) && !areInOrder(mine, its));
  const checked =
    clash === undefined
      ? after
      : breaking(
          after,
          'tokens-grow',
          `${owner} holds the lock with token ${token}, ${clash.owner} with token ${clash.token}`,
        );
  const inForce = after.held.filter((held) => !after.ended.includes(held.place));
  if (inForce.length < 2) return checked;
  const owners = inForce.map((held) => held.owner).join(' and ');
  return breaking(checked, 'one-holder', `${owners} have grants that are in force`);
}

const areInOrder = (one: Held, other: Held): boolean =>
  one.place < other.place && (one.token ?? 0) < (other.token ?? 0);

function afterWrite(history: LockHistory, owner: NodeId): LockHistory {
  const place = placeOf(history, owner);
  const after = { ...history, latestWriter: Math.max(history.latestWriter, place) };
  if (place >= history.latestWriter) return after;
  return breaking(after, 'no-stale-write', `the store takes the late write of ${owner}`);
}

const placeOf = ({ held }: LockHistory, owner: NodeId): number =>
  held.find((one) => one.owner === owner)?.place ?? -1;

function breaking(history: LockHistory, law: LocksLaw, how: string): LockHistory {
  return { ...history, broken: { [law]: how, ...history.broken } };
}
