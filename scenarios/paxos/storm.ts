/** Random faults of every kind, shared by the scenarios of one value and of a log. */
import type { RandomStreams } from '../../src/kernel/random.ts';
import type { NodeId } from '../../src/world/actor.ts';
import { drawFaultPlan } from '../../src/world/random-plan.ts';

interface Storm {
  readonly nodes: readonly NodeId[];
  readonly faults: number;
  readonly fromMs: number;
  readonly untilMs: number;
}

export const drawStorm = (random: RandomStreams, storm: Storm) =>
  drawFaultPlan(random.stream('plan'), {
    ...storm,
    pauseMsMax: 300,
    rateMax: 0.2,
    disks: { troubleMsMax: 200 },
    links: { delayMsMax: 200 },
    lateness: { lateMsMax: 300, downMsMax: 60 },
    leavesKindsOut: true,
  });
