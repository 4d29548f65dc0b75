/**
 * The states of a circuit breaker (Nygard, Release It!, §Circuit Breaker): closed lets calls pass,
 * open lets none pass, and half-open lets a few pass to see whether the service is back.
 */
import { setup } from 'xstate';
import { compileChart } from '../../../src/kernel/chart.ts';

const machine = setup({
  types: {
    events: {} as { type: 'tripped' } | { type: 'probesSucceeded' } | { type: 'probesFailed' },
  },
  // The chart says which timers run; the breaker's options say for how long.
  delays: { waitDurationInOpenState: 0, maxWaitDurationInHalfOpenState: 0 },
}).createMachine({
  id: 'breaker',
  initial: 'closed',
  states: {
    closed: { on: { tripped: 'open' } },
    open: { after: { waitDurationInOpenState: 'halfOpen' } },
    halfOpen: {
      after: { maxWaitDurationInHalfOpenState: 'open' },
      on: { probesSucceeded: 'closed', probesFailed: 'open' },
    },
  },
});

export const breakerMachine = machine;
export const breakerChart = compileChart(machine);

export type BreakerState = 'closed' | 'open' | 'halfOpen';
export type BreakerEvent = (typeof breakerChart.moves)[number]['event'];
