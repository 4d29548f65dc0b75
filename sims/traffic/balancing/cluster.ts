/** Puts a balancer and its hosts into a world, and counts the outcomes of the requests. */
import type { Breaches } from '../../../src/check/breaches.ts';
import { must } from '../../../src/kernel/must.ts';
import type { World } from '../../../src/world/world.ts';
import { stateRow } from '../subject.ts';
import { type Balancer, type BalancerOptions, balancerServer } from './balancer.ts';
import { type HostOptions, hostServer } from './host.ts';
import type { BalancingLaw, BalancingSubject } from './laws.ts';
import type { BalancerEvents } from './parts.ts';
import type { BalancingRules } from './rules.ts';

export interface ClusterOptions extends Omit<BalancerOptions, 'weights'> {
  /** Distinguishes the machines of several clusters: `hash` makes hash-balancer and hash-host-1. */
  readonly name?: string;
  readonly hosts: number;
  /** Spare machines, which are present but not used yet. */
  readonly spares?: number;
  readonly weights?: readonly number[];
  readonly host: (number: number) => HostOptions;
}

/** Requests of one host. */
export interface HostCounts {
  sent: number;
  ok: number;
  failed: number;
}

export interface BalancingCluster extends BalancingSubject {
  readonly options: ClusterOptions;
  readonly counts: ReadonlyMap<string, HostCounts>;
  readonly total: HostCounts;
  readonly balancer: Balancer;
}

/** What most balancers here share. */
export const plainBalancing = {
  users: 1_000,
  timeoutMs: 1_000,
  panicShare: 0.5,
  ejectedShare: 0.1,
  slowStartMs: 0,
} as const;

const prefixOf = (name: string | undefined) => (name === undefined ? '' : `${name}-`);

export const hostId = (number: number, name?: string): string => `${prefixOf(name)}host-${number}`;

export function balancingCluster(
  world: World,
  rules: BalancingRules,
  options: ClusterOptions,
  { breaches, events = {} }: { breaches: Breaches<BalancingLaw>; events?: BalancerEvents },
): BalancingCluster {
  const { name, hosts, spares = 0 } = options;
  const total = { sent: 0, ok: 0, failed: 0 };
  const counts = new Map<string, HostCounts>();
  for (let number = 1; number <= hosts + spares; number++) {
    const id = hostId(number, name);
    counts.set(id, { sent: 0, ok: 0, failed: 0 });
    world.addServer(id, hostServer(options.host(number)));
  }
  const weights = Array.from({ length: hosts }, (_, at): [string, number] => [
    hostId(at + 1, name),
    options.weights?.[at] ?? 1,
  ]);
  let balancer: Balancer | undefined;
  const server = balancerServer(
    rules,
    { ...options, weights: new Map(weights) },
    { ...events, sends, ends },
    (started) => {
      balancer = started;
    },
  );
  world.addServer(`${prefixOf(name)}balancer`, server);
  const rows = () => world.nodes.map(stateRow);
  return { options, breaches, counts, total, balancer: must(balancer, 'balancer'), rows };

  function sends(...sent: Parameters<NonNullable<BalancerEvents['sends']>>): void {
    countsOf(sent[0].id).sent += 1;
    total.sent += 1;
    events.sends?.(...sent);
  }

  function ends(...ended: Parameters<NonNullable<BalancerEvents['ends']>>): void {
    const [{ id }, result] = ended;
    countsOf(id)[result] += 1;
    total[result] += 1;
    events.ends?.(...ended);
  }

  function countsOf(id: string): HostCounts {
    return must(counts.get(id), 'counts of the host');
  }
}
