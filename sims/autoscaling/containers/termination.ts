/** How the kubelet ends a container for good: preStop, SIGTERM, the rest of the grace period, SIGKILL. */
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { isCallFailure, type ServerContext } from '../../../src/world/server.ts';
import type { AutoscalingRules } from '../rules.ts';
import { exitCode } from './memory.ts';

/** terminationGracePeriodSeconds, if a manifest leaves it out. */
export const defaultGraceMs = 30_000;
/** What a process has at least between SIGTERM and SIGKILL (kuberuntime, minimumGracePeriodInSeconds). */
export const leastGraceMs = 2_000;

export interface Ending {
  readonly pod: NodeId;
  /** The preStop hook is a sleep of that length. */
  readonly preStopMs: number;
  readonly graceMs: number;
  readonly runtime: { kill(): void };
}

/** Returns the exit code: 0 if the process ends by itself. */
export function* endsContainer(node: ServerContext, ending: Ending): Process<number> {
  const { pod, preStopMs, graceMs, runtime } = ending;
  // The countdown begins before the hook: what preStop takes, the process does not get.
  const hookMs = Math.min(preStopMs, graceMs);
  if (hookMs > 0) yield* node.sleep(hookMs);
  const leftMs = Math.max(leastGraceMs, graceMs - hookMs);
  let code = 0;
  try {
    // The answer is the end of the process.
    yield* node.call(pod, 'SIGTERM', { timeoutMs: leftMs });
  } catch (failure) {
    if (!isCallFailure(failure)) throw failure;
    code = exitCode('SIGKILL');
  }
  runtime.kill();
  return code;
}

/** How long preStop sleeps, if every proxy has heard of a deletion after so long. */
export function preStopFor(propagationMs: number, rules: AutoscalingRules): number {
  // Termination of Pods: the endpoint is removed at the same time as the kubelet begins, not before.
  return rules['pre-stop-outlasts-propagation'] ? propagationMs + 1_000 : 0;
}

/** The grace period for requests of that length at most: the last one comes when the last proxy has not heard yet. */
export function graceFor(propagationMs: number, longestMs: number, rules: AutoscalingRules) {
  // terminationGracePeriodSeconds: 30 by default, preStop included.
  if (!rules['grace-outlasts-requests']) return defaultGraceMs;
  return Math.max(defaultGraceMs, propagationMs + 1_000 + longestMs + leastGraceMs);
}
