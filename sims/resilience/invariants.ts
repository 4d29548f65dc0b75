/**
 * What must hold in every run. Observers check most of it where it could break, from outside of
 * what they observe: between a breaker and its target, at a service's entrance, at a client's side.
 */
import { Breaches, watched } from '../../src/check/breaches.ts';
import type { Invariant } from '../../src/check/invariant.ts';

/** Each in a sentence. */
const says = {
  'open-passes-nothing': 'no call passes an open breaker',
  'half-open-passes-only-probes':
    'a half-open breaker has no more probes in progress than it permits',
  'opens-on-evidence': 'a breaker opens only after the minimum number of calls',
  'rate-equals-recount': 'a breaker’s window equals a recount of its calls',
  'moves-on-its-own-calls': 'a half-open breaker moves only on the results of its own probes',
  'healthy-service-is-called': 'a breaker opens only if its service has failed',
  'trips-on-attempts': 'a breaker opens after exactly as many failed attempts as its threshold',
  'fails-fast-while-open': 'a request that an open breaker rejects is answered at once',
  'waits-within-bounds': 'every wait before a retry lies within the bounds of its backoff',
  'not-before-retry-after': 'no caller comes back before the time that the service has asked for',
  'retries-spread-out': 'callers that failed together do not come back together',
  'load-within-tries': 'a request reaches a service no more often than the allowed number of tries',
  'charged-once': 'nothing that must not be repeated is carried out twice',
  'answers-within-deadline': 'every caller is answered by its deadline',
  'permits-only-for-the-waiting': 'only calls that a caller still waits for hold a permit',
  'work-within-the-bulkhead':
    'a service never works on more calls than the bulkhead before it lets through',
  'healthy-dependency-served': 'calls of a healthy dependency are not rejected',
  'room-for-critical':
    'less critical requests never take the room that is left for more critical ones',
  'no-idle-server': 'no server is idle while a request waits',
} as const;

export type PropertyId = keyof typeof says;

/**
 * What observers have reported, and what is checked after every event because no single place sees
 * it.
 */
export class SystemBreaches extends Breaches<PropertyId> {
  readonly #checks = new Map<PropertyId, (() => string | undefined)[]>();

  /** Checks after every event: `check` returns how the property is broken, if it is. */
  watch(id: PropertyId, check: () => string | undefined): void {
    this.#checks.set(id, [...(this.#checks.get(id) ?? []), check]);
  }

  override of(id: PropertyId): string | undefined {
    const reported = super.of(id);
    if (reported !== undefined) return reported;
    for (const check of this.#checks.get(id) ?? []) {
      const how = check();
      if (how !== undefined) return how;
    }
    return undefined;
  }
}

/** Anything that observers look at. */
export interface Observed {
  readonly breaches: { of(id: PropertyId): string | undefined };
}

const invariants = watched<PropertyId, Observed>(says, ({ breaches }) => breaches);

/** Those that a scenario has observers for. */
export const observed = (...ids: readonly PropertyId[]): readonly Invariant<Observed>[] =>
  ids.map((id) => invariants[id]);

export const resilienceInvariants = Object.values(invariants);
