/**
 * The register of Attiya, Bar-Noy and Dolev (Sharing Memory Robustly in Message-Passing Systems,
 * JACM 1995), with several writers: linearizable as long as a majority answers.
 *
 * The server that a client asks coordinates two rounds. In the first it learns the newest version
 * of a majority; in the second a majority records the resulting version: a newer one for a write,
 * and for a read the one found, so that no later read sees an older one.
 */
import type { Actor, Context, NodeId } from '../../../src/world/actor.ts';
import type { RegisterReply, RegisterRequest, Value } from './register.ts';

/** Ordered by `count`, then by the name of the server that wrote it. */
export interface Version {
  readonly count: number;
  readonly writer: NodeId;
}

interface Versioned {
  readonly version: Version;
  readonly value: Value;
}

export type AbdMessage =
  | RegisterRequest
  | RegisterReply
  | { readonly type: 'Query'; readonly request: number }
  | ({ readonly type: 'AckQuery'; readonly request: number } & Versioned)
  | ({ readonly type: 'Record'; readonly request: number } & Versioned)
  | { readonly type: 'AckRecord'; readonly request: number };

interface Asked {
  readonly request: number;
  readonly client: NodeId;
}

/** What a server coordinates: one request at a time. */
type Round =
  | ({
      readonly kind: 'query';
      readonly write: Value;
      readonly answers: Record<NodeId, Versioned>;
    } & Asked)
  | ({ readonly kind: 'record'; readonly read: Value; readonly isRead: boolean } & {
      readonly acks: Record<NodeId, true>;
    } & Asked);

export interface AbdState {
  version: Version;
  value: Value;
  round: Round | null;
}

type AbdContext = Context<AbdMessage, never>;

export function abdRegister(servers: readonly NodeId[]): Actor<AbdState, AbdMessage, never> {
  const majority = Math.floor(servers.length / 2) + 1;
  const broadcast = (context: AbdContext, message: AbdMessage) => {
    for (const id of servers) if (id !== context.self) context.send(id, message);
  };

  return {
    kind: 'abd-register',
    start: ({ self }) => ({ version: { count: 0, writer: self }, value: null, round: null }),
    receive(state, message, from, context) {
      const { request } = message;
      switch (message.type) {
        case 'Put':
        case 'Get': {
          // A client whose server is busy waits.
          if (state.round !== null) return;
          broadcast(context, { type: 'Query', request });
          const { version, value } = state;
          const write = message.type === 'Put' ? message.value : null;
          const answers = { [context.self]: { version, value } };
          state.round = { kind: 'query', request, client: from, write, answers };
          return;
        }
        case 'Query': {
          const { version, value } = state;
          context.send(from, { type: 'AckQuery', request, version, value });
          return;
        }
        case 'AckQuery': {
          const { round } = state;
          if (round?.kind !== 'query' || round.request !== request) return;
          const { version, value } = message;
          round.answers[from] = { version, value };
          if (Object.keys(round.answers).length === majority) record(state, round, context);
          return;
        }
        case 'Record': {
          context.send(from, { type: 'AckRecord', request });
          adopt(state, message);
          return;
        }
        case 'AckRecord': {
          const { round } = state;
          if (round?.kind !== 'record' || round.request !== request || round.acks[from]) return;
          round.acks[from] = true;
          if (Object.keys(round.acks).length < majority) return;
          const { client, isRead, read } = round;
          if (isRead) context.send(client, { type: 'GetOk', request, value: read });
          else context.send(client, { type: 'PutOk', request });
          state.round = null;
        }
      }
    },
    timeout() {},
  };

  /** The first round is over. */
  function record(state: AbdState, round: Round & { kind: 'query' }, context: AbdContext): void {
    const { request, client, write } = round;
    const newest = Object.values(round.answers).reduce((best, answer) =>
      isNewer(answer.version, best.version) ? answer : best,
    );
    const isRead = write === null;
    const recorded: Versioned = isRead
      ? newest
      : { version: { count: newest.version.count + 1, writer: context.self }, value: write };
    broadcast(context, { type: 'Record', request, ...recorded });
    adopt(state, recorded);
    const read = isRead ? recorded.value : null;
    const acks = { [context.self]: true } as const;
    state.round = { kind: 'record', request, client, isRead, read, acks: { ...acks } };
  }
}

function adopt(state: AbdState, { version, value }: Versioned): void {
  if (!isNewer(version, state.version)) return;
  state.version = version;
  state.value = value;
}

function isNewer(one: Version, other: Version): boolean {
  return one.count === other.count ? one.writer > other.writer : one.count > other.count;
}
