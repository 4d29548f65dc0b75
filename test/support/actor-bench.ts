/**
 * An actor on the bench: no world, no time. It is handed messages and timeouts one by one, and what
 * it does is written down. So a test can put a server into any state, and see what one sentence of
 * a paper makes of it. What it persists is durable once a test says so with `sync`: until then the
 * bench holds what is to be sent when it is durable.
 */
import { must } from '../../src/kernel/must.ts';
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
  const held: { to: NodeId; message: Message }[] = [];
  let isDurable = true;
  let nowMs = 0;
  const context: Context<Message, Timer, Rec> = {
    self,
    random: () => 0.5,
    now: () => nowMs,
    send: (to, message) => done.sent.push({ to, message }),
    sendWhenDurable: (to, message) => (isDurable ? done.sent : held).push({ to, message }),
    persist: (record) => {
      done.persisted.push(record);
      isDurable = false;
    },
    setTimer: (timer, afterMs) => done.timers.set(timer, afterMs),
    cancelTimer: (timer) => done.timers.delete(timer),
    choose: (_name, options) => must(options[0], 'first option'),
    note: (note) => done.notes.push(note),
  };
  const state = actor.start(context, journal);
  const clear = () => {
    done.sent.length = 0;
    done.persisted.length = 0;
    done.notes.length = 0;
  };
  const sync = () => {
    isDurable = true;
    done.sent.push(...held.splice(0));
    return done;
  };
  return {
    state,
    done,
    /** Sets the clock. */
    at(atMs: number): void {
      nowMs = atMs;
    },
    /** Makes all that was persisted durable, and sends what waited for that. */
    sync,
    /** A message arrives, and what it makes the actor write becomes durable. */
    serve(from: NodeId, message: Message): Done<Message, Rec> {
      this.receive(from, message);
      return sync();
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
