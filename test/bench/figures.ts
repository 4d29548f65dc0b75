/**
 * What is measured. Each figure measures itself; `bench.ts` calls each in a process of its own, so
 * that none is measured with what the engine has learned from another.
 */
import { cacheFigures } from './figures/cache.ts';
import { callFigures } from './figures/calls.ts';
import { canaryFigures } from './figures/canary.ts';
import { exploreFigures } from './figures/explore.ts';
import { firstOutputFigures } from './figures/first-output.ts';
import { kafkaFigures } from './figures/kafka.ts';
import { kernelFigures } from './figures/kernel.ts';
import { linearizabilityFigures } from './figures/linearizability.ts';
import { packageFigures } from './figures/package.ts';
import { queueFigures } from './figures/queue.ts';
import { raftFigures } from './figures/raft.ts';
import { resilienceFigures } from './figures/resilience.ts';
import { stepFigures } from './figures/step.ts';
import { sweepFigures } from './figures/sweep.ts';
import { textFigures } from './figures/text.ts';
import { webFigures } from './figures/web.ts';
import type { Figure } from './measure.ts';

export const figures: Readonly<Record<string, () => Figure | Promise<Figure>>> = {
  ...kernelFigures,
  ...linearizabilityFigures,
  ...callFigures,
  ...raftFigures,
  ...textFigures,
  ...resilienceFigures,
  ...cacheFigures,
  ...kafkaFigures,
  ...canaryFigures,
  ...sweepFigures,
  ...queueFigures,
  ...stepFigures,
  ...exploreFigures,
  ...firstOutputFigures,
  ...packageFigures,
  ...webFigures,
};
