/**
 * A register of which each server has its own copy and tells no other: linearizable with one
 * server, and with two the simplest register that is not.
 */
import type { Actor } from '../../../src/world/actor.ts';
import type { RegisterReply, RegisterRequest, Value } from './register.ts';

export function singleCopyRegister(): Actor<
  { value: Value },
  RegisterRequest | RegisterReply,
  never
> {
  return {
    kind: 'single-copy-register',
    start: () => ({ value: null }),
    receive(state, message, from, context) {
      const { request } = message;
      if (message.type === 'Put') {
        state.value = message.value;
        context.send(from, { type: 'PutOk', request });
      } else if (message.type === 'Get') {
        context.send(from, { type: 'GetOk', request, value: state.value });
      }
    },
    timeout() {},
  };
}
