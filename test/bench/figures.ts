/**
 * What is measured. Each figure measures itself; `bench.ts` calls each in a process of its own, so
 * that none is measured with what the engine has learned from another.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { raftCluster } from '../../sims/raft/cluster.ts';
import { raftInvariants } from '../../sims/raft/invariants.ts';
import { raftRules } from '../../sims/raft/rules.ts';
import { Watch } from '../../src/check/watch.ts';
import { projectFolder } from '../../src/host/source.ts';
import { uniform } from '../../src/kernel/distribution.ts';
import { EventQueue } from '../../src/kernel/event-queue.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { type Process, sleep, startProcess } from '../../src/kernel/process.ts';
import { Trace } from '../../src/trace/trace.ts';
import { World } from '../../src/world/world.ts';
import { compare, median, timeNs } from './measure.ts';

/** The little of simjs that is used here. */
interface Simjs {
  readonly Sim: new () => {
    addEntity(entity: new () => object, name: string): void;
    simulate(endTime: number, maxEvents: number): void;
  };
  readonly Entity: new () => {
    setTimer(duration: number): { done(callback: () => void, context: unknown): void };
  };
}

export interface Figure {
  /** How the subject compares to the reference; what that means is in `meaning`. */
  readonly ratio: number;
  readonly reference: string;
  readonly meaning: string;
  /** The figures behind the ratio, in words. */
  readonly detail: string;
  /** What the ratio must reach; undefined for what is printed for information. */
  readonly atLeast?: number;
  /** What it must not exceed. */
  readonly atMost?: number;
}

const pending = 1_000;
const operations = 300_000;

/** Delays are drawn beforehand: what is measured is the loop, not the drawing. */
const delays = Float64Array.from(
  { length: 4_096 },
  (_, i) => -100 * Math.log((((i * 2_654_435_761) % 4_096) + 0.5) / 4_096),
);
const delayMask = delays.length - 1;

/** The limit of what an event loop can be in this language: take the first out, run it, put another in. */
function bareLoop(): () => void {
  const queue = new EventQueue();
  let nowMs = 0;
  let drawn = 0;
  const again = (argument: number): void => {
    queue.push(nowMs + (delays[drawn++ & delayMask] as number), 0, again, argument);
  };
  for (let i = 0; i < pending; i++) again(i);
  const run = (
    timeMs: number,
    _cause: number,
    action: (argument: unknown) => void,
    argument: unknown,
  ) => {
    nowMs = timeMs;
    action(argument);
  };
  return () => {
    for (let i = 0; i < operations; i++) queue.runNext(Infinity, run as never);
  };
}

function kernelLoop(traced: boolean): () => void {
  const kernel = new Kernel('bench');
  if (traced) new Trace(kernel);
  let drawn = 0;
  const again = (argument: number): void => {
    kernel.schedule(delays[drawn++ & delayMask] as number, again, argument);
  };
  for (let i = 0; i < pending; i++) again(i);
  return () => {
    for (let i = 0; i < operations; i++) kernel.step();
  };
}

function processLoop(): () => void {
  const kernel = new Kernel('bench');
  let drawn = 0;
  function* sleeper(): Process<void> {
    for (;;) yield* sleep(delays[drawn++ & delayMask] as number);
  }
  for (let i = 0; i < pending; i++) startProcess(kernel, sleeper());
  return () => {
    for (let i = 0; i < operations; i++) kernel.step();
  };
}

/** The same sleepers in simjs, an npm library for discrete-event simulation, with its timers and callbacks. */
async function simjsLoop(): Promise<() => void> {
  // The package was built for browsers: it leaves what it exports in `window`.
  const window = {} as { Sim: Simjs };
  Object.assign(globalThis, { window });
  await import('simjs');
  const { Sim, Entity } = window.Sim;
  let drawn = 0;
  class Sleeper extends Entity {
    start(): void {
      this.setTimer(delays[drawn++ & delayMask] as number).done(this.start, this);
    }
  }
  const sim = new Sim();
  for (let i = 0; i < pending; i++) sim.addEntity(Sleeper, `sleeper ${i}`);
  const endTime = 1e12;
  return () => {
    sim.simulate(endTime, operations);
  };
}

