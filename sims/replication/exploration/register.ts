/**
 * Registers and their clients: a value is written and read as a whole. Each client writes its own
 * value a given number of times, and reads once; each time it asks the next server.
 */
import { must } from '../../../src/kernel/must.ts';
import type { Actor, Context, NodeId } from '../../../src/world/actor.ts';

export type Value = string | null;

export type RegisterRequest =
  | { readonly type: 'Put'; readonly request: number; readonly value: string }
  | { readonly type: 'Get'; readonly request: number };

export type RegisterReply =
  | { readonly type: 'PutOk'; readonly request: number }
  | { readonly type: 'GetOk'; readonly request: number; readonly value: Value };

/** A client’s request and its answer, as the client notes them. */
export type RegisterNote =
  | {
      readonly kind: 'invoke';
      readonly process: number;
      readonly f: 'read' | 'write';
      readonly value?: Value;
    }
  | { readonly kind: 'ok'; readonly process: number; readonly value: Value };

type ClientContext = Context<RegisterRequest | RegisterReply, never>;

export interface RegisterClientState {
  /** The request that it is waiting for. */
  awaiting: number | null;
  operations: number;
}

const note = (context: ClientContext, note: RegisterNote): void => context.note(note);

export function registerClient(
  servers: readonly NodeId[],
  /** Its position among all nodes, the servers before the clients. */
  place: number,
  writes = 1,
): Actor<RegisterClientState, RegisterRequest | RegisterReply, never> {
  const process = place - servers.length;
  /** The first client writes A and then Z, the next B and Y. */
  const letterOf = (written: number) =>
    String.fromCharCode(written === 0 ? 65 + process : 90 - process);
  const serverOf = (operations: number) =>
    must(servers[(place + operations) % servers.length], 'server in turn');
  return {
    kind: 'register-client',
    start(context) {
      if (writes === 0) return { awaiting: null, operations: 0 };
      const value = letterOf(0);
      note(context, { kind: 'invoke', process, f: 'write', value });
      context.send(serverOf(0), { type: 'Put', request: place, value });
      return { awaiting: place, operations: 1 };
    },
    receive(state, reply, _from, context) {
      if (reply.request !== state.awaiting) return;
      const { operations } = state;
      const request = (operations + 1) * place;
      if (reply.type === 'PutOk') {
        const value = letterOf(operations - 1);
        note(context, { kind: 'ok', process, value });
        if (operations < writes) {
          const next = letterOf(operations);
          note(context, { kind: 'invoke', process, f: 'write', value: next });
          context.send(serverOf(operations), { type: 'Put', request, value: next });
        } else {
          note(context, { kind: 'invoke', process, f: 'read' });
          context.send(serverOf(operations), { type: 'Get', request });
        }
        state.awaiting = request;
      } else if (reply.type === 'GetOk') {
        note(context, { kind: 'ok', process, value: reply.value });
        state.awaiting = null;
      } else return;
      state.operations += 1;
    },
    timeout() {},
  };
}
