/** How to compare the orders of a stack. */

import type { Answered } from '../../sims/resilience/client.ts';
import {
  isAround,
  type Order,
  orderInWords,
  resilience4jOrder,
  taughtOrder,
} from '../../sims/resilience/policies/orders.ts';
import { Histogram } from '../../src/check/metric.ts';
import { must } from '../../src/kernel/must.ts';
import { Tally } from './arms.ts';

export const faultKinds = ['blip', 'outage', 'brownout'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** One order facing one fault. */
export class Trial {
  readonly order: Order;
  readonly tally = new Tally();
  readonly latencies = new Histogram();
  /**
   * Calls that reached the service during the fault, and those among them before the breaker
   * opened.
   */
  deadCalls = 0;
  beforeTrip = 0;
  /** From the fault until the breaker opened; undefined if it did not. */
  tripMs: number | undefined = undefined;

  constructor(order: Order) {
    this.order = order;
  }

  callIntoFault(): void {
    this.deadCalls += 1;
    if (this.tripMs === undefined) this.beforeTrip += 1;
  }

  readonly onAnswer = (answered: Answered): void => {
    this.tally.add(answered);
    this.latencies.record(answered.latencyMs);
  };
}

export type Measure = 'goodput' | 'deadCalls' | 'p99' | 'tripMs';

/** 1 for the best. Orders that tie share the better rank. */
function rankOf(trials: readonly Trial[], trial: Trial, by: Measure): number {
  const badness = badnessOf(by);
  return 1 + trials.filter((other) => badness(other) < badness(trial)).length;
}

function badnessOf(by: Measure): (trial: Trial) => number {
  switch (by) {
    case 'goodput':
      return ({ tally }) => -(tally.share ?? 0);
    case 'deadCalls':
      return ({ deadCalls }) => deadCalls;
    case 'p99':
      return ({ latencies }) => latencies.quantile(0.99) ?? Infinity;
    case 'tripMs':
      return ({ tripMs }) => tripMs ?? Infinity;
  }
}

/** The trial of an order, in any list. */
export function trialOf(trials: readonly Trial[], order: Order): Trial {
  const words = orderInWords(order);
  return must(
    trials.find((trial) => orderInWords(trial.order) === words),
    'trial of the order',
  );
}

/** The largest difference between orders that differ only in the place of the bulkhead. */
function spreadOfBulkhead(trials: readonly Trial[]): number {
  const shares = new Map<string, number[]>();
  for (const { order, tally } of trials) {
    const others = orderInWords(order.filter((layer) => layer !== 'bulkhead'));
    shares.set(others, [...(shares.get(others) ?? []), tally.share ?? 0]);
  }
  return Math.max(...[...shares.values()].map((alike) => Math.max(...alike) - Math.min(...alike)));
}

type Gauges = Record<string, { set(value: number): void }>;

export function measure(
  trials: Readonly<Record<FaultKind, readonly Trial[]>>,
  metrics: Gauges,
): void {
  const set = (name: string, value: number | undefined) => {
    if (value !== undefined) metrics[name]?.set(value);
  };
  for (const [name, order] of [
    ['taught', taughtOrder],
    ['resilience4j', resilience4jOrder],
  ] as const) {
    const of = (kind: FaultKind) => trialOf(trials[kind], order);
    set(`${name}Blip`, of('blip').tally.share);
    set(`${name}Outage`, of('outage').tally.share);
    set(`${name}Brownout`, of('brownout').tally.share);
    set(`${name}DeadCalls`, of('outage').beforeTrip);
    set(`${name}TripMs`, of('outage').tripMs);
    const inOutage = of('outage');
    set(`${name}ByGoodput`, rankOf(trials.outage, inOutage, 'goodput'));
    set(`${name}ByDeadCalls`, rankOf(trials.outage, inOutage, 'deadCalls'));
    set(`${name}ByP99`, rankOf(trials.outage, inOutage, 'p99'));
    set(`${name}ByTripMs`, rankOf(trials.outage, inOutage, 'tripMs'));
  }
  const blind = trials.outage.filter(({ order }) => isAround(order, 'timeout', 'breaker'));
  const seeing = trials.outage.filter(({ order }) => isAround(order, 'breaker', 'timeout'));
  const opened = ({ tripMs }: Trial) => tripMs !== undefined;
  set('blindOrders', blind.length);
  set('blindOpened', blind.filter(opened).length);
  set('seeingOpened', seeing.filter(opened).length);
  set('bulkheadMatters', Math.max(...Object.values(trials).map(spreadOfBulkhead)));
  const deadCalls = trials.outage.map((trial) => trial.deadCalls);
  set('mostDeadCalls', Math.max(...deadCalls));
  set('leastDeadCalls', Math.min(...deadCalls));
}
