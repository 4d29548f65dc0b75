/**
 * What an observer of every order remembers of a log, and which laws were broken: plain data, never
 * changed.
 */
import type { NodeId } from '../../../src/world/actor.ts';
import { entryName } from './judge.ts';
import type { MultiLaw } from './laws.ts';
import type { Slot } from './messages.ts';
import type { MultiNote } from './notes.ts';

export interface LogHistory {
  /** What was first learned for each slot. */
  readonly chosen: Readonly<Record<Slot, string>>;
  /** What was applied first, in order; and how far each server is. */
  readonly applied: readonly string[];
  readonly appliedBy: Readonly<Record<NodeId, number>>;
  readonly broken: Readonly<Partial<Record<MultiLaw, string>>>;
}

export const emptyLogHistory: LogHistory = { chosen: {}, applied: [], appliedBy: {}, broken: {} };

export function withLogNote(history: LogHistory, server: NodeId, note: MultiNote): LogHistory {
  if (note.kind === 'learns-slot') return learns(history, note.slot, entryName(note.entry));
  if (note.kind === 'applies-slot') return applies(history, server, entryName(note.entry));
  return history;
}

/** A restarted server has forgotten what it applied. */
export const withCrash = (history: LogHistory, server: NodeId): LogHistory => ({
  ...history,
  appliedBy: { ...history.appliedBy, [server]: 0 },
});

function learns(history: LogHistory, slot: Slot, command: string): LogHistory {
  const before = history.chosen[slot];
  if (before === undefined) {
    return { ...history, chosen: { ...history.chosen, [slot]: command } };
  }
  if (before === command) return history;
  return breaking(history, 'one-command-per-slot', `slot ${slot} holds ${before} and ${command}`);
}

function applies(history: LogHistory, server: NodeId, command: string): LogHistory {
  const place = history.appliedBy[server] ?? 0;
  const after = { ...history, appliedBy: { ...history.appliedBy, [server]: place + 1 } };
  const before = history.applied[place];
  if (before === undefined) return { ...after, applied: [...history.applied, command] };
  if (before === command) return after;
  const how = `${server} applies ${command} as number ${place + 1}, but another server applied ${before}`;
  return breaking(after, 'same-commands-in-order', how);
}

const breaking = (history: LogHistory, law: MultiLaw, how: string): LogHistory => ({
  ...history,
  broken: { [law]: how, ...history.broken },
});
