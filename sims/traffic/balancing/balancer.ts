/** The balancer: it receives the requests of users, and sends each to a host. */
import { exponential, sampler } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { randomInteger } from '../../../src/kernel/random.ts';
import { client, isCallFailure } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { checkHealth, type HealthOptions } from './health.ts';
import type { HostRequest } from './host.ts';
import { OutlierDetector, type OutlierOptions } from './outliers.ts';
import type { BalancerEvents, BalancerParts } from './parts.ts';
import { type PolicyName, policyOf } from './policies.ts';
import { type Host, Pool, type PoolOptions } from './pool.ts';
import type { BalancingRules } from './rules.ts';

export interface BalancerOptions extends PoolOptions {
  readonly policy: PolicyName;
  readonly weights: ReadonlyMap<string, number>;
  readonly perSecond: number;
  readonly requests: number;
  readonly users: number;
  readonly timeoutMs: number;
  readonly health?: HealthOptions | undefined;
  readonly outliers?: OutlierOptions | undefined;
  /** A user stays with the first host as long as that is usable. */
  readonly isSticky?: boolean;
}

/** A balancer as seen by the code that adds and removes hosts. */
export interface Balancer {
  readonly pool: Pool;
  join(id: string): void;
  /** Removes a host, and then calls back: at once, or when its last open request has ended. */
  leave(id: string, whenGone: () => void): void;
}

export const balancerServer = (
  rules: BalancingRules,
  options: BalancerOptions,
  events: BalancerEvents,
  started: (balancer: Balancer) => void,
) =>
  client('balancer', (node) => {
    const pool = new Pool(rules, options);
    for (const [id, weight] of options.weights) pool.join(id, { weight });
    const parts = { node, rules, pool, events };
    started(balancerOf(parts));
    if (options.health !== undefined) {
      for (const { id } of pool.hosts) node.spawn(checkHealth(parts, id, options.health));
    }
    const outliers =
      options.outliers === undefined ? undefined : new OutlierDetector(parts, options.outliers);
    if (outliers !== undefined) node.spawn(outliers.sweep());
    node.spawn(sendAll(parts, options, outliers));
  });

function balancerOf({ node, rules, pool }: BalancerParts): Balancer {
  return {
    pool,
    join(id) {
      pool.join(id, { atMs: node.now() });
      note(node, { kind: 'joins', host: id });
    },
    leave(id, whenGone) {
      const host = pool.host(id);
      host.isDraining = true;
      node.spawn(removeOnceDrained(host, whenGone));
    },
  };

  function* removeOnceDrained(host: Host, whenGone: () => void): Process<void> {
    if (rules['drain-before-remove']) {
      const rule = 'drain-before-remove';
      note(node, { kind: 'drains', host: host.id, open: host.open, rule });
      while (host.open > 0) yield* node.sleep(1);
    }
    note(node, { kind: 'removes', host: host.id, open: host.open });
    pool.remove(host.id);
    whenGone();
  }
}

function* sendAll(
  { node, rules, pool, events }: BalancerParts,
  options: BalancerOptions,
  outliers: OutlierDetector | undefined,
): Process<void> {
  const drawGapMs = sampler(exponential(1_000 / options.perSecond), node.stream('arrivals'));
  const choose = policyOf(options.policy, node.stream('choices'), rules);
  const homes = new Map<number, string>();
  let wasPanicking = false;
  for (let request = 0; request < options.requests; request++) {
    yield* node.sleep(drawGapMs());
    const user = randomInteger(node.stream('users'), 1, options.users);
    node.spawn(send(user, hostFor(user)));
  }

  function hostFor(user: number): Host {
    const { hosts, panics } = pool.usable();
    if (panics && !wasPanicking) {
      const healthy = pool.hosts.filter(({ isUp, isEjected }) => isUp && !isEjected).length;
      const rule = 'panic-when-most-are-ill';
      note(node, { kind: 'panics', healthy, hosts: pool.hosts.length, rule });
    }
    wasPanicking = panics;
    const home = stickyHome(user, hosts);
    const busynessOf = (host: Host) => pool.busynessOf(host, node.now());
    const host = home ?? choose({ hosts, user, busynessOf });
    homes.set(user, host.id);
    events.sends?.(host, hosts, panics, user);
    return host;
  }

  function stickyHome(user: number, hosts: readonly Host[]): Host | undefined {
    if (options.isSticky !== true || !rules['sticky-survives-scale']) return undefined;
    return hosts.find(({ id }) => id === homes.get(user));
  }

  function* send(user: number, host: Host): Process<void> {
    const sentAtMs = node.now();
    const request: HostRequest = { do: 'work', user };
    host.open += 1;
    let result: 'ok' | 'failed' = 'ok';
    try {
      yield* node.call(host.id, request, { timeoutMs: options.timeoutMs });
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      result = 'failed';
      note(node, { kind: 'fails', host: host.id, why: `${failure}` });
    }
    host.open -= 1;
    outliers?.sees(host, result);
    events.ends?.(host, result, node.now() - sentAtMs);
  }
}
