/** The scenarios of resilience, with the question that each answers. */
import type { WingEntry } from '../../src/lab/catalogue.ts';

export const resilienceWing: WingEntry = {
  id: 'resilience',
  title: 'Resilience: timeout, retry, circuit breaker, bulkhead, and their order',
  scenarios: [
    {
      id: 'resilience/stack-order',
      asks: 'In which order should bulkhead, breaker, retry and timeout wrap a call?',
      load: () => import('./stack-order.ts'),
    },
    {
      id: 'resilience/backoff',
      asks: 'Many clients want to write the same row. How do backoff and jitter change the number of calls and the time until all have written?',
      load: () => import('./backoff.ts'),
    },
    {
      id: 'resilience/retry-storm',
      asks: 'Each of three tiers tries a failing call four times. How many calls reach the database per request?',
      load: () => import('./retry-storm.ts'),
    },
    {
      id: 'resilience/retry-budget',
      asks: 'A service fails a share of its calls. How much load do retries add, with and without a retry budget?',
      load: () => import('./retry-budget.ts'),
    },
    {
      id: 'resilience/metastable',
      asks: 'A database that serves 150 queries per second stalls for three seconds. Why does it stay down afterwards, and what brings it back?',
      load: () => import('./metastable.ts'),
    },
    {
      id: 'resilience/thundering-herd',
      asks: 'An outage cuts off all callers at once. When and how hard do they come back, with each kind of jitter?',
      load: () => import('./thundering-herd.ts'),
    },
    {
      id: 'resilience/jitter-at-the-cap',
      asks: 'Callers have waited so often that their backoff is at its cap, and then they fail together again. Is any jitter left?',
      load: () => import('./jitter-at-the-cap.ts'),
    },
    {
      id: 'resilience/herd-subsets',
      asks: 'Jitter, a circuit breaker and coalescing are said to tame a herd together. What does each of them do, and each pair?',
      load: () => import('./herd-subsets.ts'),
    },
    {
      id: 'resilience/breaker-blip',
      asks: 'A service is down for 100 ms. What does a circuit breaker that stays open for 30 s make of that?',
      load: () => import('./breaker-blip.ts'),
    },
    {
      id: 'resilience/client-errors',
      asks: 'A few callers send invalid requests. May a circuit breaker count the 4xx that they get?',
      load: () => import('./client-errors.ts'),
    },
    {
      id: 'resilience/recovery',
      asks: 'A service comes back from an outage with cold caches. How should a circuit breaker let the load back?',
      load: () => import('./recovery.ts'),
    },
    {
      id: 'resilience/slow-dependency',
      asks: 'One of two dependencies becomes slow. What happens to calls of the other, with one pool for both and with a pool for each?',
      load: () => import('./slow-dependency.ts'),
    },
    {
      id: 'resilience/uncancelled-timeout',
      asks: 'A caller’s timeout has passed. Does the service still work on the call, and does the call still hold its permit?',
      load: () => import('./uncancelled-timeout.ts'),
    },
    {
      id: 'resilience/breaker-and-retry',
      asks: 'Should the retry wrap the circuit breaker, or the breaker the retry?',
      load: () => import('./breaker-and-retry.ts'),
    },
    {
      id: 'resilience/double-charge',
      asks: 'A payment times out. May the caller retry it?',
      load: () => import('./double-charge.ts'),
    },
    {
      id: 'resilience/caller-deadline',
      asks: 'A caller waits for one second. What happens to three attempts of half a second each?',
      load: () => import('./caller-deadline.ts'),
    },
    {
      id: 'resilience/retry-after',
      asks: 'An overloaded service asks its callers to come back later. What if they ignore that?',
      load: () => import('./retry-after.ts'),
    },
    {
      id: 'resilience/random-faults',
      asks: 'Do random outages, brownouts, stalls, crashes, pauses and invalid requests ever make a circuit breaker break its own rules?',
      load: () => import('./random-faults.ts'),
    },
    {
      id: 'resilience/long-outage',
      asks: 'A worker retries for as long as it takes. How does its backoff behave in an outage of an hour?',
      load: () => import('./long-outage.ts'),
    },
    {
      id: 'resilience/breaker-thresholds',
      asks: 'How many calls does it take until a given number fail in a row, and how does a steady error rate affect a breaker?',
      load: () => import('./breaker-thresholds.ts'),
    },
    {
      id: 'resilience/fail-fast',
      asks: 'The only dependency of a page is down. What use is a circuit breaker then?',
      load: () => import('./fail-fast.ts'),
    },
    {
      id: 'resilience/load-shedding',
      asks: 'More requests arrive than a service can serve. Is it better to accept them all, or to shed some?',
      load: () => import('./load-shedding.ts'),
    },
    {
      id: 'resilience/priority-shedding',
      asks: 'A service gets twice the requests that it can serve. Which ones should it drop first?',
      load: () => import('./priority-shedding.ts'),
    },
    {
      id: 'resilience/hedging',
      asks: 'One answer in twenty is slow. What does a second request before the first answer cost, and what does it gain?',
      load: () => import('./hedging.ts'),
    },
    {
      id: 'resilience/pool-size',
      asks: 'A dependency slows down from 20 to 800 ms. Does a pool of 200 connections help where one of 50 does not?',
      load: () => import('./pool-size.ts'),
    },
    {
      id: 'resilience/timeout-choice',
      asks: 'Where should a timeout be set, and what does it cost if it is too short or too long?',
      load: () => import('./timeout-choice.ts'),
    },
    {
      id: 'resilience/client-throttling',
      asks: 'Refusing requests costs a service, too. How much does it help if clients reject some of their own?',
      load: () => import('./client-throttling.ts'),
    },
  ],
  load: async () => ({
    sim: (await import('../../sims/resilience/resilience.ts')).resilience,
    killers: (await import('./killers.ts')).resilienceKillers,
  }),
};
