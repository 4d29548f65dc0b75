/**
 * Fault plans drawn at random: a phase in which anything may go wrong, then an end at which
 * everything is mended, so that a run can show first safety and then liveness.
 */
import { chance, pick, type RandomStream, randomInteger, shuffled } from '../kernel/random.ts';
import type { NodeId } from './actor.ts';
import {
  crash,
  cut,
  type Fault,
  type FaultPlan,
  heal,
  hold,
  network,
  partition,
  pause,
  release,
  restart,
} from './fault.ts';

export interface RandomPlanOptions {
  readonly nodes: readonly NodeId[];
  /** How many faults strike. */
  readonly faults: number;
  /** They strike between these two times; at the second everything is mended. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** The longest pause. */
  readonly pauseMsMax: number;
  /** The highest rate of loss and of duplication. */
  readonly rateMax: number;
  /**
   * Leaves out each kind of fault with a probability of one half, as swarm testing does (Groce et
   * al., ISSTA 2012): a plan without heals, say, keeps a cluster apart for longer.
   */
  readonly leavesKindsOut?: boolean;
}

export function drawFaultPlan(stream: RandomStream, options: RandomPlanOptions): FaultPlan {
  const { faults, fromMs, untilMs } = options;
  const drawers = drawersOf(stream, options);
  const plan = Array.from({ length: faults }, () => ({
    atMs: randomInteger(stream, fromMs, untilMs),
    fault: pick(stream, drawers)(),
  }));
  plan.sort((a, b) => a.atMs - b.atMs);
  const end = [heal(), network({}), restart('down')];
  return [...plan, ...end.map((fault) => ({ atMs: untilMs, fault }))];
}

/** What draws a fault of each kind that the plan is to have. */
function drawersOf(stream: RandomStream, options: RandomPlanOptions): readonly (() => Fault)[] {
  const { nodes, pauseMsMax, rateMax, leavesKindsOut = false } = options;
  const node = () => pick(stream, nodes);
  const all: readonly (() => Fault)[] = [
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
  ];
  const some = leavesKindsOut ? all.filter(() => chance(stream, 0.5)) : all;
  return some.length === 0 ? all : some;
}
