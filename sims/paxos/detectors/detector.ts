/**
 * A failure detector with a fixed timeout: a member sends heartbeats, and its monitor suspects it
 * if none has arrived for that long (Chandra and Toueg, Unreliable Failure Detectors for Reliable
 * Distributed Systems, 1996).
 */
import type { Actor, NodeId } from '../../../src/world/actor.ts';
import { note } from '../notes.ts';

export interface Heartbeat {
  readonly type: 'Heartbeat';
}

/** The first heartbeat is late by `offsetMs`, so that members do not beat in step. */
export const member = (
  monitorId: NodeId,
  intervalMs: number,
  offsetMs: number,
): Actor<object, Heartbeat, 'beat'> => ({
  kind: 'member',
  start(context) {
    context.setTimer('beat', offsetMs);
    return {};
  },
  receive() {},
  timeout(_state, _timer, context) {
    context.send(monitorId, { type: 'Heartbeat' });
    context.setTimer('beat', intervalMs);
  },
});

export interface MonitorState {
  suspects: boolean;
}

export const monitor = (timeoutMs: number): Actor<MonitorState, Heartbeat, 'timeout'> => ({
  kind: 'monitor',
  start: () => ({ suspects: false }),
  receive(state, _heartbeat, _from, context) {
    if (state.suspects) note(context, { kind: 'trusts-again' });
    state.suspects = false;
    context.setTimer('timeout', timeoutMs);
  },
  timeout(state, _timer, context) {
    state.suspects = true;
    note(context, { kind: 'suspects' });
  },
});

/** Routine: there is one per member and interval. */
export const isHeartbeat = (message: unknown): boolean =>
  (message as Partial<Heartbeat>).type === 'Heartbeat';
