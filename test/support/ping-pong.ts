/** The smallest actor that sends: it pings its peer by a timer, and answers pings with pongs. */
import type { Actor, NodeId } from '../../src/world/actor.ts';

export interface PingState {
  pings: number;
  pongs: number;
}

export type PingMessage = { readonly type: 'ping' | 'pong'; readonly number: number };

export function pingPong(
  peer: NodeId,
  everyMs = 10,
): Actor<PingState, PingMessage, 'tick', { readonly pings: number }> {
  return {
    kind: 'ping-pong',
    start(context, journal) {
      context.setTimer('tick', everyMs);
      return { pings: journal.at(-1)?.pings ?? 0, pongs: 0 };
    },
    receive(state, message, from, context) {
      if (message.type === 'pong') state.pongs += 1;
      else context.send(from, { type: 'pong', number: message.number });
    },
    timeout(state, _timer, context) {
      state.pings += 1;
      context.persist({ pings: state.pings });
      context.sendWhenDurable(peer, { type: 'ping', number: state.pings });
      context.setTimer('tick', everyMs);
    },
  };
}
