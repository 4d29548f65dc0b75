/** Resilience as the lab knows it. */
import type { Sim } from '../../src/check/sim.ts';
import { breakerChart } from './breaker-chart.ts';
import type { Request } from './call.ts';
import { resilienceInvariants } from './findings.ts';
import { type ResilienceNote, resilienceNoteInWords } from './notes.ts';
import { type ResilienceRule, resilienceRules } from './rules.ts';
import { systemView } from './system.ts';

export const resilience: Sim<ResilienceRule> = {
  id: 'resilience',
  title: 'Resilience: timeout, retry, circuit breaker, bulkhead, and their order',
  about:
    'Callers protect themselves, and the services that they call, with small policies around each call. A policy makes ' +
    'a call of a call, so a stack of them is an array and their order a permutation. Callers and services are nodes, an ' +
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
    'call.ts',
    'failure.ts',
    'timeout.ts',
    'backoff.ts',
    'retry.ts',
    'retry-budget.ts',
    'breaker-chart.ts',
    'window.ts',
    'breaker-options.ts',
    'breaker.ts',
    'bulkhead.ts',
    'fallback.ts',
    'hedge.ts',
    'coalesce.ts',
    'throttle.ts',
    'concurrency-limit.ts',
    'ramp.ts',
    'machine.ts',
    'service.ts',
    'system.ts',
    'client.ts',
    'designs.ts',
    'orders.ts',
    'contention.ts',
    'findings.ts',
  ],
  inWords: (note) => resilienceNoteInWords(note as ResilienceNote),
  arrowText: arrowOf,
  view: systemView,
};

/** A request is told by its number and its try. */
function arrowOf(message: unknown): string | undefined {
  if (typeof message === 'string') return message;
  const { id, attempt } = message as Request;
  return attempt === 1 ? `request ${id}` : `request ${id}, try ${attempt}`;
}
