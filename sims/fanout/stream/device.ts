/** A device of a user: it loads what there is, follows the stream, loses its connection, and comes back. */
import type { Actor, NodeId } from '../../../src/world/actor.ts';
import { note } from '../notes.ts';
import type { FanoutRules } from '../rules.ts';
import type { ChannelEvent, StreamMessage } from './messages.ts';

export interface DeviceOptions {
  readonly feed: NodeId;
  readonly gateway: NodeId;
  /** When it connects for the first time. */
  readonly opensMs: number;
  /** From then to the loss of its connection; undefined if it never loses it. */
  readonly dropsMs?: number;
  /** From the loss to the next connection. */
  readonly outageMs: number;
  /** How long a step of opening a connection may take before it starts again. */
  readonly patienceMs: number;
}

export interface DeviceState {
  /** Connections so far: what comes on an earlier one is not heard. */
  connection: number;
  phase: 'offline' | 'subscribing' | 'loading' | 'live';
  /** Whether this connection is subscribed already, or subscribes after the snapshot. */
  isSubscribed: boolean;
  /** The highest number shown; null before the first snapshot. */
  last: number | null;
  /** The ids of all events shown. */
  readonly seen: string[];
  /** Events that came before the snapshot. */
  early: ChannelEvent[];
}

type Timer = 'open' | 'drop';

export function deviceActor(
  rules: FanoutRules,
  options: DeviceOptions,
): Actor<DeviceState, StreamMessage, Timer> {
  type Context = Parameters<typeof actor.start>[0];
  const { feed, gateway } = options;

  function open(state: DeviceState, context: Context): void {
    state.connection += 1;
    state.isSubscribed = false;
    state.early = [];
    const { connection, last } = state;
    // The snapshot has to come from after the subscription: what neither holds is lost.
    if (last !== null || rules['subscribe-before-snapshot']) {
      state.phase = 'subscribing';
      const after = rules['resume-from-last-id'] ? last : null;
      context.send(gateway, { type: 'Subscribe', connection, after });
    } else load(state, context);
    context.setTimer('open', options.patienceMs);
  }

  function load(state: DeviceState, context: Context): void {
    state.phase = 'loading';
    context.send(feed, { type: 'Load', connection: state.connection });
  }

  function live(state: DeviceState, context: Context): void {
    state.phase = 'live';
    context.cancelTimer('open');
    for (const event of state.early) show(state, event, context);
    state.early = [];
  }

  function show(state: DeviceState, { number, id }: ChannelEvent, context: Context): void {
    if (rules['dedup-at-client'] && state.seen.includes(id)) {
      note(context, { kind: 'knows', number, id });
      return;
    }
    note(context, { kind: 'shows', number, id });
    state.last = Math.max(state.last ?? 0, number);
    if (!state.seen.includes(id)) state.seen.push(id);
  }

  const actor: Actor<DeviceState, StreamMessage, Timer> = {
    kind: 'device',
    start(context) {
      context.setTimer('open', options.opensMs);
      if (options.dropsMs !== undefined)
        context.setTimer('drop', options.opensMs + options.dropsMs);
      return {
        connection: 0,
        phase: 'offline',
        isSubscribed: false,
        last: null,
        seen: [],
        early: [],
      };
    },
    receive(state, message, _from, context) {
      if (!('connection' in message) || message.connection !== state.connection) return;
      if (state.phase === 'offline') return;
      if (message.type === 'Subscribed') {
        state.isSubscribed = true;
        // Without an id nothing tells the device that it misses anything.
        const isTrusted = state.last !== null && !rules['resume-from-last-id'];
        // Loaded already: what was published since then is lost.
        const isLate = state.phase === 'loading';
        if (message.isComplete || isTrusted || isLate) live(state, context);
        else load(state, context);
      } else if (message.type === 'Loaded' && state.phase === 'loading') {
        const { events } = message;
        note(context, { kind: 'loads', upTo: events.length });
        state.last = Math.max(state.last ?? 0, events.length);
        for (const { id } of events) if (!state.seen.includes(id)) state.seen.push(id);
        if (state.isSubscribed) live(state, context);
        else {
          const { connection } = state;
          context.send(gateway, { type: 'Subscribe', connection, after: null });
        }
      } else if (message.type === 'Push') {
        if (state.phase === 'live') show(state, message.event, context);
        else state.early.push(message.event);
      }
    },
    timeout(state, timer, context) {
      if (timer === 'open') {
        open(state, context);
        return;
      }
      note(context, { kind: 'loses-connection' });
      state.phase = 'offline';
      context.setTimer('open', options.outageMs);
    },
  };
  return actor;
}
