/** Puts a table that every region writes into a world, with a client in each region. */
import { Breaches, watched } from '../../../src/check/breaches.ts';
import { eventually } from '../../../src/check/goal.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import { type ReplicationSubject, stateRow } from '../subject.ts';
import type { Item, Unit } from './item.ts';
import { RegionJudge } from './judge.ts';
import { type RegionLaw, regionLaws } from './laws.ts';
import { regionServer } from './region.ts';
import type { RegionRules } from './rules.ts';

type Items = Readonly<Record<string, Item>>;

export interface GlobalTable extends ReplicationSubject {
  readonly judge: RegionJudge;
  /** What each region holds, by key. */
  copies(): Items[];
}

export interface Edit {
  readonly atMs: number;
  readonly key: string;
  readonly attribute: string;
}

export interface GlobalTableOptions {
  /** Prefix of its regions’ names. */
  readonly name: string;
  readonly unit: Unit;
  /** By region: message delay to each of the others. */
  readonly oneWayMs: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly streamMs: number;
  readonly timeoutMs: number;
  readonly hasConverged?: (ms: number) => void;
  /** By region: the program of its client. */
  readonly edits: Readonly<Record<string, readonly Edit[]>>;
}

export function globalTable(
  world: World,
  rules: RegionRules,
  { name, oneWayMs, hasConverged, edits, ...options }: GlobalTableOptions,
): GlobalTable {
  const breaches = new Breaches<RegionLaw>();
  const regions = Object.keys(oneWayMs).map((region) => `${name}${region}`);
  const judge = new RegionJudge(breaches, regions.length - 1, options.unit, hasConverged);
  const parts = { ...options, rules, judge, regions, atMs: () => world.kernel.nowMs };
  const nodes = regions.map((region) => world.addServer(region, regionServer(parts)));
  for (const [from, others] of Object.entries(oneWayMs))
    for (const [to, ms] of Object.entries(others))
      world.network.changeLink(`${name}${from}`, `${name}${to}`, { latencyMs: constant(ms) });
  for (const [region, own] of Object.entries(edits)) addEditor(world, `${name}${region}`, own);
  return {
    breaches,
    judge,
    copies: () => nodes.map(({ state }) => (state ?? {}) as Items),
    rows: () => nodes.map(stateRow),
  };
}

function addEditor(world: World, region: NodeId, edits: readonly Edit[]): void {
  const id = `${region}/client`;
  const edit = function* ({ atMs, key, attribute }: Edit, node: ServerContext): Process<void> {
    yield* node.sleep(atMs);
    yield* node.call(region, { edit: key, attribute, write: `${region}/${key}` });
  };
  world.addServer(
    id,
    client('client', (node) => {
      for (const own of edits) node.spawn(edit(own, node));
    }),
  );
}

const invariants = watched(regionLaws, ({ breaches }: ReplicationSubject) => breaches);

export const regionInvariants = Object.values(invariants);

export const regionsAgree = (
  tables: (subject: ReplicationSubject) => readonly GlobalTable[],
  withinMs: number,
) =>
  eventually(
    'regions-agree',
    'all regions hold the same data',
    withinMs,
    (subject: ReplicationSubject) =>
      tables(subject).every((table) => table.judge.allArrived && isOneCopy(table.copies())),
  );

const isOneCopy = (copies: readonly Items[]): boolean => new Set(copies.map(shown)).size === 1;

const shown = (copy: Items): string =>
  Object.entries(copy)
    .flatMap(([key, { cells }]) =>
      Object.entries(cells).map(([attribute, { write }]) => `${key} ${attribute}=${write}`),
    )
    .sort()
    .join();
