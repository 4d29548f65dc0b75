/** Puts id generators, their registry and a client of each into a world. */
import { Breaches, watched } from '../../../src/check/breaches.ts';
import { type Goal, sometimes } from '../../../src/check/goal.ts';
import type { Invariant } from '../../../src/check/invariant.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { Node, NodeOptions } from '../../../src/world/node.ts';
import { client, isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import { note } from '../notes.ts';
import { type ClocksSubject, stateRow } from '../subject.ts';
import { generator } from './generator.ts';
import { IdJudge, type IdJudgeOptions, type IdLaw, idLaws } from './laws.ts';
import type { IdParts } from './parts.ts';
import { registry } from './registry.ts';
import type { IdRules } from './rules.ts';

export interface IdOptions
  extends Pick<IdParts, 'nodeIds' | 'leaseMs' | 'reserveMs' | 'whenBack' | 'startsBelow'>,
    IdJudgeOptions {
  /** Prefix of its nodes’ names. */
  readonly name: string;
  readonly generators: number;
  /** Whether they lease node ids, or have one each for ever. */
  readonly leasesNodeIds: boolean;
  /** How long a node id rests between two leases. */
  readonly restMs: number;
  readonly clockOffsetMs: (generator: number) => number;
  /** How often each generator is asked, from `startsMs` on, and for how many ids. */
  readonly everyMs: number;
  readonly startsMs: number;
  readonly batches: readonly number[];
}

const defaultOptions: IdOptions = {
  name: '',
  generators: 1,
  leasesNodeIds: false,
  nodeIds: 1_024,
  leaseMs: 3_000,
  restMs: 2_000,
  reserveMs: 1_000,
  whenBack: 'wait',
  startsBelow: 64,
  clockOffsetMs: () => 0,
  everyMs: 10,
  startsMs: 100,
  batches: [],
  sortedBeyondMs: 1,
  shards: 0,
  inOrder: false,
  breaks: [],
};

export interface IdFleet {
  readonly options: IdOptions;
  readonly judge: IdJudge;
  readonly generators: readonly Node[];
  readonly nodes: readonly Node[];
  /** Requests by outcome. */
  answered: number;
  refused: number;
  timedOut: number;
}

export interface IdSubject extends ClocksSubject {
  readonly breaches: Breaches<IdLaw>;
  readonly fleets: readonly IdFleet[];
}

export function idSubject(
  world: World,
  rules: IdRules,
  options: readonly Partial<IdOptions>[],
): IdSubject {
  const breaches = new Breaches<IdLaw>();
  const fleets = options.map((own) =>
    idFleet(world, rules, breaches, { ...defaultOptions, ...own }),
  );
  return { breaches, fleets, rows: () => fleets.flatMap(({ nodes }) => nodes.map(stateRow)) };
}

/** A call that is not answered by then is given up. */
const timeoutMs = 5_000;

function idFleet(
  world: World,
  rules: IdRules,
  breaches: Breaches<IdLaw>,
  options: IdOptions,
): IdFleet {
  const { everyMs, startsMs, batches } = options;
  const names = Array.from(
    { length: options.generators },
    (_, place) => `${options.name}g${place + 1}`,
  );
  const judge = new IdJudge(breaches, options);
  const before = world.nodes.length;
  const disk: Partial<NodeOptions> = { diskMs: constant(1), whenDown: 'refuses' };
  if (options.leasesNodeIds) world.addServer('registry', registry(options), disk);
  const parts: IdParts = {
    ...options,
    rules,
    judge,
    fixedNodeId: (id) => (options.leasesNodeIds ? undefined : names.indexOf(id)),
    trueMs: () => world.kernel.nowMs,
  };
  const generators = names.map((name, place) =>
    world.addServer(name, generator(parts), {
      ...disk,
      clockOffsetMs: options.clockOffsetMs(place),
    }),
  );
  const caller = client(`${options.name}client`, (node) => {
    for (const name of names) node.spawn(asking(node, name));
  });
  world.addServer(`${options.name}client`, caller);
  const nodes = world.nodes.slice(before);
  const fleet: IdFleet = {
    options,
    judge,
    generators,
    nodes,
    answered: 0,
    refused: 0,
    timedOut: 0,
  };
  return fleet;

  function* asking(node: ServerContext, name: string): Process<void> {
    yield* node.sleep(startsMs);
    for (const count of batches) {
      node.spawn(ask(node, name, count));
      yield* node.sleep(everyMs);
    }
  }

  function* ask(node: ServerContext, name: string, count: number): Process<void> {
    try {
      yield* node.call(name, { do: 'ids', count }, { timeoutMs });
      fleet.answered += 1;
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      const isRefused = 'reason' in failure;
      if (isRefused) fleet.refused += 1;
      else fleet.timedOut += 1;
      note(node, { kind: 'refused', reason: isRefused ? failure.reason : 'no answer' });
    }
  }
}

export const idInvariants: readonly Invariant<IdSubject>[] = Object.values(
  watched(idLaws, ({ breaches }: IdSubject) => breaches),
);

export const givesIds = (atLeast: number): Goal<IdSubject> =>
  sometimes('gives-ids', `each fleet gives out ${atLeast} ids`, ({ fleets }) =>
    fleets.every(({ judge }) => judge.issued >= atLeast),
  );
