/** Puts the shards of a database into a world, with the operations of its clients. */
import { Breaches, watched } from '../../../src/check/breaches.ts';
import { type Goal, sometimes } from '../../../src/check/goal.ts';
import type { Invariant } from '../../../src/check/invariant.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import { type ClocksSubject, stateRow } from '../subject.ts';
import { TruetimeJudge, type TruetimeLaw, truetimeLaws } from './laws.ts';
import type { TruetimeRules } from './rules.ts';
import { type CommitRequest, type ReadRequest, shard } from './shard.ts';

export interface DatabaseOptions {
  /** By name of shard: how far its clock is initially ahead. */
  readonly offsetsMs: Readonly<Record<string, number>>;
  readonly epsilonMs: number;
  readonly paxosMs: number;
  /** Default: all of it. */
  readonly waitShare?: number;
  /** Laws that are broken on purpose in this run. */
  readonly breaks?: readonly TruetimeLaw[];
}

export interface TruetimeSubject extends ClocksSubject {
  readonly breaches: Breaches<TruetimeLaw>;
  readonly judge: TruetimeJudge;
}

export function database(
  world: World,
  rules: TruetimeRules,
  { offsetsMs, waitShare = 1, breaks = [], ...own }: DatabaseOptions,
): TruetimeSubject {
  const breaches = new Breaches<TruetimeLaw>();
  const judge = new TruetimeJudge(breaches, breaks);
  const nodes = Object.entries(offsetsMs).map(([id, clockOffsetMs]) =>
    world.addServer(id, shard({ ...own, waitShare, rules }), { clockOffsetMs }),
  );
  return { breaches, judge, rows: () => nodes.map(stateRow) };
}

/** Commits a transaction through the first of its shards, and returns its timestamp. */
export function* transact(
  node: ServerContext,
  judge: TruetimeJudge,
  transaction: number,
  shards: readonly [string, ...string[]],
): Process<number> {
  const before = judge.begins();
  const request: CommitRequest = { do: 'commit', transaction, shards };
  const timestampMs = yield* node.call<number>(shards[0], request);
  judge.committed({ transaction, timestampMs, shards }, before);
  return timestampMs;
}

/** Reads one shard at a timestamp, and returns the transactions that it saw. */
export function* readAt(
  node: ServerContext,
  judge: TruetimeJudge,
  shardId: string,
  atMs: number,
): Process<ReadonlySet<number>> {
  const request: ReadRequest = { do: 'read', atMs };
  const saw = new Set(yield* node.call<number[]>(shardId, request));
  judge.reads({ atMs, shard: shardId, saw });
  return saw;
}

export const truetimeInvariants: readonly Invariant<TruetimeSubject>[] = Object.values(
  watched(truetimeLaws, ({ breaches }: TruetimeSubject) => breaches),
);

export const commitsSome = (atLeast: number): Goal<TruetimeSubject> =>
  sometimes(
    'commits',
    `${atLeast} transactions commit`,
    ({ judge }) => judge.all.length >= atLeast,
  );
