/**
 * A client: one request at a time. A request that is not answered in time may still be executed, so
 * another process continues.
 */
import type { Actor, Context, NodeId } from '../../../src/world/actor.ts';
import { note } from '../notes.ts';
import type { ClientMessage, Command } from './command.ts';

export interface ClientOptions {
  /** Asked in this order: the first until it does not answer. */
  readonly servers: readonly NodeId[];
  readonly keys: number;
  /** The share of reads. */
  readonly reads: number;
  /** Its reads must see everything that was written before. */
  readonly syncs: boolean;
  readonly fromMs: number;
  readonly untilMs: number;
  /** Pause between an answer and the next request: drawn from 0 to this. */
  readonly thinkMs: number;
  /** Time without an answer after which it asks the next server. */
  readonly retryMs: number;
  /** Time after which it gives the request up. */
  readonly timeoutMs: number;
  /** How long to wait before asking again, if no leader is known. */
  readonly backoffMs: number;
}

export interface ClientState {
  serial: number;
  /** How many requests it has given up. */
  givenUp: number;
  server: number;
  seen: number;
  open: Command | null;
  /** Its server has named another leader, or none. */
  isReferred: boolean;
  /** Its last request was answered, not given up. */
  isAnswered: boolean;
}

type ClientTimer = 'think' | 'timeout' | 'again';
type ClientContext = Context<ClientMessage, ClientTimer>;

export function client(
  options: ClientOptions,
): Actor<ClientState, ClientMessage, ClientTimer, never> {
  return {
    kind: 'client',

    start(context) {
      context.setTimer('think', options.fromMs + context.random() * options.thinkMs);
      return {
        serial: 0,
        givenUp: 0,
        server: 0,
        seen: 0,
        open: null,
        isReferred: false,
        isAnswered: false,
      };
    },

    receive(state, message, _from, context) {
      if (message.type === 'Request' || message.serial !== state.open?.serial) return;
      if (message.type === 'Redirect') {
        const { leader } = message;
        const place = leader === null ? -1 : options.servers.indexOf(leader);
        state.server = place < 0 ? nextServer(options, state) : place;
        state.isReferred = true;
        context.setTimer('again', options.backoffMs);
        return;
      }
      const { value, seen = 0 } = message;
      note(context, { kind: 'ok', process: processOf(state, context), value, seen });
      state.isAnswered = true;
      state.seen = Math.max(state.seen, seen);
      goOn(options, state, context);
    },

    timeout(state, timer, context) {
      if (timer === 'think') return begin(options, state, context);
      if (timer === 'again') {
        if (!state.isReferred) state.server = nextServer(options, state);
        return send(options, state, context);
      }
      note(context, { kind: 'info', process: processOf(state, context) });
      state.givenUp += 1;
      state.isAnswered = false;
      state.server = nextServer(options, state);
      goOn(options, state, context);
    },
  };
}

const processOf = ({ givenUp }: ClientState, { self }: ClientContext) => `${self}/${givenUp}`;

const nextServer = ({ servers }: ClientOptions, { server }: ClientState) =>
  (server + 1) % servers.length;

function begin(options: ClientOptions, state: ClientState, context: ClientContext): void {
  if (context.now() >= options.untilMs) return;
  state.serial += 1;
  const isRead = context.random() < options.reads;
  const key = `k${1 + Math.floor(context.random() * options.keys)}`;
  const f = isRead ? 'get' : 'put';
  // Every value is written once, so that a read tells which write it saw.
  const value = isRead ? null : `${context.self}.${state.serial}`;
  state.open = { client: context.self, serial: state.serial, f, key, value };
  const process = processOf(state, context);
  note(context, { kind: 'invoke', process, f, key, value, sync: isRead && options.syncs });
  context.setTimer('timeout', options.timeoutMs);
  send(options, state, context);
}

function send(options: ClientOptions, state: ClientState, context: ClientContext): void {
  const to = options.servers[state.server];
  if (state.open === null || to === undefined) return;
  context.send(to, {
    type: 'Request',
    command: state.open,
    seen: state.seen,
    sync: options.syncs,
  });
  state.isReferred = false;
  context.setTimer('again', options.retryMs);
}

function goOn({ thinkMs }: ClientOptions, state: ClientState, context: ClientContext): void {
  state.open = null;
  context.cancelTimer('timeout');
  context.cancelTimer('again');
  context.setTimer('think', context.random() * thinkMs);
}
