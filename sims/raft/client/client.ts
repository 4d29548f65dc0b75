/**
 * A client (paper, §8; dissertation, §6.2 and §6.3): it has one request at a time and sends it to
 * the server that it believes to be leader. It tries another server when that one refers it
 * elsewhere or does not answer. Every attempt has the same serial number, so the request is
 * executed once.
 */

import { empirical, type MeasuredRange, sampler } from '../../../src/kernel/distribution.ts';
import { must } from '../../../src/kernel/must.ts';
import type { Actor, Context, NodeId } from '../../../src/world/actor.ts';
import type { ClientCommand, Result, SessionId } from '../log/entry.ts';
import type { Ask, ClientReply, RaftMessage } from '../messages.ts';
import type { RaftNote } from '../notes.ts';

export type ClientTimer = 'think' | 'retry';
type ClientContext = Context<RaftMessage, ClientTimer, ClientRecord>;

/** What it keeps across a crash: how often it has started. */
export interface ClientRecord {
  readonly lives: number;
}

export interface ClientOptions {
  readonly servers: readonly NodeId[];
  /**
   * Its number among the clients, and how many clients there are: their process numbers are
   * interleaved.
   */
  readonly number: number;
  readonly clients: number;
  /** How long to wait for an answer before asking another server. */
  readonly retryMs: number;
  /** How long to wait before asking another server if the one asked knows of no leader. */
  readonly backoffMs: number;
  /** How often to try before giving up on the outcome. */
  readonly triesMax: number;
  /** Where to send reads: to the server believed to be leader, or to any server. */
  readonly readsFrom: 'leader' | 'any';
  /** What it requests by itself; undefined if it only does what it is told. */
  readonly workload: Workload | undefined;
}

export interface Workload {
  readonly thinkMs: MeasuredRange;
  readonly keys: number;
  /** The shares of reads, of appends and of cas among the requests; the others are puts. */
  readonly reads: number;
  readonly appends: number;
  readonly swaps: number;
  /** No request starts before or after these times. */
  readonly fromMs?: number;
  readonly untilMs: number;
}

type Wanted = Omit<ClientCommand, 'session' | 'serial'>;

export interface ClientState {
  process: number;
  session: SessionId | null;
  serial: number;
  /** Numbers every message that needs an answer, across all lives. */
  request: number;
  wanted: Wanted | null;
  /** When the request started, by the client's own clock. */
  sinceMs: number;
  /** The server it asks; the server it would ask next. */
  server: number;
  tries: number;
  /** The last value that it saw of each key, which it expects to find when it swaps. */
  readonly seen: { [key: string]: string | null };
}

/**
 * Each life numbers its requests from here, so that no answer is mistaken for another request's.
 */
const requestsInALife = 1e6;

export function raftClient(
  options: ClientOptions,
): Actor<ClientState, RaftMessage, ClientTimer, ClientRecord> {
  return {
    kind: 'raft-client',

    start(context, journal) {
      const lives = journal.length;
      context.persist({ lives });
      const { workload } = options;
      if (workload !== undefined) think(workload, context, workload.fromMs);
      return {
        // A request of an earlier life may still be executed, so this life is another process.
        process: options.number + options.clients * lives * requestsInALife,
        session: null,
        serial: 0,
        request: lives * requestsInALife,
        wanted: null,
        sinceMs: 0,
        server: options.number % options.servers.length,
        tries: 0,
        seen: {},
      };
    },

    receive(state, message, _from, context) {
      if (message.type === 'Ask') ask(options, state, message, context);
      else if (message.type === 'ClientReply') onReply(options, state, message, context);
    },

    timeout(state, timer, context) {
      if (timer === 'retry') retryElsewhere(options, state, context, null);
      else if (state.wanted === null) begin(options, state, context, draw(options, state, context));
      else if (options.workload !== undefined) think(options.workload, context);
    },
  };
}

const note = (context: ClientContext, note: RaftNote): void => context.note(note);

function think({ thinkMs }: Workload, context: ClientContext, waitMs = 0): void {
  const { min, max, values } = thinkMs;
  const delayMs =
    values === undefined
      ? waitMs + min + context.random() * (max - min)
      : waitMs + sampler(empirical(values), context.random)();
  context.setTimer('think', delayMs);
}

