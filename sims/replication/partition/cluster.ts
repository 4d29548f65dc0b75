/** Puts replicas, each with a client next to it, into a world, and cuts them in two for a while. */
import { Breaches, watched } from '../../../src/check/breaches.ts';
import { type Goal, sometimes } from '../../../src/check/goal.ts';
import { finalInvariant, type Invariant, unknown } from '../../../src/check/invariant.ts';
import {
  checkLinearizability,
  type LinearizabilityVerdict,
} from '../../../src/check/linearizability/check.ts';
import { type HistoryEvent, operationsOf } from '../../../src/check/linearizability/history.ts';
import { keyValue } from '../../../src/check/linearizability/models/key-value.ts';
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { chance, randomInteger } from '../../../src/kernel/random.ts';
import { cut, mend } from '../../../src/world/fault.ts';
import type { Node } from '../../../src/world/node.ts';
import type { Plan } from '../../../src/world/plan.ts';
import { client, isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import { type ReplicationSubject, stateRow } from '../subject.ts';
import { type PartitionLaw, type PartitionMetrics, partitionLaws } from './laws.ts';
import { type ClientRequest, replicaServer } from './node.ts';
import type { PartitionRules } from './rules.ts';

export interface PartitionOptions {
  readonly name: string;
  readonly replicas: number;
  /** How many replicas are on the smaller side. */
  readonly minority: number;
  readonly cutFromMs: number;
  readonly cutUntilMs: number;
  readonly keys: number;
  /** How many of the keys are read and written strongly. */
  readonly isStrong: (key: number) => boolean;
  /** Mean time between two requests of a client, exponential. */
  readonly everyMs: number;
  readonly writeShare: number;
  readonly untilMs: number;
  readonly timeoutMs: number;
  readonly gossipMs: number;
}

export interface PartitionSystem {
  readonly options: PartitionOptions;
  readonly metrics: PartitionMetrics;
  readonly replicas: readonly Node[];
  readonly history: HistoryEvent[];
}

export interface PartitionSubject extends ReplicationSubject {
  readonly breaches: Breaches<PartitionLaw>;
  readonly systems: readonly PartitionSystem[];
}

interface Parts {
  readonly world: World;
  readonly rules: PartitionRules;
}

export type PartitionSetup = PartitionOptions & { readonly metrics: PartitionMetrics };

export function partitionSubject(
  parts: Parts,
  setups: readonly PartitionSetup[],
): PartitionSubject {
  const breaches = new Breaches<PartitionLaw>();
  const systems = setups.map((setup) => partitionSystem(parts, breaches, setup));
  return {
    breaches,
    systems,
    rows: () => systems.flatMap(({ replicas }) => replicas.map(stateRow)),
  };
}

/** The cuts and repairs between the two sides of a system. */
export function cutsOf(options: PartitionOptions): Plan {
  const ids = replicaIdsOf(options);
  const [few, many] = [ids.slice(0, options.minority), ids.slice(options.minority)];
  return few.flatMap((a) =>
    many.flatMap((b) => [
      { atMs: options.cutFromMs, fault: cut(a, b) },
      { atMs: options.cutFromMs, fault: cut(b, a) },
      { atMs: options.cutUntilMs, fault: mend(a, b) },
      { atMs: options.cutUntilMs, fault: mend(b, a) },
    ]),
  );
}

const replicaIdsOf = ({ name, replicas }: PartitionOptions) =>
  Array.from({ length: replicas }, (_, place) => `${name}/replica${place + 1}`);

function partitionSystem(
  { world, rules }: Parts,
  breaches: Breaches<PartitionLaw>,
  { metrics, ...options }: PartitionSetup,
): PartitionSystem {
  const replicaIds = replicaIdsOf(options);
  const server = replicaServer(rules, { ...options, replicaIds });
  const replicas = replicaIds.map((id) => world.addServer(id, server));
  const history: HistoryEvent[] = [];
  const sides = new Map<number, Set<boolean>>();
  let writes = 0;
  let processes = 0;
  for (const [place, id] of replicaIds.entries()) {
    const caller = client('client', (node) => {
      node.spawn(asking(node, id, place < options.minority));
    });
    // The clients of all systems draw alike: they send the same requests at the same times.
    world.addServer(`${options.name}/client${place + 1}`, caller, { luck: `client${place + 1}` });
  }
  return { options, metrics, replicas, history };

  function* asking(node: ServerContext, id: string, isFew: boolean): Process<void> {
    const drawMs = sampler(exponential(options.everyMs), node.stream('pace'));
    const stream = node.stream('requests');
    while (node.now() < options.untilMs) {
      yield* node.sleep(drawMs());
      const key = randomInteger(stream, 1, options.keys);
      const isWrite = chance(stream, options.writeShare);
      node.spawn(request(node, id, key, isWrite));
      if (isWrite) notesSide(key, isFew, node.now());
    }
  }

  function notesSide(key: number, isFew: boolean, nowMs: number): void {
    if (nowMs < options.cutFromMs || nowMs >= options.cutUntilMs) return;
    const own = sides.get(key) ?? new Set();
    if (own.size === 1 && !own.has(isFew)) metrics.conflicts.add();
    sides.set(key, own.add(isFew));
  }

  function* request(
    node: ServerContext,
    id: string,
    place: number,
    isWrite: boolean,
  ): Process<void> {
    const key = `k${place}`;
    const isStrong = options.isStrong(place);
    const value = isWrite ? ++writes : null;
    const process = ++processes;
    const asked: ClientRequest = { key, isStrong, ...(value === null ? {} : { write: value }) };
    const event = { process, f: isWrite ? 'put' : 'get', key };
    history.push({ ...event, type: 'invoke', value });
    try {
      const timeoutMs = 3 * options.timeoutMs;
      const answer = yield* node.call<number>(id, asked, { timeoutMs });
      history.push({ ...event, type: 'ok', value: isWrite ? value : answer || null });
      metrics.answered.add();
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      history.push({ ...event, type: isWrite ? 'info' : 'fail', value });
      metrics.refused.add();
      if (!isStrong)
        breaches.report(
          'live-nodes-answer',
          `node ${id} is up, but does not answer a request for key ${key}`,
        );
    }
  }
}

/**
 * The strong or the other keys of a system, each with whether a single machine explains its
 * history.
 */
function verdictsOf(
  { history, options: { isStrong } }: PartitionSystem,
  ofStrong: boolean,
): ReadonlyMap<string, LinearizabilityVerdict> {
  const verdicts = new Map<string, LinearizabilityVerdict>();
  for (const key of new Set(history.map((event) => String(event.key)))) {
    if (isStrong(Number(key.slice(1))) !== ofStrong) continue;
    const { operations } = operationsOf(history.filter((event) => event.key === key));
    const limits = { nilReads: 'absent', triesMax: 200_000, bytesMax: 2 ** 26 } as const;
    verdicts.set(key, checkLinearizability(operations, keyValue, limits).verdict);
  }
  return verdicts;
}

/** Counts the keys that are not promised to be consistent, and are not. */
export function measureInconsistent(system: PartitionSystem): void {
  for (const verdict of verdictsOf(system, false).values()) {
    if (verdict === 'not-linearizable') system.metrics.inconsistent.add();
  }
}

const linearizable = finalInvariant<PartitionSubject>(
  'linearizable',
  'clients saw results of a strong key that a single machine could have produced',
  ({ systems }) => {
    for (const system of systems) {
      for (const [key, verdict] of verdictsOf(system, true)) {
        if (verdict === 'linearizable') continue;
        if (verdict === 'unknown') return unknown(`the search for ${key} gave up`);
        return `no order explains what was done to ${key} of ${system.options.name}`;
      }
    }
    return undefined;
  },
);

/** Runs end some rounds of gossip after the network has healed. */
const replicasConverge = finalInvariant<PartitionSubject>(
  'replicas-converge',
  'once the network has healed, all replicas hold the same gossiped data',
  ({ systems }) => {
    const torn = systems.find(({ replicas, options }) => {
      const states = replicas.map(({ state }) => eventualIn(state, options));
      return new Set(states).size > 1;
    });
    return torn === undefined ? undefined : `the replicas of ${torn.options.name} differ`;
  },
);

function eventualIn(state: unknown, { isStrong }: PartitionOptions): string {
  return Object.entries(state as Readonly<Record<string, number>>)
    .filter(([key]) => !isStrong(Number(key.slice(1))))
    .map(String)
    .sort()
    .join();
}

export const partitionInvariants: readonly Invariant<PartitionSubject>[] = [
  linearizable,
  replicasConverge,
  ...Object.values(watched(partitionLaws, ({ breaches }: PartitionSubject) => breaches)),
];

export const requestsAreAnswered: Goal<PartitionSubject> = sometimes(
  'answered',
  'every store answers requests',
  ({ systems }) => systems.every(({ metrics }) => metrics.answered.value > 0),
);
