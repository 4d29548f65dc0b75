/**
 * A register of which each server has a copy of its own, and tells nobody: linearizable with one server,
 * and with two the simplest thing that is not.
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
