/**
 * Crash points: every moment of a step at which a crash makes a difference.
 *
 * A step is not done, done but not recorded by its caller, or recorded; and the next message has
 * not left, or has. That makes 3 x 2 points a step, and a crash at each of them in turn is a
 * complete list of what one crash can do. The point determines the machine: the one that is about
 * to act.
 */
import { type Process, sleep } from '../../src/kernel/process.ts';
import type { NodeId } from '../../src/world/actor.ts';
import { crash, restart } from '../../src/world/fault.ts';
import type { World } from '../../src/world/world.ts';

/** How far a step has come. */
export const progresses = ['not done', 'done, not recorded', 'recorded'] as const;
export type Progress = (typeof progresses)[number];

/** Relative to the message that leads on: the request, the answer, whatever comes next. */
export const sides = ['before', 'after'] as const;
export type Side = (typeof sides)[number];

export interface CrashPoint {
  /** Counted from 1. */
  readonly step: number;
  readonly progress: Progress;
  readonly side: Side;
}

/** Every point of that many steps, in order: six per step. */
export const crashPointsOf = (steps: number): readonly CrashPoint[] =>
  Array.from({ length: steps }, (_, place) =>
    progresses.flatMap((progress) => sides.map((side) => ({ step: place + 1, progress, side }))),
  ).flat();

export const pointInWords = ({ step, progress, side }: CrashPoint): string =>
  `step ${step} ${progress}, ${side} the message`;

/** Makes the machine that reaches a point crash there. Each job meets its crash once. */
export class CrashPoints {
  readonly #world: World;
  readonly #restartMs: number;
  readonly #planned = new Map<number, CrashPoint>();
  readonly #struck = new Set<number>();

  constructor(world: World, restartMs: number) {
    this.#world = world;
    this.#restartMs = restartMs;
  }

  plan(job: number, point: CrashPoint): void {
    this.#planned.set(job, point);
  }

  /**
   * Whether every planned crash has happened: a run in which one has not proves nothing about its
   * point.
   */
  get allStruck(): boolean {
    return this.#struck.size === this.#planned.size;
  }

  /**
   * The machine has reached this point of the job. If it must crash here it does so at once, but
   * after everything that it does without waiting: a message that it sends now still leaves.
   */
  reaches(node: NodeId, job: number, step: number, progress: Progress, side: Side): boolean {
    const planned = this.#planned.get(job);
    if (planned === undefined || this.#struck.has(job)) return false;
    if (planned.step !== step || planned.progress !== progress || planned.side !== side)
      return false;
    this.#struck.add(job);
    const { nowMs } = this.#world.kernel;
    this.#world.plan([
      { atMs: nowMs, fault: crash(node) },
      { atMs: nowMs + this.#restartMs, fault: restart(node) },
    ]);
    return true;
  }

  /** The same; a machine that crashes does nothing more. */
  *passes(node: NodeId, job: number, step: number, progress: Progress, side: Side): Process<void> {
    if (this.reaches(node, job, step, progress, side)) yield* sleep(this.#restartMs);
  }
}
