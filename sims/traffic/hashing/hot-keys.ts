/**
 * Requests for keys of different popularity, on a ring: each stays at its node for a while. The
 * nodes are counters of the requests in progress.
 */
import type { Breaches } from '../../../src/check/breaches.ts';
import { exponential, sampler, zipf } from '../../../src/kernel/distribution.ts';
import type { Process } from '../../../src/kernel/process.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { BoundedLoads, capacityOf } from './bounded.ts';
import type { HashingLaw } from './laws.ts';
import { mixed } from './murmur3.ts';
import type { Ring } from './ring.ts';
import type { HashingRules } from './rules.ts';

export interface HotKeyOptions {
  readonly ring: Ring;
  readonly keys: number;
  readonly exponent: number;
  readonly requests: number;
  readonly perSecond: number;
  readonly workMs: number;
  /** How far a node may exceed the mean, and a callback if one does; undefined: no bound. */
  readonly bound?: {
    readonly rules: HashingRules;
    readonly excess: number;
    readonly breaches: Breaches<HashingLaw>;
  };
}

export interface HotKeyFigures {
  placed: number;
  spilled: number;
  /** By node: how many requests it got. */
  readonly got: Map<string, number>;
  /** The most requests that a node had in progress at a time, as a multiple of the mean then. */
  worst: number;
}

export const emptyFigures = (): HotKeyFigures => ({
  placed: 0,
  spilled: 0,
  got: new Map(),
  worst: 0,
});

/** With fewer requests in progress per node than this, a multiple of the mean says nothing. */
const meanMin = 5;

export const hotKeyRouter = (options: HotKeyOptions, figures: HotKeyFigures) =>
  client('router', (node) => node.spawn(route(node, options, figures)));

function* route(
  node: ServerContext,
  options: HotKeyOptions,
  figures: HotKeyFigures,
): Process<void> {
  const { ring, bound } = options;
  const drawGapMs = sampler(exponential(1_000 / options.perSecond), node.stream('arrivals'));
  const drawKey = sampler(zipf(options.keys, options.exponent), node.stream('keys'));
  const excess = bound?.rules['capacity-is-bounded'] ? bound.excess : Infinity;
  const loads = new BoundedLoads(ring, excess);
  let inWork = 0;
  for (let request = 0; request < options.requests; request++) {
    yield* node.sleep(drawGapMs());
    const key = drawKey();
    const home = ring.ownerOf(mixed(key));
    const to = loads.assign(mixed(key));
    inWork += 1;
    record(key, home, to);
    node.spawn(work(to));
  }

  function* work(at: string): Process<void> {
    yield* node.sleep(options.workMs);
    loads.release(at);
    inWork -= 1;
  }

  function record(key: number, home: string, to: string): void {
    figures.placed += 1;
    figures.got.set(to, (figures.got.get(to) ?? 0) + 1);
    if (to !== home) {
      figures.spilled += 1;
      note(node, { kind: 'spills', key, home, to });
    }
    const load = loads.loads.get(to) ?? 0;
    const nodes = ring.nodes.length;
    if (bound && load > capacityOf(inWork, nodes, bound.excess))
      bound.breaches.report(
        'load-within-capacity',
        `node ${to} has ${load} of ${inWork} requests in progress, more than its bound allows`,
      );
    const mean = inWork / nodes;
    if (mean >= meanMin) figures.worst = Math.max(figures.worst, load / mean);
  }
}
