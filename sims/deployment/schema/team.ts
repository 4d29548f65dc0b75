/** A team that registers one change of the schema after the other, and deploys those that the registry takes. */
import type { Process } from '../../../src/kernel/process.ts';
import { chance } from '../../../src/kernel/random.ts';
import { client, isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import type { DeploymentRules } from '../rules.ts';
import type { Compatibility } from './compatibility.ts';
import { firstFields, orderSchema, type Proposal, proposalNames, proposals } from './proposals.ts';
import type { FieldSchema } from './types.ts';

export interface Estate {
  readonly registry: string;
  readonly topic: string;
  readonly producers: readonly string[];
  readonly consumers: readonly string[];
  /** Stays at the first version. */
  readonly first: string;
  /** Starts with the newest version at the end. */
  readonly replay: string;
}

export interface Schedule {
  /** From the beginning of one change to that of the next. */
  readonly changeMs: number;
  /** Of one client. */
  readonly readyMs: number;
}

export const team = (
  estate: Estate,
  compatibility: Compatibility,
  schedule: Schedule,
  rules: DeploymentRules,
  accepts: (change: Proposal) => void,
) =>
  client('team', (node) => {
    node.spawn(works(node, estate, compatibility, schedule, rules, accepts));
    return {};
  });

function* works(
  node: ServerContext,
  { registry, topic, producers, consumers, first, replay }: Estate,
  compatibility: Compatibility,
  { changeMs, readyMs }: Schedule,
  rules: DeploymentRules,
  accepts: (change: Proposal) => void,
): Process<void> {
  let fields: readonly FieldSchema[] = firstFields;
  let id = yield* node.call<number>(registry, {
    register: orderSchema(fields),
    change: 'first version',
  });
  for (const name of [...producers, ...consumers, first]) {
    yield* node.call(name, { deploy: id, readyMs: 0 });
  }
  for (const [place, change] of proposalNames.entries()) {
    yield* node.sleep((place + 1) * changeMs - node.now());
    const next = proposals[change](fields);
    // A change of a field that is no longer there changes nothing.
    if (JSON.stringify(next) === JSON.stringify(fields)) continue;
    try {
      id = yield* node.call<number>(registry, { register: orderSchema(next), change });
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      continue;
    }
    accepts(change);
    fields = next;
    if (isConsumersFirst()) {
      yield* deployed(consumers);
      yield* deployed(producers);
    } else {
      yield* deployed(producers);
      if (compatibility === 'forward' && rules['old-events-read-before-upgrade']) yield* caughtUp();
      yield* deployed(consumers);
    }
  }
  yield* node.sleep((proposalNames.length + 1) * changeMs - node.now());
  yield* node.call(replay, { deploy: id, readyMs });

  function isConsumersFirst(): boolean {
    if (compatibility === 'backward') return rules['consumers-first-if-backward'];
    if (compatibility === 'forward') return !rules['producers-first-if-forward'];
    return chance(node.stream('order'), 0.5);
  }

  function* deployed(names: readonly string[]): Process<void> {
    for (const name of names) yield* node.call(name, { deploy: id, readyMs });
  }

  /** Until every consumer has read what producers of the version before have written. */
  function* caughtUp(): Process<void> {
    const end = yield* node.call<number>(topic, 'end');
    for (const name of consumers) {
      while ((yield* node.call<number>(name, 'position')) < end) yield* node.sleep(readyMs);
    }
  }
}
