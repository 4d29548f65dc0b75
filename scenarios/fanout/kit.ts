/** What the scenarios of fan-out have in common. */
import { fanout } from '../../sims/fanout/fanout.ts';
import { fanoutInvariants } from '../../sims/fanout/invariants.ts';
import type { FanoutLaw } from '../../sims/fanout/laws.ts';
import { type FanoutSubject, stateRow } from '../../sims/fanout/subject.ts';
import { allDone, watching as experiment } from '../../src/check/experiment.ts';
import type { Goal } from '../../src/check/goal.ts';
import { studyDone } from '../../src/check/study.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import type { World } from '../../src/world/world.ts';

/** Spread into a scenario without machines. */
export const aboutFanout = {
  sim: fanout,
  invariants: fanoutInvariants,
  durationMs: (): number => 1_000,
  goals: (): readonly Goal<FanoutSubject>[] => [studyDone],
};

/** The latency of a message in most scenarios, in ms. */
export const [leastMs, mostMs] = [5, 15];

/** Spread into a scenario with machines, whose connections keep their order. */
export const aboutServers = {
  sim: fanout,
  invariants: fanoutInvariants,
  network: () => ({ latencyMs: uniform(leastMs, mostMs), ordered: true }),
  goals: (): readonly Goal<FanoutSubject>[] => [allDone],
};

/** What invariants and goals look at. */
export const watching = (world: World, isDone: () => boolean) =>
  experiment<FanoutLaw>(world, stateRow, isDone);
