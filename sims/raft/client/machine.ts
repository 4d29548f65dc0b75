/**
 * The replicated state machine: keys and values, and the sessions of its clients. Every server
 * applies the same commands in the same order, and so reaches the same state (paper, §2).
 */
import { must } from '../../../src/kernel/must.ts';
import type {
  ClientCommand,
  Command,
  Configuration,
  LogIndex,
  Result,
  Term,
} from '../log/entry.ts';
import type { RaftRules } from '../rules.ts';
import { answeredBefore, openSession, remember, type Session } from './session.ts';

export interface Machine {
  readonly data: { [key: string]: string };
  /** Ordered by last use, the least recent first. */
  readonly sessions: Session[];
}

/** The machine as of an entry, with everything that a server needs to continue from there (§7). */
export interface Snapshot {
  readonly lastIncludedIndex: LogIndex;
  readonly lastIncludedTerm: Term;
  readonly configuration: Configuration;
  readonly machine: Machine;
}

export const emptyMachine = (): Machine => ({ data: {}, sessions: [] });

/** A copy that shares no mutable part. O(keys + sessions). */
export const copyMachine = ({ data, sessions }: Machine): Machine => ({
  data: { ...data },
  sessions: sessions.map((session) => ({ ...session })),
});

/** Applies the command of one entry. */
export function apply(
  machine: Machine,
  index: LogIndex,
  command: Command,
  rules: RaftRules,
): Result | undefined {
  switch (command.kind) {
    case 'no-op':
    case 'configuration':
      return undefined;
    case 'register':
      return openSession(machine.sessions, index);
    default: {
      if (rules['answer-retries-from-session']) {
        const answer = answeredBefore(machine.sessions, command);
        if (answer !== undefined) return answer;
      }
      const result = execute(machine, command);
      remember(machine.sessions, command, result);
      return result;
    }
  }
}

const written: Result = Object.freeze({ kind: 'value', value: null });

/** The effect of the command, however often it is executed. */
export function execute({ data }: Machine, command: ClientCommand): Result {
  const { key, value = '', expected } = command;
  switch (command.kind) {
    case 'get':
      return { kind: 'value', value: read(data, key) };
    case 'put':
      data[key] = value;
      return written;
    case 'append':
      data[key] = (read(data, key) ?? '') + value;
      return written;
    case 'cas': {
      const found = read(data, key);
      if (found !== expected) return { kind: 'cas-failed', found };
      data[key] = value;
      return written;
    }
  }
}

function read(data: Machine['data'], key: string): string | null {
  return Object.hasOwn(data, key) ? must(data[key], 'value of the key') : null;
}
