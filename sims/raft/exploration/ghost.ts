/**
 * What an observer of an exploration of Raft must remember, so that the safety properties (paper,
 * Figure 3) become predicates of one moment.
 */
import type { ClientEvent } from '../../../src/check/client-event.ts';
import type { Change, Ghost } from '../../../src/check/exploration.ts';
import { type PartialHistory, recorded } from '../../../src/check/explored-history.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { clientEventOf } from '../client/history.ts';
import type { RaftCluster } from '../cluster.ts';
import type { Command, Entry, LogIndex, Term } from '../log/entry.ts';
import { entryAt, lastIndex } from '../log/log.ts';
import type { RaftNote } from '../notes.ts';
import type { RaftState } from '../server/state.ts';

/** What the observer remembers. */
export interface RaftGhost {
  /** By term: the server that was elected first. */
  readonly leaders: Readonly<Record<Term, NodeId>>;
  /** By index: the entry that was committed there first. */
  readonly committed: Readonly<Record<LogIndex, CommittedEntry>>;
  /** By server: the term in which it was down, if it lost nothing that it wrote. */
  readonly downIn: Readonly<Record<NodeId, Term>>;
  readonly history: PartialHistory;
  readonly broken: Readonly<Record<string, string>>;
}

export interface CommittedEntry {
  readonly term: Term;
  /** Undefined if unknown. */
  readonly command: string | undefined;
  /** Every leader of a later term must have it. */
  readonly inTerm: Term;
}

/** What the observer saw of one change. */
export interface RaftSighting {
  readonly id: NodeId;
  readonly leads?: { readonly term: Term; readonly votes: readonly NodeId[] };
  readonly commits?: readonly (CommittedEntry & { readonly index: LogIndex })[];
  /** It crashed and lost nothing; it restarted. */
  readonly wentDownIn?: Term;
  readonly cameUpIn?: Term;
  readonly clientEvents?: readonly ClientEvent[];
  readonly broken?: Readonly<Record<string, string>>;
}

export const commandKey = (command: Command): string => JSON.stringify(command);

function observe({ before, after, event, notes }: Change): RaftSighting | undefined {
  if (after.kind !== 'raft') {
    const events = notes
      .map((note) => clientEventOf(note as RaftNote))
      .filter((e) => e !== undefined);
    return events.length === 0 ? undefined : { id: after.id, clientEvents: events };
  }
  const { id } = after;
  const was = before.state as RaftState | undefined;
  const is = after.state as RaftState | undefined;
  if (event.kind === 'crash') {
    return before.pending.length > 0 ? undefined : { id, wentDownIn: was?.currentTerm ?? 0 };
  }
  if (is === undefined) return undefined;
  if (event.kind === 'restart' || event.kind === 'start' || was === undefined) {
    return { id, cameUpIn: is.currentTerm };
  }
  const leads = notes.find(({ kind }) => kind === 'leads') as
    | (RaftNote & { kind: 'leads' })
    | undefined;
  const commits = newlyCommitted(was, is);
  const broken = brokenBetween(id, was, is);
  if (leads === undefined && commits.length === 0 && broken === undefined) return undefined;
  return {
    id,
    ...(leads === undefined ? {} : { leads: { term: leads.term, votes: leads.votes } }),
    ...(commits.length === 0 ? {} : { commits }),
    ...(broken === undefined ? {} : { broken }),
  };
}

function newlyCommitted(was: RaftState, is: RaftState) {
  const commits: (CommittedEntry & { readonly index: LogIndex })[] = [];
  for (let index = was.commitIndex + 1; index <= is.commitIndex; index++) {
    const entry = entryAt(is.log, index) ?? entryAt(was.log, index);
    if (entry === undefined) continue;
    const { term, command } = entry;
    commits.push({ index, term, command: commandKey(command), inTerm: is.currentTerm });
  }
  return commits;
}

/** Properties that compare two moments of one server. */
function brokenBetween(id: NodeId, was: RaftState, is: RaftState) {
  if (is.commitIndex < was.commitIndex) {
    const fall = `from ${was.commitIndex} to ${is.commitIndex}`;
    return { 'commit-never-falls': `the commit index of ${id} fell ${fall}` };
  }
  const leadsOn =
    was.role === 'leader' && is.role === 'leader' && was.currentTerm === is.currentTerm;
  if (!leadsOn) return undefined;
  for (let index = is.log.startIndex + 1; index <= lastIndex(was.log); index++) {
    const old = entryAt(was.log, index);
    const now = entryAt(is.log, index);
    if (old === undefined || (now !== undefined && isSame(old, now))) continue;
    return { 'leader-append-only': `${id} leads and replaced its own entry ${index}` };
  }
  return undefined;
}

const isSame = (one: Entry, other: Entry): boolean =>
  one.term === other.term && commandKey(one.command) === commandKey(other.command);

export function agree(one: Omit<CommittedEntry, 'inTerm'>, other: Omit<CommittedEntry, 'inTerm'>) {
  if (one.term !== other.term) return false;
  return one.command === undefined || other.command === undefined || one.command === other.command;
}

function next(ghost: RaftGhost, seen: RaftSighting): RaftGhost {
  const { id, leads, commits = [], wentDownIn, cameUpIn, clientEvents = [], broken } = seen;
  const changed: { -readonly [Field in keyof RaftGhost]: RaftGhost[Field] } = { ...ghost };
  const breaks = (property: string, message: string) => {
    changed.broken = { [property]: message, ...changed.broken };
  };
  for (const [property, message] of Object.entries(broken ?? {})) breaks(property, message);
  if (leads !== undefined) {
    const { term } = leads;
    const elected = ghost.leaders[term];
    if (elected === undefined) changed.leaders = { ...ghost.leaders, [term]: id };
    else if (elected !== id) {
      breaks('election-safety', `${elected} and ${id} were both elected in term ${term}`);
    }
  }
  for (const { index, ...entry } of commits) {
    const known = changed.committed[index];
    if (known === undefined) changed.committed = { ...changed.committed, [index]: entry };
    else if (!agree(known, entry)) {
      const { term } = entry;
      const elsewhere = term === known.term ? 'had another command' : `was of term ${known.term}`;
      const applied = `${id} applied entry ${index} of term ${term}, which elsewhere ${elsewhere}`;
      breaks('state-machine-safety', applied);
    }
  }
  if (wentDownIn !== undefined) changed.downIn = { ...ghost.downIn, [id]: wentDownIn };
  if (cameUpIn !== undefined) {
    const last = ghost.downIn[id] ?? 0;
    if (cameUpIn < last) breaks('terms-never-fall', `${id} fell from term ${last} to ${cameUpIn}`);
    const { [id]: _over, ...others } = ghost.downIn;
    changed.downIn = others;
  }
  changed.history = clientEvents.reduce(recorded, ghost.history);
  return changed;
}

/** Of entries committed before the world began, only the terms are known. */
export function ghostOf({ observer }: RaftCluster): Ghost {
  const committed = observer.committed.map(({ term = 0, inTerm }, place) => [
    place + 1,
    { term, command: undefined, inTerm },
  ]);
  const initial: RaftGhost = {
    leaders: {},
    committed: Object.fromEntries(committed),
    downIn: {},
    history: {},
    broken: {},
  };
  return { initial, observe, next };
}
