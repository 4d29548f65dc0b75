/**
 * Fault plans drawn at random: a phase in which anything may go wrong, then an end at which
 * everything is mended, so that a run can show first safety and then liveness.
 */
import { pick, type RandomStream, randomInteger, shuffled } from '../kernel/random.ts';
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
}

export function drawFaultPlan(stream: RandomStream, options: RandomPlanOptions): FaultPlan {
  const { faults, fromMs, untilMs } = options;
  const plan = Array.from({ length: faults }, () => ({
    atMs: randomInteger(stream, fromMs, untilMs),
    fault: drawFault(stream, options),
  }));
  plan.sort((a, b) => a.atMs - b.atMs);
  const end = [heal(), network({}), restart('down')];
  return [...plan, ...end.map((fault) => ({ atMs: untilMs, fault }))];
}

function drawFault(stream: RandomStream, options: RandomPlanOptions): Fault {
  const { nodes, pauseMsMax, rateMax } = options;
  const node = () => pick(stream, nodes);
  const kinds: readonly (() => Fault)[] = [
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
  return pick(stream, kinds)();
}