function besideBareLoop(subject: () => void, atLeast: number): Figure {
  const { ratio, subjectNs, referenceNs } = compare(operations, subject, bareLoop());
  return {
    ratio,
    reference: 'a bare loop over the same queue',
    meaning: 'share of the speed of the reference',
    detail: `${subjectNs.toFixed(0)} ns an event, bare loop ${referenceNs.toFixed(0)} ns, ${pending} pending`,
    atLeast,
  };
}

async function besideSimjs(subject: () => void): Promise<Figure> {
  const { ratio, subjectNs, referenceNs } = compare(operations, subject, await simjsLoop());
  return {
    ratio,
    reference: 'simjs 2.0.3',
    meaning: 'times as fast as the reference',
    detail: `${subjectNs.toFixed(0)} ns an event, simjs ${referenceNs.toFixed(0)} ns, ${pending} pending`,
    atLeast: 1,
  };
}

/** Five servers in good health, with the digest and every invariant after every event. */
function healthyRaft(): Figure {
  const virtualMs = 2_000_000;
  const world = new World('bench', { latencyMs: uniform(1, 3) });
  const cluster = raftCluster(world, raftRules.without(), {
    nodes: 5,
    electionTimeoutMs: { min: 150, max: 300 },
    heartbeatMs: 50,
  });
  const watch = new Watch(world, cluster, {
    invariants: raftInvariants,
    goals: [],
    faultsEndAtMs: 0,
  });
  const speeds: number[] = [];
  const stepNs: number[] = [];
  for (let round = -2; round < 9; round++) {
    const untilMs = world.kernel.nowMs + virtualMs;
    const before = world.kernel.steps;
    const ns = timeNs(() => {
      while (world.kernel.step(untilMs)) watch.check();
    });
    if (round < 0) continue;
    speeds.push((virtualMs * 1e6) / ns);
    stepNs.push(ns / (world.kernel.steps - before));
  }
  if (watch.violated) throw new Error('the healthy cluster broke an invariant');
  return {
    ratio: median(speeds),
    reference: 'real time',
    meaning: 'virtual seconds a second',
    detail: `${median(stepNs).toFixed(0)} ns an event, digest and ${raftInvariants.length + 1} invariants on`,
    atLeast: 20_000,
  };
}

/** From the start of the process to its first byte on stdout. */
function firstOutputMs(words: readonly string[]): Promise<number> {
  const start = process.hrtime.bigint();
  const child = spawn(process.execPath, words, {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let firstMs = Number.NaN;
    child.stdout.once('data', () => {
      firstMs = Number(process.hrtime.bigint() - start) / 1e6;
    });
    child.once('error', reject);
    child.once('close', () => resolve(firstMs));
  });
}

async function firstOutput(words: readonly string[]): Promise<Figure> {
  const lab = ['--import', 'tsx', join('src', 'cli', 'main.ts'), ...words];
  const bare = ['--import', 'tsx', '--eval', 'process.stdout.write("hello")'];
  const labMs: number[] = [];
  const bareMs: number[] = [];
  for (let round = -1; round < 7; round++) {
    const [labTime, bareTime] = [await firstOutputMs(lab), await firstOutputMs(bare)];
    if (round < 0) continue;
    labMs.push(labTime);
    bareMs.push(bareTime);
  }
  return {
    ratio: median(labMs) / 500,
    reference: 'half a second',
    meaning: 'share of the time allowed',
    detail: `${median(labMs).toFixed(0)} ms to the first output, an empty program ${median(bareMs).toFixed(0)} ms`,
    atMost: 1,
  };
}

export const figures: Readonly<Record<string, () => Figure | Promise<Figure>>> = {
  'kernel-callbacks': () => besideBareLoop(kernelLoop(false), 0.7),
  'kernel-callbacks-traced': () => besideBareLoop(kernelLoop(true), 0.6),
  'generator-resumes': () => besideBareLoop(processLoop(), 0.3),
  'kernel-callbacks-peer': () => besideSimjs(kernelLoop(false)),
  'generator-resumes-peer': () => besideSimjs(processLoop()),
  'raft-healthy': healthyRaft,
  'first-output-list': () => firstOutput(['list']),
  'first-output-run': () => firstOutput(['run', 'raft/leader-crash', '--seed', 'bench']),
};
