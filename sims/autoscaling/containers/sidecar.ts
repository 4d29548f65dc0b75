/** A proxy beside the application: when each is up, and who trusts whom while proxies are rolled out. */
import type { AutoscalingRules } from '../rules.ts';

export interface PodTimes {
  /** How long the application takes to start, and to finish what it has begun. */
  readonly appStartMs: number;
  readonly appDrainMs: number;
  /** How long the proxy takes to start, and to end. */
  readonly proxyStartMs: number;
  readonly proxyEndMs: number;
}

export interface Uncovered {
  /** How long the application calls without a proxy, when it starts and when it ends. */
  readonly startMs: number;
  readonly endMs: number;
  /** How long it takes until the application is up. */
  readonly upMs: number;
}

export function uncovered(times: PodTimes, rules: AutoscalingRules): Uncovered {
  const { appStartMs, appDrainMs, proxyStartMs, proxyEndMs } = times;
  // Sidecar Containers: started before the others, and stopped after them.
  if (rules['proxy-first-up-last-down'])
    return { startMs: 0, endMs: 0, upMs: proxyStartMs + appStartMs };
  return {
    startMs: Math.max(0, proxyStartMs - appStartMs),
    endMs: Math.max(0, appDrainMs - proxyEndMs),
    upMs: appStartMs,
  };
}

/** From when on a server refuses plain text, if its clients get their proxies at those times. */
export function strictFrom(
  plannedAt: number,
  clientsAt: readonly number[],
  rules: AutoscalingRules,
): number {
  // Mutual TLS Migration: PERMISSIVE until no client sends plain text.
  return rules['permissive-before-strict']
    ? clientsAt.reduce((latest, at) => Math.max(latest, at), plannedAt)
    : plannedAt;
}

/** At which share of its life a certificate is renewed. */
export function renewedAt(share: number, rules: AutoscalingRules): number {
  // SECRET_GRACE_PERIOD_RATIO: long enough before it expires to outlast an outage of the issuer.
  return rules['rotate-before-expiry'] ? share : 1;
}
