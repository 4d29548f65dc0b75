/** A probe of the kubelet: which results in a row decide (Kubernetes 1.33, kubelet/prober/worker.go, doProbe). */
import type { AutoscalingRules } from '../rules.ts';

export type ProbeKind = 'startup' | 'liveness' | 'readiness';

/** Kubernetes names them periodSeconds, timeoutSeconds, failureThreshold and initialDelaySeconds. */
export interface ProbeSpec {
  readonly periodMs: number;
  readonly timeoutMs: number;
  readonly failuresMax: number;
  readonly initialDelayMs: number;
}

/** What is left out in a manifest. */
export const defaultProbe: ProbeSpec = {
  periodMs: 10_000,
  timeoutMs: 1_000,
  failuresMax: 3,
  initialDelayMs: 0,
};

export class ProbeResults {
  readonly #rules: AutoscalingRules;
  readonly #failuresMax: number;
  #failures = 0;

  constructor({ failuresMax }: ProbeSpec, rules: AutoscalingRules) {
    this.#rules = rules;
    this.#failuresMax = failuresMax;
  }

  /** What a result decides: one success is enough, failures must come in a row. Undefined if nothing yet. */
  decide(isSuccess: boolean): 'succeeded' | 'failed' | undefined {
    this.#failures = isSuccess ? 0 : this.#failures + 1;
    if (isSuccess) return 'succeeded';
    // failureThreshold: below it the state stays as it was.
    const needed = this.#rules['failures-in-a-row-decide'] ? this.#failuresMax : 1;
    return this.#failures >= needed ? 'failed' : undefined;
  }

  /** A new container begins with none. */
  reset(): void {
    this.#failures = 0;
  }
}

/**
 * How long after a container stops answering its probe decides so: the first probe that fails comes within a period,
 * and the last one is given up after its timeout.
 */
export const noticedMs = ({ periodMs, timeoutMs, failuresMax }: ProbeSpec) => ({
  atLeast: (failuresMax - 1) * periodMs + timeoutMs,
  atMost: failuresMax * periodMs + timeoutMs,
});

/** A pause up to that long fails too few probes in a row to be noticed. */
export const unnoticedMs = ({ periodMs, timeoutMs, failuresMax }: ProbeSpec): number =>
  (failuresMax - 1) * periodMs + timeoutMs;
