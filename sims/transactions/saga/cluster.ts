/** Puts sagas into a world, with or without an orchestrator. */
import { Breaches } from '../../../src/check/breaches.ts';
import { eventually, type Goal, sometimes } from '../../../src/check/goal.ts';
import { finalInvariant, type Invariant, invariant } from '../../../src/check/invariant.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { Node } from '../../../src/world/node.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import { type CrashPoint, CrashPoints } from '../crash-points.ts';
import { stateRow, type TransactionsSubject } from '../subject.ts';
import { initiator, initiatorServer, listener, type Mishaps } from './choreography.ts';
import { SagaJudge, type SagaLaw, sagaLaws } from './laws.ts';
import { orchestrator } from './orchestrator.ts';
import { participantServer } from './participant.ts';
import { planOf, type SagaOptions, type SagaParts, untilAnswered } from './parts.ts';
import type { SagaRules } from './rules.ts';

export interface SagaSystemOptions extends SagaOptions {
  readonly crashes: (saga: number) => CrashPoint | undefined;
  /** If given, there is no orchestrator. */
  readonly choreography?: {
    readonly mishaps: Mishaps;
    readonly hasSweeper: boolean;
    readonly afterMs: number;
  };
  readonly breaks: readonly SagaLaw[];
}

const unbounded = Number.POSITIVE_INFINITY;

/** The parts of a shop’s saga. A mail that has been sent cannot be undone. */
export const shop = [
  { name: 'stock', canBeUndone: true, capacity: unbounded },
  { name: 'courier', canBeUndone: true, capacity: unbounded },
  { name: 'card', canBeUndone: true, capacity: unbounded },
  { name: 'mail', canBeUndone: false, capacity: unbounded },
] as const;

const defaultOptions: Omit<SagaSystemOptions, 'sagas'> = {
  name: '',
  participants: shop,
  beginsMs: (saga) => saga * 1_000,
  refusedBy: () => undefined,
  undoFailures: () => 0,
  undoTriesMax: 5,
  hasSemanticLock: true,
  workMs: 5,
  restartMs: 100,
  timeoutMs: 20,
  retryMs: 50,
  crashes: () => undefined,
  breaks: [],
};

export interface SagaSystem {
  readonly options: SagaSystemOptions;
  readonly judge: SagaJudge;
  readonly points: CrashPoints;
  readonly nodes: readonly Node[];
  begun: number;
}

export interface SagaSubject extends TransactionsSubject {
  readonly breaches: Breaches<SagaLaw>;
  readonly systems: readonly SagaSystem[];
}

export function sagaSubject(
  world: World,
  rules: SagaRules,
  options: readonly (Partial<SagaSystemOptions> & Pick<SagaSystemOptions, 'sagas'>)[],
): SagaSubject {
  const breaches = new Breaches<SagaLaw>();
  const systems = options.map((own) =>
    sagaSystem(world, rules, breaches, { ...defaultOptions, ...own }),
  );
  return { breaches, systems, rows: () => systems.flatMap(({ nodes }) => nodes.map(stateRow)) };
}

function sagaSystem(
  world: World,
  rules: SagaRules,
  breaches: Breaches<SagaLaw>,
  options: SagaSystemOptions,
): SagaSystem {
  const { name, choreography, breaks } = options;
  const idOf = (machine: string) => (name === '' ? machine : `${name}/${machine}`);
  const points = new CrashPoints(world, options.restartMs);
  for (let saga = 1; saga <= options.sagas; saga++) {
    const point = options.crashes(saga);
    if (point !== undefined) points.plan(saga, point);
  }
  const plan = planOf(rules, options.participants);
  const names = plan.map((participant) => participant.name);
  const judge = new SagaJudge(breaches, breaks, names);
  const parts: SagaParts = { rules, options, plan, judge, points, idOf };
  const disk = { diskMs: constant(1) };
  const before = world.nodes.length;
  const system: SagaSystem = { options, judge, points, nodes: [], begun: 0 };
  if (choreography === undefined) {
    for (const own of plan) world.addServer(idOf(own.name), participantServer(parts, own), disk);
    world.addServer(idOf('orchestrator'), orchestrator(parts), disk);
    const customers = client('client', (node) => node.spawn(beginning(node)));
    world.addServer(idOf('client'), customers);
  } else {
    for (const [place, own] of plan.entries())
      world.addServer(idOf(own.name), listener(parts, place, choreography.mishaps), disk);
    world.addServer(idOf(initiator), initiatorServer(parts, choreography));
  }
  return Object.assign(system, { nodes: world.nodes.slice(before) });

  function* beginning(node: ServerContext): Process<void> {
    for (let saga = 1; saga <= options.sagas; saga++) {
      yield* node.sleep(Math.max(0, options.beginsMs(saga) - node.now()));
      node.spawn(begin(node, saga));
    }
  }

  function* begin(node: ServerContext, saga: number): Process<void> {
    const request = { do: 'begin', saga };
    const { timeoutMs, retryMs } = options;
    yield* untilAnswered(
      node,
      () => node.call(idOf('orchestrator'), request, { timeoutMs }),
      retryMs,
    );
    system.begun += 1;
  }
}

const atEnd: readonly SagaLaw[] = ['every-saga-ends', 'conserved'];

/** Two of them apply at the end of a run, when every saga has had time to end. */
export const sagaInvariants: readonly Invariant<SagaSubject>[] = (
  Object.keys(sagaLaws) as SagaLaw[]
).map((law) =>
  atEnd.includes(law)
    ? finalInvariant(law, sagaLaws[law], ({ systems, breaches }) => {
        for (const { judge } of systems) judge.rests();
        return breaches.of(law);
      })
    : invariant(law, sagaLaws[law], ({ breaches }) => breaches.of(law)),
);

export const everySagaPointStruck: Goal<SagaSubject> = sometimes(
  'every-point-struck',
  'a machine crashes at every point of the list',
  ({ systems }) => systems.every(({ points }) => points.allStruck),
);

export const everySagaBegun: Goal<SagaSubject> = eventually(
  'every-saga-begun',
  'every saga has begun',
  0,
  ({ systems }) => systems.every(({ judge, options }) => countBegun(judge) === options.sagas),
);

const countBegun = (judge: SagaJudge): number =>
  judge.count('done') + judge.count('undone') + judge.count('parked') + judge.count(undefined);
