/** The source of a rollout's traffic: machines, or draws. */
import type { Process } from '../../../src/kernel/process.ts';
import type { Observed } from '../traffic/observe.ts';
import type { Arm } from './evidence.ts';
import type { Phase } from './plan.ts';

export interface Traffic {
  /** Ends when the canary gets its share; draws take it from the phase. */
  shift?(phase: Phase): Process<void>;
  /** Waits for an interval: the observations of each version in it. */
  observe(phase: Phase): Process<Record<Arm, Observed>>;
}
