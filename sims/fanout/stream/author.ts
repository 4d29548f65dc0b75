/** The author: it posts, and repeats what was not acknowledged. */
import type { Actor, NodeId } from '../../../src/world/actor.ts';
import { note } from '../notes.ts';
import type { StreamMessage } from './messages.ts';

export interface AuthorOptions {
  readonly feed: NodeId;
  readonly posts: number;
  /** Posts that are sent at once. */
  readonly burst: number;
  readonly everyMs: number;
  readonly repeatMs: number;
}

export interface AuthorState {
  sent: number;
  unacknowledged: string[];
}

type Timer = 'post' | 'repeat';

export function authorActor(options: AuthorOptions): Actor<AuthorState, StreamMessage, Timer> {
  const { feed, posts, burst, everyMs, repeatMs } = options;
  return {
    kind: 'author',
    start(context) {
      context.setTimer('post', everyMs);
      return { sent: 0, unacknowledged: [] };
    },
    receive(state, message, _from, context) {
      if (message.type !== 'Posted' || !state.unacknowledged.includes(message.id)) return;
      state.unacknowledged = state.unacknowledged.filter((id) => id !== message.id);
      note(context, { kind: 'is-acknowledged', id: message.id });
      if (state.unacknowledged.length === 0) context.cancelTimer('repeat');
    },
    timeout(state, timer, context) {
      if (timer === 'repeat') {
        for (const id of state.unacknowledged) context.send(feed, { type: 'Post', id });
      } else {
        const until = Math.min(posts, state.sent + burst);
        while (state.sent < until) {
          state.sent += 1;
          const id = `p${state.sent}`;
          state.unacknowledged.push(id);
          context.send(feed, { type: 'Post', id });
        }
        if (state.sent < posts) context.setTimer('post', everyMs);
      }
      context.setTimer('repeat', repeatMs);
    },
  };
}
