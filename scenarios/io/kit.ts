/** What the scenarios of io have in common. */
import type { ClusterOptions } from '../../sims/io/cluster.ts';
import { ioInvariants } from '../../sims/io/invariants.ts';
import { io } from '../../sims/io/io.ts';
import type { IoSubject } from '../../sims/io/subject.ts';
import { allDone } from '../../src/check/experiment.ts';
import type { Goal } from '../../src/check/goal.ts';
import { studyDone } from '../../src/check/study.ts';
import { constant } from '../../src/kernel/distribution.ts';

/** Spread into a scenario without machines. */
export const aboutIo = {
  sim: io,
  invariants: ioInvariants,
  durationMs: (): number => 1_000,
  goals: (): readonly Goal<IoSubject>[] => [studyDone],
};

/** One way of a segment. */
export const latencyMs = 0.1;

/** Spread into a scenario with machines. Links keep the order, as TCP makes it seem. */
export const aboutServers = {
  sim: io,
  invariants: ioInvariants,
  network: () => ({ latencyMs: constant(latencyMs) }),
  goals: (): readonly Goal<IoSubject>[] => [allDone],
};

/** A server that has plenty of everything. */
export const plenty: ClusterOptions = {
  trigger: 'level',
  threads: 1,
  readBytes: 4_096,
  readsPerTurn: 4,
  batchMost: 64,
  readMs: 0.01,
  pendingMost: 65_536,
  connectionsMost: 1_000,
  backlog: 1_000,
  bufferBytes: 65_536,
  descriptorsMost: 2_000,
};
