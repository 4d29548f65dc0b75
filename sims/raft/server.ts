/**
 * A Raft server at work: its state, what it can do, and by which rules.
 */
import type { Context, NodeId } from '../../src/world/actor.ts';
import { type RaftTimer, type RoleEvent, raftChart } from './chart.ts';
import type { RaftNote } from './notes.ts';
import type { RaftRules } from './rules.ts';
import type { BallotRecord, RaftMessage, RaftState, Term } from './state.ts';

export type RaftContext = Context<RaftMessage, RaftTimer, BallotRecord>;

export interface RaftOptions {
  /** Every server of the cluster, this one included. */
  readonly servers: readonly NodeId[];
  /** Bounds of the election timeout, which is drawn anew whenever the timer starts. */
  readonly electionTimeoutMs: { readonly min: number; readonly max: number };
  /** How often a leader sends heartbeats. */
  readonly heartbeatMs: number;
  /**
   * The terms of the entries that each server's log holds when the run starts; nothing where it is
   * not named.
   */
  readonly initialLogs: Readonly<Record<NodeId, readonly Term[]>>;
}

export interface Server {
  readonly state: RaftState;
  readonly context: RaftContext;
  /** The other servers. */
  readonly peers: readonly NodeId[];
  readonly rules: RaftRules;
  readonly options: RaftOptions;
}

/** How many servers are a majority. */
export function majorityOf(servers: readonly NodeId[]): number {
  return Math.floor(servers.length / 2) + 1;
}

export function note(server: Server, note: RaftNote): void {
  server.context.note(note);
}

/** Makes a move of the chart: changes the role, and starts and stops the timers that go with it. */
export function move(server: Server, event: RoleEvent): void {
  const { state, context } = server;
  const { to, effects } = raftChart.move(state.role, event);
  state.role = to;
  for (const effect of effects) {
    if (effect.kind === 'start-timer') startTimer(server, effect.timer);
    else if (effect.kind === 'stop-timer') context.cancelTimer(effect.timer);
  }
}

export function startTimer(server: Server, timer: RaftTimer): void {
  const { context, options, rules } = server;
  if (timer === 'heartbeatTimeout') {
    context.setTimer(timer, options.heartbeatMs);
    return;
  }
  const { min, max } = options.electionTimeoutMs;
  const spread = rules['randomize-election-timeout'] ? context.random() * (max - min) : 0;
  context.setTimer(timer, min + spread);
}
