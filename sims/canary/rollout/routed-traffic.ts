/**
 * The traffic of machines: a router sends the canary its share and a fresh baseline as much, and
 * both are scraped. Data that cannot be scraped does not count.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import { ask, command } from '../traffic/ask.ts';
import { type Counters, type Scraped, since } from '../traffic/fleet.ts';
import type { Observed } from '../traffic/observe.ts';
import type { Route } from '../traffic/router.ts';
import type { Defect } from '../traffic/service.ts';
import type { Traffic } from './traffic.ts';

export interface Machines {
  readonly router: NodeId;
  /** The old version, which serves the remaining traffic. */
  readonly production: NodeId;
  readonly baseline: NodeId;
  readonly canary: NodeId;
}

/** What a monitor can tell the machines. */
export interface RoutedTraffic extends Traffic {
  /** Puts the release onto the canary's instances. */
  install(): Process<void>;
  /** Ends when production serves all users again. */
  unroute(): Process<void>;
}

const timeoutMs = 1_000;
const none: Counters = { requests: 0, errors: 0 };

/** Of a release with that defect: only its error rate and its registration matter here. */
export function routedTraffic(
  { errorRateAdded = 0, noTraffic = false }: Defect,
  { router, production, baseline, canary }: Machines,
  intervalMs: number,
  node: ServerContext<never>,
): RoutedTraffic {
  let before = { canary: none, baseline: none };
  const scrape = (fleet: NodeId) => ask<Scraped>(node, fleet, { kind: 'scrape' }, timeoutMs);
  const route = (share: number) =>
    command(node, router, { kind: 'route', route: routeOf(share), takesMs: 0 }, timeoutMs);
  const routeOf = (share: number): Route => {
    const shares = noTraffic ? { [baseline]: share } : { [baseline]: share, [canary]: share };
    const fresh = Object.entries(share === 0 ? {} : shares);
    return {
      targets: [
        { to: production, share: 1 - fresh.length * share, isNew: false },
        ...fresh.map(([to, share]) => ({ to, share, isNew: to === canary })),
      ],
    };
  };
  return {
    *install() {
      yield* command(node, canary, { kind: 'install', errorRateAdded }, timeoutMs);
      // Earlier counts do not belong to this release.
      before = { canary: none, baseline: none };
      before = {
        canary: (yield* scrape(canary))?.new ?? none,
        baseline: (yield* scrape(baseline))?.old ?? none,
      };
    },
    shift: ({ percentage }) => route(percentage / 100),
    unroute: () => route(0),
    *observe() {
      yield* node.sleep(intervalMs);
      const now = {
        canary: (yield* scrape(canary))?.new ?? before.canary,
        baseline: (yield* scrape(baseline))?.old ?? before.baseline,
      };
      const seen = {
        canary: observed(since(now.canary, before.canary)),
        baseline: observed(since(now.baseline, before.baseline)),
      };
      before = now;
      return seen;
    },
  };
}

function observed({ requests, errors }: Counters): Observed {
  const counted = { endpoint: 'all', users: requests, usersWithErrors: errors, requests, errors };
  return { endpoints: [counted], latenciesMs: [] };
}
