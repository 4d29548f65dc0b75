/**
 * Raises the alarm: scrapes the errors of the new version, and tells the deployer once they far
 * exceed what the old version's rate would produce. The fewer requests the new version gets, the
 * longer that takes.
 */
import type { Process } from '../../../src/kernel/process.ts';
import { binomialAtLeast } from '../../../src/statistics/binomial-test.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { client, type ServerContext } from '../../../src/world/server.ts';
import type { CanaryNote } from '../notes.ts';
import { ask } from '../traffic/ask.ts';
import { type Counters, type Scraped, since } from '../traffic/fleet.ts';

export interface MonitorOptions {
  /** Which fleet runs the new version. */
  readonly fleet: NodeId;
  readonly deployer: NodeId;
  readonly intervalMs: number;
  readonly baselineErrorRate: number;
  /** How improbable the observation must be without a defect. */
  readonly alpha: number;
  /** For measurements. */
  readonly onAlarm?: () => void;
}

interface MonitorMemory {
  seen: Counters;
  alarm: boolean;
}

export const monitor = (options: MonitorOptions) =>
  client(
    'monitor',
    (node): MonitorMemory => {
      const memory: MonitorMemory = { seen: { requests: 0, errors: 0 }, alarm: false };
      node.spawn(watch(memory, node, options));
      return memory;
    },
    ({ seen: { requests, errors }, alarm }) => ({ requests, errors, alarm }),
  );

/** Tells the deployer again at each interval until it has answered. */
function* watch(
  memory: MonitorMemory,
  node: ServerContext,
  options: MonitorOptions,
): Process<void> {
  const { fleet, deployer, intervalMs, onAlarm } = options;
  let scraped: Counters = { requests: 0, errors: 0 };
  for (let told = false; !told; ) {
    yield* node.sleep(intervalMs);
    if (!memory.alarm) {
      const next = yield* ask<Scraped>(node, fleet, { kind: 'scrape' }, intervalMs);
      if (next === undefined) continue;
      const fresh = since(next.new, scraped);
      scraped = next.new;
      memory.seen = {
        requests: memory.seen.requests + fresh.requests,
        errors: memory.seen.errors + fresh.errors,
      };
      memory.alarm = look(memory.seen, node, options);
      if (memory.alarm) onAlarm?.();
    }
    if (memory.alarm) {
      told = (yield* ask(node, deployer, { kind: 'alarm' }, intervalMs)) !== undefined;
    }
  }
}

/** Whether the observation is too improbable without a defect. */
function look(
  { requests, errors }: Counters,
  node: ServerContext,
  { baselineErrorRate, alpha }: MonitorOptions,
): boolean {
  const pValue = errors === 0 ? 1 : binomialAtLeast(errors, requests, baselineErrorRate);
  const isAlarm = pValue < alpha;
  const note: CanaryNote = { kind: 'counted', requests, errors, pValue, isAlarm };
  node.note(note);
  return isAlarm;
}
