/**
 * Single-decree Paxos as a server of a register that can be written once: the model of Stateright's
 * example `paxos`, for its number of states.
 */

import type {
  RegisterReply,
  RegisterRequest,
} from '../../sims/replication/exploration/register.ts';
import { must } from '../../src/kernel/must.ts';
import type { Actor, Context, NodeId } from '../../src/world/actor.ts';

/** Ordered by round, then by server. */
type Ballot = readonly [round: number, server: NodeId];

interface Proposal {
  readonly request: number;
  readonly client: NodeId;
  readonly value: string;
}

type Accepted = { readonly ballot: Ballot; readonly proposal: Proposal } | null;

type PaxosMessage =
  | RegisterRequest
  | RegisterReply
  | { readonly type: 'Prepare'; readonly ballot: Ballot }
  | { readonly type: 'Prepared'; readonly ballot: Ballot; readonly last: Accepted }
  | { readonly type: 'Accept' | 'Decided'; readonly ballot: Ballot; readonly proposal: Proposal }
  | { readonly type: 'Accepted'; readonly ballot: Ballot };

interface PaxosState {
  ballot: Ballot;
  proposal: Proposal | null;
  prepares: Record<NodeId, Accepted>;
  accepts: Record<NodeId, true>;
  accepted: Accepted;
  isDecided: boolean;
}

function isLess([round, server]: Ballot, [otherRound, other]: Ballot): boolean {
  return round === otherRound ? server < other : round < otherRound;
}

const isSame = (one: Ballot, other: Ballot) => !isLess(one, other) && !isLess(other, one);

export function paxosServer(servers: readonly NodeId[]): Actor<PaxosState, PaxosMessage, never> {
  const majority = Math.floor(servers.length / 2) + 1;
  const broadcast = (context: Context<PaxosMessage, never>, message: PaxosMessage) => {
    for (const id of servers) if (id !== context.self) context.send(id, message);
  };
  return {
    kind: 'paxos',
    start: () => ({
      ballot: [0, must(servers[0], 'first server')],
      proposal: null,
      prepares: {},
      accepts: {},
      accepted: null,
      isDecided: false,
    }),
    timeout() {},
    receive(state, message, from, context) {
      if (state.isDecided) {
        if (message.type !== 'Get' || state.accepted === null) return;
        const { request } = message;
        context.send(from, { type: 'GetOk', request, value: state.accepted.proposal.value });
        return;
      }
      switch (message.type) {
        case 'Put': {
          if (state.proposal !== null) return;
          const { request, value } = message;
          state.proposal = { request, client: from, value };
          state.ballot = [state.ballot[0] + 1, context.self];
          state.prepares = { [context.self]: state.accepted };
          state.accepts = {};
          broadcast(context, { type: 'Prepare', ballot: state.ballot });
          return;
        }
        case 'Prepare': {
          const { ballot } = message;
          if (!isLess(state.ballot, ballot)) return;
          state.ballot = ballot;
          context.send(from, { type: 'Prepared', ballot, last: state.accepted });
          return;
        }
        case 'Prepared': {
          const { ballot } = message;
          if (!isSame(ballot, state.ballot)) return;
          state.prepares[from] = message.last;
          const promised = Object.values(state.prepares);
          if (promised.length !== majority) return;
          const newest = promised.reduce((best, one) =>
            one !== null && (best === null || isLess(best.ballot, one.ballot)) ? one : best,
          );
          const proposal = newest?.proposal ?? (state.proposal as Proposal);
          state.proposal = proposal;
          state.accepted = { ballot, proposal };
          state.accepts[context.self] = true;
          broadcast(context, { type: 'Accept', ballot, proposal });
          return;
        }
        case 'Accept': {
          const { ballot, proposal } = message;
          if (isLess(ballot, state.ballot)) return;
          state.ballot = ballot;
          state.accepted = { ballot, proposal };
          context.send(from, { type: 'Accepted', ballot });
          return;
        }
        case 'Accepted': {
          const { ballot } = message;
          if (!isSame(ballot, state.ballot)) return;
          state.accepts[from] = true;
          if (Object.keys(state.accepts).length !== majority) return;
          const proposal = state.proposal as Proposal;
          state.isDecided = true;
          broadcast(context, { type: 'Decided', ballot, proposal });
          context.send(proposal.client, { type: 'PutOk', request: proposal.request });
          return;
        }
        case 'Decided': {
          const { ballot, proposal } = message;
          state.ballot = ballot;
          state.accepted = { ballot, proposal };
          state.isDecided = true;
        }
      }
    },
  };
}
