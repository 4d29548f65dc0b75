/**
 * An actor on the bench: no world, no time. It is handed messages and timeouts one by one, and what
 * it does is written down. So a test can put a server into any state, and see what one sentence of
 * a paper makes of it.
 */
import type { Note } from '../../src/trace/event.ts';
import type { Actor, Context, NodeId } from '../../src/world/actor.ts';

export interface Done<Message, Rec> {
  readonly sent: { to: NodeId; message: Message }[];
  readonly persisted: Rec[];
  /** Timers set, with their spans; cancelled ones are gone. */
  readonly timers: Map<string, number>;
  readonly notes: Note[];
}

export function onBench<State, Message, Timer extends string, Rec>(
  self: NodeId,
  actor: Actor<State, Message, Timer, Rec>,
  journal: readonly Rec[] = [],
) {
  const done: Done<Message, Rec> = { sent: [], persisted: [], timers: new Map(), notes: [] };
  let nowMs = 0;
  const context: Context<Message, Timer, Rec> = {
    self,
    random: () => 0.5,
    now: () => nowMs,
    send: (to, message) => done.sent.push({ to, message }),
    sendWhenDurable: (to, message) => done.sent.push({ to, message }),
    persist: (record) => done.persisted.push(record),
    setTimer: (timer, afterMs) => done.timers.set(timer, afterMs),
    cancelTimer: (timer) => done.timers.delete(timer),
    note: (note) => done.notes.push(note),
  };
  const state = actor.start(context, journal);
  const clear = () => {
    done.sent.length = 0;
    done.persisted.length = 0;
    done.notes.length = 0;
  };
  return {
    state,
    done,
    /** Sets the clock. */
    at(atMs: number): void {
      nowMs = atMs;
    },
    /** Each call forgets what was done before it. */
    receive(from: NodeId, message: Message): Done<Message, Rec> {
      clear();
      actor.receive(state, message, from, context);
      return done;
    },
    timeout(timer: Timer): Done<Message, Rec> {
      clear();
      actor.timeout(state, timer, context);
      return done;
    },
  };
}
