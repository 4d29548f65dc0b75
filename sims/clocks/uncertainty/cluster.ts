/** Puts ranges, their gateways and the client side of the laws into a world. */
import { Breaches } from '../../../src/check/breaches.ts';
import { type Goal, sometimes } from '../../../src/check/goal.ts';
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeOptions } from '../../../src/world/node.ts';
import type { ServerContext } from '../../../src/world/server.ts';
import type { World } from '../../../src/world/world.ts';
import { stateRow } from '../subject.ts';
import { sawValue, type UncertaintySubject } from './laws.ts';
import { type GatewayRequest, gateway, range } from './range.ts';
import type { UncertaintyRules } from './rules.ts';

export interface UncertaintyOptions {
  /** Default: one. */
  readonly ranges?: readonly string[];
  readonly gateways: Readonly<Record<string, Partial<NodeOptions>>>;
  readonly maxOffsetMs: number;
  /** How often gateways compare clocks; 0 for never. */
  readonly compareMs: number;
}

const theRange = 'range';

export function uncertaintySubject(
  world: World,
  rules: UncertaintyRules,
  { ranges = [theRange], gateways, maxOffsetMs, compareMs }: UncertaintyOptions,
): UncertaintySubject {
  const names = Object.keys(gateways);
  for (const name of ranges) world.addServer(name, range(rules));
  for (const [name, options] of Object.entries(gateways)) {
    const others = compareMs === 0 ? [] : names.filter((other) => other !== name);
    world.addServer(name, gateway(rules, { maxOffsetMs, others, compareMs }), options);
  }
  return { breaches: new Breaches(), reads: 0, stale: 0, rows: () => world.nodes.map(stateRow) };
}

/** Writes a value, and returns when the client was told. Throws whatever a call throws. */
export function* writeThrough(
  node: ServerContext,
  name: string,
  value: number,
  rangeId = theRange,
): Process<void> {
  const request: GatewayRequest = { do: 'write', value, range: rangeId };
  yield* node.call(name, request);
}

/** Reads after `written` was written; the law is checked against the result. */
export function* readThrough(
  node: ServerContext,
  name: string,
  written: number,
  subject: UncertaintySubject,
): Process<void> {
  const request: GatewayRequest = { do: 'read', range: theRange };
  sawValue(subject, name, yield* node.call<number>(name, request), written);
}

export const readsSome = (atLeast: number): Goal<UncertaintySubject> =>
  sometimes('reads', `${atLeast} reads return`, ({ reads }) => reads >= atLeast);
