/** The lab's description of resilience. */
import type { Sim } from '../../src/check/sim.ts';
import { breakerChart } from './breaker/breaker-chart.ts';
import type { Request } from './call.ts';
import { resilienceInvariants } from './invariants.ts';
import { resilienceNotes } from './notes.ts';
import { type ResilienceRule, resilienceRules } from './rules.ts';
import { systemView } from './view.ts';

export const resilience: Sim<ResilienceRule> = {
  id: 'resilience',
  title: 'Resilience: timeout, retry, circuit breaker, bulkhead, and their order',
  about:
    'Callers protect themselves, and the services that they call, with small policies around each call. A policy turns ' +
    'a call into a call, so a stack of policies is an array and its order a permutation. Callers and services are nodes, an ' +
    'attempt is a call over a link, and a service is a queueing station. Left out: connections, which are opened and kept.',
  sources: [
    'Nygard, Release It! (2nd edition), 2018',
    'Beyer et al., Site Reliability Engineering, 2016, chapters 21 and 22',
    'Brooker, Exponential Backoff and Jitter, AWS Architecture Blog, 2015',
    'Bronson et al., Metastable Failures in Distributed Systems, HotOS 2021',
    'resilience4j, Polly, cockatiel and opossum: documentation and source',
  ],
  rules: resilienceRules,
  invariants: resilienceInvariants,
  charts: [breakerChart],
  files: [
    'breaker/breaker-chart.ts',
    'failure.ts',
    'rules.ts',
    'notes.ts',
    'service/criticality.ts',
    'call.ts',
    'policies/timeout.ts',
    'retry/backoff.ts',
    'retry/sliding-sum.ts',
    'retry/retry-budget.ts',
    'retry/retry.ts',
    'breaker/window.ts',
    'breaker/breaker-options.ts',
    'breaker/breaker.ts',
    'policies/bulkhead.ts',
    'policies/fallback.ts',
    'policies/hedge.ts',
    'policies/coalesce.ts',
    'policies/throttle.ts',
    'policies/concurrency-limit.ts',
    'policies/ramp.ts',
    'machine.ts',
    'service/shedding.ts',
    'service/service.ts',
    'invariants.ts',
    'system.ts',
    'client.ts',
    'policies/designs.ts',
    'policies/orders.ts',
    'retry/contention.ts',
    'breaker/breaker-observer.ts',
    'observers.ts',
    'view.ts',
  ],
  notes: resilienceNotes,
  arrowText: arrowOf,
  view: systemView,
};

/** A request is identified by its number and its attempt. */
function arrowOf(message: unknown): string | undefined {
  if (typeof message === 'string') return message;
  const { id, attempt } = message as Request;
  return attempt === 1 ? `request ${id}` : `request ${id}, attempt ${attempt}`;
}
