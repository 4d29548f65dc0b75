/**
 * A canary rollout: in each phase it warms up, bakes while data comes in, and waits at a gate,
 * until it is promoted or rolled back. It can be paused by hand.
 */
import { setup } from 'xstate';
import { compileChart } from '../../../src/kernel/chart.ts';

const machine = setup({
  types: {
    events: {} as
      | { type: 'look' }
      | { type: 'nextPhase' }
      | { type: 'promote' }
      | { type: 'rollBack' }
      | { type: 'holdBack' }
      | { type: 'pause' }
      | { type: 'resume' },
  },
  // The chart says which timers run; the plan says for how long.
  delays: { warmUp: 0, bake: 0 },
}).createMachine({
  id: 'canary-rollout',
  initial: 'warmingUp',
  states: {
    warmingUp: { after: { warmUp: 'baking' }, on: { rollBack: 'rolledBack', pause: 'paused' } },
    baking: {
      after: { bake: 'evaluating' },
      on: { look: 'baking', rollBack: 'rolledBack', pause: 'paused' },
    },
    evaluating: {
      on: {
        nextPhase: 'warmingUp',
        promote: 'promoted',
        rollBack: 'rolledBack',
        holdBack: 'heldBack',
      },
    },
    paused: { on: { resume: 'warmingUp', rollBack: 'rolledBack' } },
    promoted: {},
    /** Neither good enough to promote nor bad enough to roll back: a person must decide. */
    heldBack: { on: { promote: 'promoted', rollBack: 'rolledBack' } },
    rolledBack: {},
  },
});

export const canaryMachine = machine;
export const canaryChart = compileChart(machine);

export type CanaryStage = typeof canaryChart.initial;
