/**
 * A server of the register of Attiya, Bar-Noy and Dolev, with several writers (Lynch and
 * Shvartsman): it replicates the register together with the others, and reads and writes it for its
 * own user, one operation after the other.
 *
 * An operation has two phases. First it asks a majority for the newest version; then a majority
 * stores the result: a newer version for a write, and the version found for a read, so that no
 * later read finds an older one.
 */
import type { Actor, NodeId } from '../../../src/world/actor.ts';
import { note } from '../notes.ts';
import { isNewer } from '../quorum/versions.ts';
import type {
  AbdContext,
  AbdMessage,
  AbdOptions,
  AbdRecord,
  Value,
  Versioned,
} from './messages.ts';
import type { AbdRules } from './rules.ts';

interface Phase {
  readonly write: Value;
  /** Undefined in the first phase. */
  readonly stores: Versioned | undefined;
  readonly answers: Record<NodeId, Versioned>;
}

export interface AbdState extends Versioned {
  operation: number;
  version: Versioned['version'];
  value: Value;
  phase: Phase | null;
  /** Requests of its user that arrive in the meantime. */
  readonly waiting: Value[];
}

const unwritten: AbdRecord = { operation: 0, version: { count: 0, writer: '' }, value: null };

interface AbdParts extends AbdOptions {
  readonly rules: AbdRules;
  /** How many servers an operation must hear in each phase. */
  readonly needed: number;
}

export function abdServer(
  rules: AbdRules,
  { servers, skipsAgreed }: AbdOptions,
): Actor<AbdState, AbdMessage, never, AbdRecord> {
  const half = Math.floor(servers.length / 2);
  const needed = rules['phases-hear-majority'] ? half + 1 : Math.max(1, half);
  const parts: AbdParts = { rules, servers, skipsAgreed, needed };

  return {
    kind: 'abd-server',
    start: (_context, journal) => ({ ...(journal.at(-1) ?? unwritten), phase: null, waiting: [] }),
    receive(state, message, from, context) {
      switch (message.type) {
        case 'Operate':
          state.waiting.push(message.write);
          return begin(parts, state, context);
        case 'Query': {
          const { version, value } = state;
          return context.sendWhenDurable(from, { ...message, type: 'Held', version, value });
        }
        case 'Store': {
          adopt(rules, state, message, context);
          const { operation } = message;
          return context.sendWhenDurable(from, { type: 'Stored', operation });
        }
        case 'Held':
          return hear(parts, state, message, undefined, from, context);
        case 'Stored':
          return hear(parts, state, message, state.phase?.stores, from, context);
      }
    },
    timeout() {},
  };
}

function begin(parts: AbdParts, state: AbdState, context: AbdContext): void {
  if (state.phase !== null) return;
  const write = state.waiting.shift();
  if (write === undefined) return;
  state.operation += 1;
  save(state, context);
  note(context, { kind: 'begins-operation', write });
  state.phase = { write, stores: undefined, answers: {} };
  if (write !== null && !parts.rules['write-queries-first'])
    return store(parts, state, write, state, context);
  ask(parts, { type: 'Query', operation: state.operation }, context);
}

/** To all servers, including itself. */
function ask({ servers }: AbdParts, message: AbdMessage, context: AbdContext): void {
  for (const id of servers) context.sendWhenDurable(id, message);
}

function hear(
  parts: AbdParts,
  state: AbdState,
  { type, operation, ...held }: AbdMessage & { readonly type: 'Held' | 'Stored' },
  stores: Versioned | undefined,
  from: NodeId,
  context: AbdContext,
): void {
  const { phase } = state;
  if (phase === null || operation !== state.operation) return;
  if ((type === 'Stored') !== (phase.stores !== undefined)) return;
  phase.answers[from] = stores ?? (held as Versioned);
  const answers = Object.values(phase.answers);
  if (answers.length < parts.needed) return;
  if (phase.stores !== undefined) return end(parts, state, phase.stores, 2, context);
  const newest = answers.reduce((best, answer) =>
    isNewer(answer.version, best.version) ? answer : best,
  );
  if (phase.write !== null) return store(parts, state, phase.write, newest, context);
  const agree = answers.every(({ version }) => !isNewer(newest.version, version));
  if (!parts.rules['read-writes-back'] || (parts.skipsAgreed && agree))
    return end(parts, state, newest, 1, context);
  note(context, { kind: 'writes-back', ...newest, rule: 'read-writes-back' });
  secondPhase(parts, state, newest, context);
}

function store(
  parts: AbdParts,
  state: AbdState,
  value: string,
  { version: { count } }: Versioned,
  context: AbdContext,
): void {
  const writer = parts.rules['writer-breaks-ties'] ? context.self : '';
  const stores = { version: { count: count + 1, writer }, value };
  note(context, { kind: 'gives-version', ...stores });
  secondPhase(parts, state, stores, context);
}

function secondPhase(
  parts: AbdParts,
  state: AbdState,
  stores: Versioned,
  context: AbdContext,
): void {
  const write = state.phase?.write ?? null;
  state.phase = { write, stores, answers: {} };
  // First on its own disk: after a crash it must not give the same version again.
  adopt(parts.rules, state, stores, context);
  ask(parts, { type: 'Store', operation: state.operation, ...stores }, context);
}

function end(
  parts: AbdParts,
  state: AbdState,
  { version, value }: Versioned,
  roundTrips: number,
  context: AbdContext,
): void {
  const isRead = state.phase?.write === null;
  note(context, { kind: 'ends-operation', isRead, version, value, roundTrips });
  state.phase = null;
  begin(parts, state, context);
}

function adopt(
  rules: AbdRules,
  state: AbdState,
  { version, value }: Versioned,
  context: AbdContext,
): void {
  if (rules['older-is-not-stored'] && !isNewer(version, state.version)) return;
  state.version = version;
  state.value = value;
  save(state, context);
}

function save({ operation, version, value }: AbdState, context: AbdContext): void {
  context.persist({ operation, version, value });
}
