/**
 * Fault plans drawn at random: a phase in which anything may go wrong, then an end at which
 * everything is mended, so that a run can show first safety and then liveness.
 */
import { chance, pick, type RandomStream, randomInteger, shuffled } from '../kernel/random.ts';
import type { NodeId } from './actor.ts';
import {
  brownout,
  clockDrift,
  clockJump,
  crash,
  cut,
  type Fault,
  type FaultPlan,
  fillDisk,
  hangDisk,
  heal,
  hold,
  mendDisk,
  network,
  outage,
  partition,
  pause,
  recover,
  release,
  restart,
  slow,
  slowDisk,
  stall,
  tearDisk,
  troubleLink,
} from './fault.ts';

export interface RandomPlanOptions {
  /** Whom the faults strike: nodes, or roles of which the sim knows the holders, as `leader`. */
  readonly nodes: readonly NodeId[];
  /** How many faults strike. A fault with its own end counts as one. */
  readonly faults: number;
  /** They strike between these two times; at the second everything is mended. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** The longest pause. */
  readonly pauseMsMax: number;
  /** The highest rate of loss and of duplication. */
  readonly rateMax: number;
  /** Disks of single nodes are slow, hung, full or torn; for so long at most. */
  readonly disks?: { readonly troubleMsMax: number } | undefined;
  /** Clocks of single nodes jump so far at most, and drift so fast. */
  readonly clocks?: { readonly jumpMsMax: number; readonly driftPpmMax: number } | undefined;
  /** Single links lose, double and delay messages: at `rateMax` and for so long at most. */
  readonly links?: { readonly delayMsMax: number } | undefined;
  /** Single nodes take so many times longer at most, for so long at most. */
  readonly slowness?: { readonly factorMax: number; readonly durationMsMax: number } | undefined;
  /**
   * The services of single nodes are out, browned out or stalled, for so long at most; a brownout
   * makes work take so many times longer at most, and fails it at `rateMax` at most.
   */
  readonly services?: { readonly factorMax: number; readonly durationMsMax: number } | undefined;
  /**
   * What is sent over a link, or to a node that restarts meanwhile, arrives so much later at most: by
   * then its receiver may be another node. And nodes crash to be back soon, before others notice.
   */
  readonly lateness?: { readonly lateMsMax: number; readonly downMsMax: number } | undefined;
  /**
   * Leaves out each kind of fault with a probability of one half, as swarm testing does (Groce et
   * al., ISSTA 2012): a plan without heals, say, keeps a cluster apart for longer.
   */
  readonly leavesKindsOut?: boolean;
}

/** What is drawn at once: faults, and how long after the first each of them strikes. */
type Drawn = readonly (readonly [afterMs: number, fault: Fault])[];

export function drawFaultPlan(stream: RandomStream, options: RandomPlanOptions): FaultPlan {
  const { faults, fromMs, untilMs, disks, clocks, slowness, services } = options;
  const drawers = drawersOf(stream, options);
  const plan = Array.from({ length: faults }, () => {
    const strikesAtMs = randomInteger(stream, fromMs, untilMs);
    return pick(stream, drawers)().map(([afterMs, fault]) => ({
      atMs: Math.min(strikesAtMs + afterMs, untilMs),
      fault,
    }));
  }).flat();
  plan.sort((a, b) => a.atMs - b.atMs);
  const end = [
    heal(),
    network({}),
    ...(disks === undefined ? [] : [mendDisk('all')]),
    ...(clocks === undefined ? [] : [clockDrift('all', 0)]),
    ...(slowness === undefined && services === undefined ? [] : [recover('all')]),
    restart('down'),
  ];
  return [...plan, ...end.map((fault) => ({ atMs: untilMs, fault }))];
}

/** What draws a fault of each kind that the plan is to have. */
function drawersOf(stream: RandomStream, options: RandomPlanOptions): readonly (() => Drawn)[] {
  const { nodes, pauseMsMax, rateMax, leavesKindsOut = false } = options;
  const node = () => pick(stream, nodes);
  const single: readonly (() => Fault)[] = [
    () => crash(node()),
    () => restart(node()),
    () => restart('down'),
    () => pause(node(), randomInteger(stream, 1, pauseMsMax)),
    () => partition(shuffled(stream, nodes).slice(0, randomInteger(stream, 1, nodes.length))),
    () => cut(node(), node()),
    () => hold(node(), node()),
    () => release(node(), node()),
    () => heal(),
    () => network({ loss: stream() * rateMax, duplication: stream() * rateMax }),
    ...diskDrawers(stream, options),
    ...clockDrawers(stream, options),
    ...linkDrawers(stream, options),
    ...slownessDrawers(stream, options),
    ...serviceDrawers(stream, options),
  ];
  const all: readonly (() => Drawn)[] = [
    ...single.map((draw) => (): Drawn => [[0, draw()]]),
    ...lateDrawers(stream, options),
  ];
  const some = leavesKindsOut ? all.filter(() => chance(stream, 0.5)) : all;
  return some.length === 0 ? all : some;
}

