/** Puts systems into a world: a client that orders, a service, a database, a broker, a relay and a consumer. */
import { Breaches } from '../../../src/check/breaches.ts';
import { eventually, type Goal, sometimes } from '../../../src/check/goal.ts';
import { finalInvariant, type Invariant, invariant } from '../../../src/check/invariant.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { Node } from '../../../src/world/node.ts';
import { client, isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import { type CrashPoint, CrashPoints } from '../crash-points.ts';
import { stateRow, type TransactionsSubject } from '../subject.ts';
import { brokerServer } from './broker.ts';
import { consumerServer } from './consumer.ts';
import { databaseServer } from './database.ts';
import { DeliveryJudge, type DeliveryLaw, deliveryLaws } from './laws.ts';
import type { DeliveryMode, DeliveryParts } from './parts.ts';
import { relayClient } from './relay.ts';
import type { DeliveryRules } from './rules.ts';
import { orderService } from './service.ts';

export interface DeliveryOptions {
  /** Prefix of its machines’ names, if there are several systems. */
  readonly name: string;
  readonly mode: DeliveryMode;
  readonly isNaive: boolean;
  readonly orders: number;
  /** Time from one order to the next. */
  readonly everyMs: number;
  /** How long the transaction of an order is open. */
  readonly openMs: (order: number) => number;
  /** Where a machine crashes while an order is processed. */
  readonly crashes: (order: number) => CrashPoint | undefined;
  readonly restartMs: number;
  readonly pollMs: number;
  readonly consumerPollMs: number;
  readonly timeoutMs: number;
  readonly diskMs: number;
  readonly hasConsumer: boolean;
  /** Laws that a system is known to break, and which are not reported for it. */
  readonly breaks: readonly DeliveryLaw[];
}

const defaultOptions: Omit<DeliveryOptions, 'mode' | 'orders'> = {
  name: '',
  isNaive: false,
  everyMs: 500,
  openMs: () => 0,
  crashes: () => undefined,
  restartMs: 100,
  pollMs: 50,
  consumerPollMs: 50,
  timeoutMs: 30,
  diskMs: 1,
  hasConsumer: true,
  breaks: [],
};

export interface DeliverySystem {
  readonly options: DeliveryOptions;
  readonly judge: DeliveryJudge;
  readonly points: CrashPoints;
  readonly nodes: readonly Node[];
  /** How many orders the client has placed. */
  ordered: number;
}

export interface DeliverySubject extends TransactionsSubject {
  readonly breaches: Breaches<DeliveryLaw>;
  readonly systems: readonly DeliverySystem[];
}

export function deliverySubject(
  world: World,
  rules: DeliveryRules,
  options: readonly (Partial<DeliveryOptions> & Pick<DeliveryOptions, 'mode' | 'orders'>)[],
): DeliverySubject {
  const breaches = new Breaches<DeliveryLaw>();
  const systems = options.map((own) =>
    deliverySystem(world, rules, breaches, { ...defaultOptions, ...own }),
  );
  return { breaches, systems, rows: () => systems.flatMap(({ nodes }) => nodes.map(stateRow)) };
}

function deliverySystem(
  world: World,
  rules: DeliveryRules,
  breaches: Breaches<DeliveryLaw>,
  options: DeliveryOptions,
): DeliverySystem {
  const { name, mode, orders, crashes, timeoutMs } = options;
  const idOf = (machine: string) => (name === '' ? machine : `${name}/${machine}`);
  const points = new CrashPoints(world, options.restartMs);
  for (let order = 1; order <= orders; order++) {
    const point = crashes(order);
    if (point !== undefined) points.plan(order, point);
  }
  const judge = new DeliveryJudge(breaches, options.breaks);
  const parts: DeliveryParts = { ...options, world, rules, judge, points, idOf };
  const before = world.nodes.length;
  const disk = { diskMs: constant(options.diskMs) };
  world.addServer(idOf('database'), databaseServer(parts), disk);
  world.addServer(idOf('broker'), brokerServer(parts), disk);
  world.addServer(idOf('service'), orderService(parts));
  if (mode === 'outbox' || mode === 'log') world.addServer(idOf('relay'), relayClient(parts));
  if (options.hasConsumer) world.addServer(idOf('consumer'), consumerServer(parts), disk);
  const customer = client('client', (node) => node.spawn(ordering(node)));
  const nodes = [...world.nodes.slice(before), world.addServer(idOf('client'), customer)];
  const system: DeliverySystem = { options, judge, points, nodes, ordered: 0 };

  /** Each order is placed once: a client that would retry may be gone itself. */
  function* ordering(node: ServerContext): Process<void> {
    for (let order = 1; order <= orders; order++) {
      yield* node.sleep(options.everyMs);
      node.spawn(ask(node, order));
      system.ordered = order;
    }
  }

  function* ask(node: ServerContext, order: number): Process<void> {
    const openMs = options.openMs(order);
    try {
      yield* node.call(idOf('service'), { order, openMs }, { timeoutMs: openMs + 4 * timeoutMs });
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
    }
  }

  return system;
}

/** Laws of consumers, whichever service publishes. */
export const updateInvariants: readonly Invariant<Pick<DeliverySubject, 'breaches'>>[] = [
  invariant('effect-once', deliveryLaws['effect-once'], ({ breaches }) =>
    breaches.of('effect-once'),
  ),
  invariant('newest-stays', deliveryLaws['newest-stays'], ({ breaches }) =>
    breaches.of('newest-stays'),
  ),
];

/** Two of them apply at the end of the run, when everything in flight has arrived. */
export const deliveryInvariants: readonly Invariant<DeliverySubject>[] = [
  atEnd('published-iff-committed'),
  atEnd('event-has-effect'),
  ...updateInvariants,
];

function atEnd(law: DeliveryLaw): Invariant<DeliverySubject> {
  return finalInvariant(law, deliveryLaws[law], ({ systems, breaches }) => {
    for (const { judge, options } of systems) judge.ends(options.hasConsumer);
    return breaches.of(law);
  });
}

export const everyPointStruck: Goal<DeliverySubject> = sometimes(
  'every-point-struck',
  'a machine crashes at every point of the list',
  ({ systems }) => systems.every(({ points }) => points.allStruck),
);

export const allOrdered: Goal<DeliverySubject> = eventually(
  'all-ordered',
  'every order is placed',
  0,
  ({ systems }) => systems.every(({ ordered, options }) => ordered === options.orders),
);
