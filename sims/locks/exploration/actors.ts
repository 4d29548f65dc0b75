/**
 * The lock and its tokens as plain actors, so that every order of events can be tried: a lock
 * server whose lease may expire at any time, which to its holder is a pause of any length; clients
 * that write at any time; and a store. The lock server’s journal is what a failover preserves: its
 * disk, or its replica.
 */
import type { Actor, NodeId } from '../../../src/world/actor.ts';
import { note } from '../notes.ts';
import type { LocksRules } from '../rules.ts';

export interface ActorOptions {
  readonly rules: LocksRules;
  readonly lock: NodeId;
  readonly store: NodeId;
  readonly leaseMs: number;
  /** From one request of a client to the next, until it has the lock. */
  readonly askMs: number;
  /** From the grant to the first write, and from one write to the next. */
  readonly workMs: number;
  /** How often each client writes. */
  readonly writes: number;
}

export type LockMessage =
  | { readonly type: 'Acquire' | 'Release' | 'Settled' }
  | { readonly type: 'Granted'; readonly token: number }
  | { readonly type: 'Write'; readonly token: number | null };

export interface LockServerState {
  holder: NodeId | null;
  readonly waiting: NodeId[];
  token: number;
}

interface GrantRecord {
  readonly holder: NodeId | null;
  readonly token: number;
}

export function lockServer({
  rules,
  leaseMs,
}: ActorOptions): Actor<LockServerState, LockMessage, 'expire', GrantRecord> {
  type Context = Parameters<typeof actor.start>[0];

  function grantNext(state: LockServerState, context: Context): void {
    const next = state.waiting.shift() ?? null;
    state.holder = next;
    if (next !== null) state.token += 1;
    const { holder, token } = state;
    if (rules['grant-is-durable']) context.persist({ holder, token });
    if (next === null) {
      context.cancelTimer('expire');
      return;
    }
    note(context, { kind: 'grants', owner: next, token });
    const granted = { type: 'Granted', token } as const;
    if (rules['grant-is-replicated']) context.sendWhenDurable(next, granted);
    else context.send(next, granted);
    context.setTimer('expire', leaseMs);
  }

  const actor: Actor<LockServerState, LockMessage, 'expire', GrantRecord> = {
    kind: 'lock-server',
    start(context, journal) {
      const { holder, token } = journal.at(-1) ?? { holder: null, token: 0 };
      if (holder !== null) context.setTimer('expire', leaseMs);
      return { holder, waiting: [], token };
    },
    receive(state, message, from, context) {
      if (message.type === 'Acquire') {
        if (from !== state.holder && !state.waiting.includes(from)) state.waiting.push(from);
        if (state.holder === null) grantNext(state, context);
      } else if (message.type === 'Release') {
        if (rules['release-only-own'] && state.holder !== from) return;
        note(context, { kind: 'frees', owner: from });
        grantNext(state, context);
      }
    },
    timeout(state, _timer, context) {
      if (state.holder !== null) note(context, { kind: 'expires', owner: state.holder });
      grantNext(state, context);
    },
  };
  return actor;
}

export interface LockClientState {
  token: number | null;
  written: number;
}

/**
 * It takes the lock once, and never checks the clock: only the token protects the store from it.
 */
export function lockClient(
  { rules, lock, store, askMs, workMs, writes }: ActorOptions,
  firstAskMs: number,
): Actor<LockClientState, LockMessage, 'ask' | 'write'> {
  return {
    kind: 'lock-client',
    start(context) {
      context.setTimer('ask', firstAskMs);
      return { token: null, written: 0 };
    },
    receive(state, message, _from, context) {
      if (message.type !== 'Granted' || state.token !== null) return;
      const { token } = message;
      state.token = token;
      note(context, { kind: 'holds', owner: context.self, token, forMs: Infinity });
      context.cancelTimer('ask');
      context.setTimer('write', workMs);
    },
    timeout(state, timer, context) {
      if (timer === 'ask') {
        context.send(lock, { type: 'Acquire' });
        context.setTimer('ask', askMs);
        return;
      }
      const token = rules['write-carries-token'] ? state.token : null;
      context.send(store, { type: 'Write', token });
      state.written += 1;
      if (state.written < writes) context.setTimer('write', workMs);
      else context.send(lock, { type: 'Release' });
    },
  };
}

export interface StoreState {
  highestSeen: number;
  /** Decided writes, in order, which may not be durable yet. */
  readonly unsettled: Outcome[];
}

interface Outcome {
  readonly owner: NodeId;
  readonly token: number | null;
  /** The highest token seen before, if the write is refused. */
  readonly refusedFor?: number;
}

export function tokenStore({
  rules,
}: ActorOptions): Actor<StoreState, LockMessage, never, { readonly highestSeen: number }> {
  function isTooOld({ highestSeen }: StoreState, token: number): boolean {
    if (!rules['store-refuses-older-token']) return false;
    return rules['store-accepts-equal-token'] ? token < highestSeen : token <= highestSeen;
  }

  return {
    kind: 'lock-store',
    start: (_context, journal) => ({
      highestSeen: rules['store-remembers-highest'] ? (journal.at(-1)?.highestSeen ?? 0) : 0,
      unsettled: [],
    }),
    receive(state, message, from, context) {
      if (message.type === 'Settled') {
        const { owner, token, refusedFor } = state.unsettled.shift() ?? {};
        if (owner === undefined || token === undefined) return;
        const rule = 'store-refuses-older-token';
        if (refusedFor === undefined) note(context, { kind: 'takes', owner, token });
        else {
          const highest = refusedFor;
          note(context, { kind: 'refuses-write', owner, token, highest, rule });
        }
      }
      if (message.type !== 'Write') return;
      const { token } = message;
      if (token !== null && isTooOld(state, token)) {
        state.unsettled.push({ owner: from, token, refusedFor: state.highestSeen });
      } else {
        state.unsettled.push({ owner: from, token });
        state.highestSeen = Math.max(state.highestSeen, token ?? 0);
        context.persist({ highestSeen: state.highestSeen });
      }
      context.sendWhenDurable(context.self, { type: 'Settled' });
    },
    timeout() {},
  };
}
