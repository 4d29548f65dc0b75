/**
 * The rules of calling a service that may fail, each with the property that fails without it.
 */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

export const resilienceRules = defineRules('resilience', {
  'cancel-what-timed-out': {
    protects: 'permits-only-for-the-waiting',
    source: 'Polly, Timeout strategy, §Cooperative cancellation; cockatiel, TimeoutStrategy',
    because: 'a call that has timed out would keep its permit, and keep others out',
  },
  'stop-work-nobody-waits-for': {
    protects: 'work-within-the-bulkhead',
    source: 'Site Reliability Engineering, ch. 22 §Latency and Deadlines, Deadline propagation',
    because:
      'the caller frees its permit while the server still works, so more is in progress than the bulkhead allows',
  },
  'stay-within-deadline': {
    protects: 'answers-within-deadline',
    source: 'Site Reliability Engineering, ch. 22 §Latency and Deadlines, Picking a deadline',
    because: 'the timeouts of all attempts add up to more than the caller waits for',
  },
  'retry-only-idempotent': {
    protects: 'charged-once',
    source: 'RFC 9110 §9.2.2; Amazon Builders’ Library, Making retries safe with idempotent APIs',
    because: 'a call that timed out may have been carried out, and is then carried out again',
  },
  'do-not-retry-rejections': {
    protects: 'fails-fast-while-open',
    source: 'resilience4j, Retry, §ignoreExceptions with CallNotPermittedException',
    because: 'the answer of an open breaker would come only after all backoffs',
  },
  'honour-retry-after': {
    protects: 'not-before-retry-after',
    source: 'RFC 9110 §10.2.3',
    because: 'callers come back before the time at which the service said that it will be ready',
  },
  'randomize-backoff': {
    protects: 'retries-spread-out',
    source: 'Brooker, Exponential Backoff and Jitter (AWS Architecture Blog, 2015), §Adding Jitter',
    because: 'callers that failed together wait equally long, and come back together',
  },
  'grow-with-every-try': {
    protects: 'waits-within-bounds',
    source: 'Brooker 2015, §Adding Backoff',
    because:
      'a counter that starts afresh with each attempt never waits longer than the first time',
  },
  'cap-before-overflow': {
    protects: 'waits-within-bounds',
    source: 'Brooker 2015, §Adding Backoff: min(cap, base * 2 ** attempt)',
    because: 'a power of two in 32 bits wraps around, so in a long outage there is no wait at all',
  },
  'retry-at-one-layer': {
    protects: 'load-within-tries',
    source: 'Site Reliability Engineering, ch. 22 §Retries: 3 layers of 4 attempts make 64',
    because: 'the attempts of nested layers multiply',
  },
  'spend-retry-budget': {
    protects: 'service-recovers',
    source: 'Bronson et al., Metastable Failures in Distributed Systems (HotOS 2021), §2.1',
    because: 'the retries alone keep the service overloaded after the trigger is gone',
  },
  'breaker-inside-retry': {
    protects: 'trips-on-attempts',
    source: 'resilience4j, Getting started, §Aspect order: Retry(CircuitBreaker(...))',
    because: 'a breaker around the retries sees one failure for several failed attempts',
  },
  'count-only-health-errors': {
    protects: 'healthy-service-is-called',
    source: 'resilience4j, CircuitBreaker, §ignoreExceptions; opossum, errorFilter',
    because: 'the mistakes of some callers would cut off all others from a healthy service',
  },
  'minimum-volume': {
    protects: 'opens-on-evidence',
    source: 'resilience4j, CircuitBreaker, §minimumNumberOfCalls; Polly, §MinimumThroughput',
    because: 'one failure of one call is a failure rate of 100%, and opens the breaker',
  },
  'evict-old-results': {
    protects: 'rate-equals-recount',
    source: 'resilience4j, CircuitBreaker, §Count-based sliding window (Subtract-on-Evict)',
    because: 'hours of good health outweigh the present outage',
  },
  'limit-probes': {
    protects: 'half-open-passes-only-probes',
    source: 'Nygard, Release It! (2nd ed.), §Circuit Breaker; resilience4j, §Half-open',
    because:
      'in the half-open state all calls would go to a service that may still be down, and one that has just come back would get the whole load',
  },
  'release-probe-permit': {
    protects: 'breaker-closes-again',
    source: 'resilience4j, CircuitBreaker, releasePermission()',
    because: 'a probe whose result does not count would keep its permit for ever',
  },
  'ignore-late-results': {
    protects: 'moves-on-its-own-calls',
    source: 'sony/gobreaker, generation',
    because: 'a call from before the outage would count as a probe of the recovery',
  },
  'separate-pools': {
    protects: 'healthy-dependency-served',
    source: 'Nygard, Release It! (2nd ed.), §Bulkheads',
    because: 'calls of a slow dependency hold every permit of a shared pool',
  },
  'shed-least-critical-first': {
    protects: 'room-for-critical',
    source: 'Site Reliability Engineering, ch. 21 §Criticality and §Utilization Signals',
    because:
      'requests that can wait fill the service, and it refuses the critical ones that find no room',
  },
  'propagate-criticality': {
    protects: 'room-for-critical',
    source: 'Site Reliability Engineering, ch. 21 §Criticality',
    because: 'the next tier takes every request for a critical one, and sheds whatever arrives',
  },
});

export type ResilienceRules = RulesOf<typeof resilienceRules>;
export type ResilienceRule = keyof ResilienceRules;
