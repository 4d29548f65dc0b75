/**
 * Active health checks: each host is checked at an interval. It goes down after `fall` failures in
 * a row, and comes up after `rise` successes (HAProxy configuration manual 2.8, §5.2).
 */
import type { Process } from '../../../src/kernel/process.ts';
import { isCallFailure } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { HostRequest } from './host.ts';
import type { BalancerParts } from './parts.ts';

export interface HealthOptions {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly fall: number;
  readonly rise: number;
}

export function* checkHealth(
  { node, rules, pool, events }: BalancerParts,
  id: string,
  { intervalMs, timeoutMs, fall, rise }: HealthOptions,
): Process<void> {
  const host = pool.host(id);
  const fallMin = rules['several-checks-decide'] ? fall : 1;
  // The checks of the hosts are spread over an interval.
  yield* node.sleep(node.stream('checks')() * intervalMs);
  for (;;) {
    const askedAtMs = node.now();
    const passes = yield* passesCheck();
    host.failedChecks = passes ? 0 : host.failedChecks + 1;
    host.passedChecks = passes ? host.passedChecks + 1 : 0;
    if (host.isUp && host.failedChecks >= fallMin) {
      host.isUp = false;
      const checks = host.failedChecks;
      note(node, { kind: 'goes-down', host: id, checks, rule: 'several-checks-decide' });
      events.goesDown?.(host);
    } else if (!host.isUp && host.passedChecks >= rise) {
      host.isUp = true;
      note(node, { kind: 'comes-up', host: id });
    }
    yield* node.sleep(askedAtMs + intervalMs - node.now());
  }

  function* passesCheck(): Process<boolean> {
    const request: HostRequest = { do: 'check' };
    try {
      yield* node.call(id, request, { timeoutMs });
      return true;
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      return false;
    }
  }
}
