/**
 * What an observer finds wrong in a run. Observers stand outside of what they observe: between a
 * breaker and what it calls, at a service’s door, at a client’s side. What they find stays found.
 */
import { type Invariant, invariant } from '../../src/check/invariant.ts';

/** The properties that observers look after, each in a sentence. */
const properties = {
  'open-passes-nothing': 'no call passes an open breaker',
  'half-open-passes-only-probes': 'a half-open breaker has no more probes out than it permits',
  'opens-on-evidence': 'a breaker opens only after the minimum number of calls',
  'rate-equals-recount': 'a breaker’s window holds what a recount of its calls gives',
  'moves-on-its-own-calls': 'a half-open breaker moves on the results of its own probes',
  'healthy-service-is-called': 'a breaker opens only where its service has failed',
  'trips-on-attempts': 'a breaker opens after as many failed attempts as its threshold says',
  'fails-fast-while-open': 'a request that an open breaker rejects is answered at once',
  'waits-within-bounds': 'every wait before a retry lies within the bounds of its backoff',
  'not-before-retry-after': 'nobody comes back before the time that the service has asked for',
  'retries-spread-out': 'callers that failed together do not come back together',
  'load-within-tries': 'a request reaches a service no more often than the allowed number of tries',
  'charged-once': 'nothing that must not be repeated is carried out twice',
  'answers-within-deadline': 'every caller is answered by its deadline',
  'permits-only-for-the-waiting': 'only calls that somebody waits for hold a permit',
  'work-within-the-bulkhead':
    'a service never works on more than the bulkhead before it lets through',
  'healthy-dependency-served': 'calls of a healthy dependency are not turned away',
  'no-idle-server': 'no server is idle while a request waits',
} as const;

export type PropertyId = keyof typeof properties;

export class Findings {
  readonly #broken = new Map<PropertyId, string>();
  readonly #watches = new Map<PropertyId, (() => string | undefined)[]>();

  /** Something is wrong: how. Only the first finding of a property is kept. */
  report(property: PropertyId, how: string): void {
    if (!this.#broken.has(property)) this.#broken.set(property, how);
  }

  /** Looks after every event: `check` answers what is wrong, if anything is. */
  watch(property: PropertyId, check: () => string | undefined): void {
    const watches = this.#watches.get(property);
    if (watches === undefined) this.#watches.set(property, [check]);
    else watches.push(check);
  }

  of(property: PropertyId): string | undefined {
    if (this.#broken.size > 0) {
      const how = this.#broken.get(property);
      if (how !== undefined) return how;
    }
    const watches = this.#watches.get(property);
    if (watches === undefined) return undefined;
    for (const check of watches) {
      const how = check();
      if (how !== undefined) return how;
    }
    return undefined;
  }
}

/** Anything that observers look at. */
export interface Observed {
  readonly findings: Findings;
}

/** Those of them that a scenario has observers for. */
export function observed(...ids: readonly PropertyId[]): readonly Invariant<Observed>[] {
  return ids.map((id) =>
    invariant<Observed>(id, properties[id], ({ findings }) => findings.of(id)),
  );
}

export const resilienceInvariants = observed(...(Object.keys(properties) as PropertyId[]));
