/**
 * A leader's lease: it leads as long as it renews in time, and another candidate leads when the
 * lease has expired (Gray and Cheriton, Leases, 1989). The keeper stands for a group that agrees on
 * the holder, as in etcd or Chubby.
 */
import type { Actor, Context, NodeId } from '../../../src/world/actor.ts';
import { note } from '../notes.ts';
import type { LeaseMessage } from './messages.ts';

export interface LeaseTiming {
  readonly leaseMs: number;
  /** Between renewals. */
  readonly intervalMs: number;
}

export interface KeeperState {
  holder: NodeId | null;
  readonly waiting: NodeId[];
}

export const keeper = ({ leaseMs }: LeaseTiming): Actor<KeeperState, LeaseMessage, 'lease'> => ({
  kind: 'keeper',
  start: () => ({ holder: null, waiting: [] }),
  receive(state, { type }, from, context) {
    if (state.holder === from || (state.holder === null && type === 'Acquire')) {
      state.holder = from;
      context.setTimer('lease', leaseMs);
      return context.send(from, { type: 'Granted' });
    }
    if (!state.waiting.includes(from)) state.waiting.push(from);
    context.send(from, { type: 'Taken' });
  },
  timeout(state, _timer, context) {
    if (state.holder !== null) note(context, { kind: 'lease-is-over', holder: state.holder });
    state.holder = null;
    for (const id of state.waiting.splice(0)) context.send(id, { type: 'Free' });
  },
});

export interface CandidateState {
  askedAtMs: number;
  /** By its own clock: before that no other candidate holds the lease. */
  untilMs: number;
}

/** Its first renewal is late by `firstMs`, so that holders do not renew in step. */
export const candidate = (
  keeperId: NodeId,
  { leaseMs, intervalMs }: LeaseTiming,
  firstMs: number,
): Actor<CandidateState, LeaseMessage, 'ask'> => ({
  kind: 'candidate',
  start(context) {
    context.setTimer('ask', firstMs);
    return { askedAtMs: 0, untilMs: 0 };
  },
  receive(state, { type }, _from, context) {
    if (type === 'Taken') context.cancelTimer('ask');
    if (type === 'Free') ask(keeperId, state, context, intervalMs);
    if (type !== 'Granted') return;
    if (state.untilMs <= context.now()) note(context, { kind: 'holds-lease' });
    // It cannot know how long the answer was in flight.
    state.untilMs = state.askedAtMs + leaseMs;
  },
  timeout: (state, _timer, context) => ask(keeperId, state, context, intervalMs),
});

function ask(
  keeperId: NodeId,
  state: CandidateState,
  context: Context<LeaseMessage, 'ask'>,
  intervalMs: number,
): void {
  state.askedAtMs = context.now();
  context.send(keeperId, { type: state.untilMs > context.now() ? 'Renew' : 'Acquire' });
  context.setTimer('ask', intervalMs);
}