/** The next request; undefined when it is time to stop. */
function draw(
  { workload }: ClientOptions,
  state: ClientState,
  context: ClientContext,
): Wanted | undefined {
  if (workload === undefined || context.now() >= workload.untilMs) return undefined;
  const { keys, reads, appends, swaps } = workload;
  const key = `k${1 + Math.floor(context.random() * keys)}`;
  const kind = context.random();
  // Every value is written only once, so that a read shows which write it saw.
  const value = `${context.self}.${state.serial + 1}`;
  if (kind < reads) return { kind: 'get', key };
  if (kind < reads + appends) return { kind: 'append', key, value: ` ${value}` };
  if (kind < reads + appends + swaps) {
    return { kind: 'cas', key, value, expected: state.seen[key] ?? null };
  }
  return { kind: 'put', key, value };
}

/** A script tells the client what to request. A request that is still open is given up. */
function ask(options: ClientOptions, state: ClientState, message: Ask, context: ClientContext) {
  const { kind, key, value, expected, of } = message;
  if (state.wanted !== null) giveUp(options, state, context);
  if (of !== undefined) state.server = Math.max(0, options.servers.indexOf(of));
  const write = value === undefined ? {} : { value };
  begin(options, state, context, {
    kind,
    key,
    ...write,
    ...(kind === 'cas' ? { expected: expected ?? null } : {}),
  });
}

function begin(
  options: ClientOptions,
  state: ClientState,
  context: ClientContext,
  wanted: Wanted | undefined,
): void {
  if (wanted === undefined) return;
  state.wanted = wanted;
  state.sinceMs = context.now();
  state.serial += 1;
  state.tries = 0;
  const { kind: f, key, value, expected } = wanted;
  note(context, { kind: 'invokes', process: state.process, f, key, value, expected });
  if (f === 'get' && options.readsFrom === 'any') {
    state.server = context.choose(
      'server',
      options.servers.map((_, place) => place),
    );
  }
  send(options, state, context);
}

/** Sends the request; first of all, a client opens a session. */
function send(options: ClientOptions, state: ClientState, context: ClientContext): void {
  const { wanted, session, serial } = state;
  const server = must(options.servers[state.server], 'server in turn');
  if (wanted === null) return;
  state.request += 1;
  state.tries += 1;
  const { request } = state;
  if (session === null) context.send(server, { type: 'RegisterClient', request });
  else {
    context.send(server, {
      type: 'ClientRequest',
      request,
      command: { ...wanted, session, serial },
    });
  }
  context.setTimer('retry', options.retryMs);
}

function onReply(
  options: ClientOptions,
  state: ClientState,
  { request, result, leaderHint }: ClientReply,
  context: ClientContext,
): void {
  if (state.wanted === null || request !== state.request) return;
  if (result === undefined) {
    referred(options, state, context, leaderHint);
  } else if (result.kind === 'registered') {
    state.session = result.session;
    send(options, state, context);
  } else if (result.kind === 'no-session') {
    // There is no longer a way to find out whether an earlier attempt was executed.
    state.session = null;
    giveUp(options, state, context);
    goOn(options, context);
  } else {
    complete(options, state, result, context);
  }
}

function complete(
  options: ClientOptions,
  state: ClientState,
  result: Result,
  context: ClientContext,
): void {
  const { process, wanted, seen } = state;
  const value = result.kind === 'value' ? result.value : undefined;
  if (result.kind === 'cas-failed') {
    const { found } = result;
    note(context, { kind: 'fails-to-swap', process, found });
    if (wanted !== null) seen[wanted.key] = found;
  } else {
    note(context, { kind: 'is-answered', process, value });
  }
  if (wanted?.kind === 'get') seen[wanted.key] = value ?? null;
  state.wanted = null;
  context.cancelTimer('retry');
  goOn(options, context);
}

function goOn({ workload }: ClientOptions, context: ClientContext): void {
  if (workload !== undefined) think(workload, context);
}

/** The server does not lead: asks the one that it names at once, or waits a little. */
function referred(
  options: ClientOptions,
  state: ClientState,
  context: ClientContext,
  leaderHint: NodeId | null,
): void {
  const hinted = leaderHint === null ? -1 : options.servers.indexOf(leaderHint);
  if (hinted !== -1 && hinted !== state.server) retryElsewhere(options, state, context, hinted);
  else context.setTimer('retry', options.backoffMs);
}

function retryElsewhere(
  options: ClientOptions,
  state: ClientState,
  context: ClientContext,
  server: number | null,
): void {
  if (state.wanted === null) return;
  if (state.tries >= options.triesMax) {
    giveUp(options, state, context);
    goOn(options, context);
    return;
  }
  state.server = server ?? (state.server + 1) % options.servers.length;
  send(options, state, context);
}

/** The outcome is unknown, so the client does everything after it as another process. */
function giveUp({ clients }: ClientOptions, state: ClientState, context: ClientContext): void {
  note(context, { kind: 'gives-up', process: state.process });
  state.process += clients;
  state.wanted = null;
  context.cancelTimer('retry');
}
