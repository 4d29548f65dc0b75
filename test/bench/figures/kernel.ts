/** The kernel beside the physical limit of an event loop in this language, and beside a peer. */
import { EventQueue } from '../../../src/kernel/event-queue.ts';
import { Kernel } from '../../../src/kernel/kernel.ts';
import { type Process, sleep, startProcess } from '../../../src/kernel/process.ts';
import { Trace } from '../../../src/trace/trace.ts';
import { compare, type Figure } from '../measure.ts';

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

export const kernelFigures: Readonly<Record<string, () => Figure | Promise<Figure>>> = {
  'kernel-callbacks': () => besideBareLoop(kernelLoop(false), 0.7),
  'kernel-callbacks-traced': () => besideBareLoop(kernelLoop(true), 0.6),
  'generator-resumes': () => besideBareLoop(processLoop(), 0.3),
  'kernel-callbacks-peer': () => besideSimjs(kernelLoop(false)),
  'generator-resumes-peer': () => besideSimjs(processLoop()),
};
