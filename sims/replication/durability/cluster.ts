/** Puts stores, each with its clients and its crash, into a world. */
import { Breaches, watched } from '../../../src/check/breaches.ts';
import { type Goal, sometimes } from '../../../src/check/goal.ts';
import type { Invariant } from '../../../src/check/invariant.ts';
import { constant } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { crash, restart, tearDisk } from '../../../src/world/fault.ts';
import type { Node } from '../../../src/world/node.ts';
import { client, isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import { type ReplicationSubject, stateRow } from '../subject.ts';
import {
  DurabilityJudge,
  type DurabilityLaw,
  type DurabilityMetrics,
  durabilityLaws,
} from './laws.ts';
import { type DurabilityOptions, defaultDurabilityOptions } from './options.ts';
import type { DurabilityRules } from './rules.ts';
import { type Machine, storeServer } from './store.ts';

export interface DurabilitySubject extends ReplicationSubject {
  readonly breaches: Breaches<DurabilityLaw>;
  readonly judges: readonly DurabilityJudge[];
}

interface Parts {
  readonly world: World;
  readonly rules: DurabilityRules;
}

export type DurabilitySetup = Partial<DurabilityOptions> & { readonly metrics: DurabilityMetrics };

export function durabilitySubject(
  parts: Parts,
  setups: readonly DurabilitySetup[],
): DurabilitySubject {
  const breaches = new Breaches<DurabilityLaw>();
  const nodes: Node[] = [];
  const judges = setups.map(({ metrics, ...own }) => {
    const options = { ...defaultDurabilityOptions, ...own };
    const judge = new DurabilityJudge(
      breaches,
      metrics,
      (options.policy === 'always' && !options.driveLies) || options.loses === 'process',
      options.windowMs,
    );
    nodes.push(...oneStore(parts, options, judge));
    return judge;
  });
  return { breaches, judges, rows: () => nodes.map(stateRow) };
}

function oneStore(
  { world, rules }: Parts,
  options: DurabilityOptions,
  judge: DurabilityJudge,
): readonly Node[] {
  const { name, crashAtMs, restartMs } = options;
  const idOf = (part: string) => (name === '' ? part : `${name}/${part}`);
  const storeId = idOf('store');
  const machine: Machine = { pageCache: 0, downAtMs: -1 };
  const server = storeServer(rules, options, judge, machine);
  const store = world.addServer(storeId, server, { diskMs: constant(options.fsyncMs) });
  const callers = Array.from({ length: options.clients }, (_, place) =>
    world.addServer(
      idOf(`client${place + 1}`),
      client('client', (node) => {
        node.spawn(options.writeEveryMs > 0 ? atAPace(node) : oneAfterOther(node));
      }),
    ),
  );
  world.at(crashAtMs, () => {
    machine.downAtMs = crashAtMs;
  });
  world.plan([
    { atMs: crashAtMs, fault: tearDisk(storeId) },
    { atMs: crashAtMs, fault: crash(storeId) },
    { atMs: crashAtMs + restartMs, fault: restart(storeId) },
  ]);
  return [store, ...callers];

  function* atAPace(node: ServerContext): Process<void> {
    while (node.now() < crashAtMs) {
      node.spawn(write(node));
      yield* node.sleep(options.writeEveryMs);
    }
  }

  function* oneAfterOther(node: ServerContext): Process<void> {
    while (node.now() < crashAtMs) yield* write(node);
  }

  function* write(node: ServerContext): Process<void> {
    const sentAtMs = node.now();
    try {
      yield* node.call(storeId, { write: true }, { timeoutMs: 10_000 });
      judge.metrics.writeMs.record(node.now() - sentAtMs);
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
    }
  }
}

export const durabilityInvariants: readonly Invariant<DurabilitySubject>[] = Object.values(
  watched(durabilityLaws, ({ breaches }: DurabilitySubject) => breaches),
);

export const everyStoreRestarts: Goal<DurabilitySubject> = sometimes(
  'every-store-restarts',
  'every store restarts after its crash',
  ({ judges }) => judges.every(({ hasRestarted }) => hasRestarted),
);