function diskDrawers(stream: RandomStream, { nodes, disks }: RandomPlanOptions): (() => Fault)[] {
  if (disks === undefined) return [];
  const node = () => pick(stream, nodes);
  const ms = () => randomInteger(stream, 1, disks.troubleMsMax);
  return [
    () => slowDisk(node(), ms(), ms()),
    () => hangDisk(node(), ms()),
    () => fillDisk(node(), ms()),
    () => tearDisk(node()),
  ];
}

function clockDrawers(stream: RandomStream, { nodes, clocks }: RandomPlanOptions): (() => Fault)[] {
  if (clocks === undefined) return [];
  const node = () => pick(stream, nodes);
  const { jumpMsMax, driftPpmMax } = clocks;
  return [
    () => clockJump(node(), randomInteger(stream, -jumpMsMax, jumpMsMax)),
    () => clockDrift(node(), randomInteger(stream, -driftPpmMax, driftPpmMax)),
  ];
}

function linkDrawers(stream: RandomStream, options: RandomPlanOptions): (() => Fault)[] {
  const { nodes, links, rateMax } = options;
  if (links === undefined) return [];
  const rate = () => stream() * rateMax;
  return [
    () =>
      troubleLink(pick(stream, nodes), pick(stream, nodes), {
        loss: rate(),
        duplication: rate(),
        delayMs: randomInteger(stream, 0, links.delayMsMax),
      }),
  ];
}

function slownessDrawers(stream: RandomStream, options: RandomPlanOptions): (() => Fault)[] {
  const { nodes, slowness } = options;
  if (slowness === undefined) return [];
  const { factorMax, durationMsMax } = slowness;
  const factor = () => randomInteger(stream, 2, factorMax);
  return [() => slow(pick(stream, nodes), factor(), randomInteger(stream, 1, durationMsMax))];
}

function serviceDrawers(stream: RandomStream, options: RandomPlanOptions): (() => Fault)[] {
  const { nodes, services, rateMax } = options;
  if (services === undefined) return [];
  const { factorMax, durationMsMax } = services;
  const node = () => pick(stream, nodes);
  const ms = () => randomInteger(stream, 1, durationMsMax);
  const factor = () => randomInteger(stream, 1, factorMax);
  return [
    () => outage(node(), pick(stream, ['refuses', 'hangs'] as const), ms()),
    () => brownout(node(), { factor: factor(), failureRate: stream() * rateMax }, ms()),
    () => stall(node(), ms()),
  ];
}

/** Drawn one by one, a hung disk, a hold, a crash, a restart and a release hardly ever meet. */
function lateDrawers(stream: RandomStream, { nodes, lateness, disks }: RandomPlanOptions) {
  if (lateness === undefined) return [];
  const { lateMsMax, downMsMax } = lateness;
  const node = () => pick(stream, nodes);
  const lateLink = (): Drawn => {
    const [from, to] = [node(), node()];
    return [
      [0, hold(from, to)],
      [randomInteger(stream, 1, lateMsMax), release(from, to)],
    ];
  };
  const restartSoon = (): Drawn => {
    const id = node();
    return [
      [0, crash(id)],
      [randomInteger(stream, 1, downMsMax), restart(id)],
    ];
  };
  const lateOverRestart = (): Drawn => {
    const to = node();
    const crashMs = randomInteger(stream, 1, lateMsMax);
    const restartMs = crashMs + randomInteger(stream, 1, downMsMax);
    const hangs = disks !== undefined && chance(stream, 0.5);
    return [
      ...(hangs ? [[0, hangDisk(to, restartMs)] as const] : []),
      [randomInteger(stream, 0, crashMs), hold('all', to)],
      [crashMs, crash(to)],
      [restartMs, restart(to)],
      [restartMs + randomInteger(stream, 1, lateMsMax), release('all', to)],
    ];
  };
  return [lateLink, restartSoon, lateOverRestart];
}
