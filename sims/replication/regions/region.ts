/**
 * A region of a multi-region table: it answers from its own copy, and ships each write to the
 * others.
 */
import type { Process } from '../../../src/kernel/process.ts';
import type { NodeId } from '../../../src/world/actor.ts';
import { isCallFailure, type Server, type ServerContext } from '../../../src/world/server.ts';
import { beginning, nextTime } from '../../crdt/clocks/hybrid-logical-clock.ts';
import { note } from '../notes.ts';
import { type Item, merged, type Unit } from './item.ts';
import type { RegionJudge } from './judge.ts';
import type { RegionRules } from './rules.ts';

export interface RegionParts {
  readonly rules: RegionRules;
  readonly judge: RegionJudge;
  readonly regions: readonly NodeId[];
  readonly unit: Unit;
  /** How long a write waits in its region’s stream before it is shipped. */
  readonly streamMs: number;
  readonly timeoutMs: number;
  /** True time, for the judge. */
  readonly atMs: () => number;
}

interface EditRequest {
  readonly edit: string;
  readonly attribute: string;
  readonly write: string;
}

interface Shipment {
  readonly apply: string;
  readonly item: Item;
  readonly write: string;
}

export type RegionRequest = EditRequest | Shipment;

type Items = Map<string, Item>;

export const regionServer = (parts: RegionParts): Server<Items, RegionRequest> => ({
  kind: 'region',
  start: () => new Map(),
  serve(items, request, _from, node) {
    if ('edit' in request) return edit(parts, items, request, node);
    return apply(parts, items, request, node);
  },
  shown: (items) => Object.fromEntries(items),
});

function edit(
  parts: RegionParts,
  items: Items,
  { edit: key, attribute, write }: EditRequest,
  node: ServerContext,
): null {
  const { rules, judge, regions, unit } = parts;
  const held = items.get(key);
  const seen = rules['stamp-follows-what-it-saw'] ? held?.stamp : undefined;
  const time = nextTime(seen ?? beginning, Math.floor(node.now()));
  const stamp = { ...time, replica: node.self };
  const changed = { [attribute]: { write, stamp } };
  const item = { stamp, cells: { ...held?.cells, ...changed } };
  items.set(key, item);
  judge.writes(node.self, key, attribute, write, parts.atMs());
  const shipped = unit === 'item' ? item : { stamp, cells: changed };
  for (const region of regions)
    if (region !== node.self)
      node.spawn(ship(parts, region, { apply: key, item: shipped, write }, node));
  return null;
}

function* ship(
  { rules, streamMs, timeoutMs }: RegionParts,
  region: NodeId,
  shipment: Shipment,
  node: ServerContext,
): Process<void> {
  yield* node.sleep(streamMs);
  let isThere = false;
  while (!isThere) {
    try {
      yield* node.call<null>(region, shipment, { timeoutMs });
      isThere = true;
    } catch (failure) {
      if (!isCallFailure(failure)) throw failure;
      if (!rules['shipment-is-repeated']) return;
      note(node, {
        kind: 'ships-again',
        key: shipment.apply,
        to: region,
        rule: 'shipment-is-repeated',
      });
    }
  }
}

function apply(
  { rules, judge, unit, atMs }: RegionParts,
  items: Items,
  { apply: key, item, write }: Shipment,
  node: ServerContext,
): null {
  const held = items.get(key);
  const after = merged(rules, unit, held, item);
  items.set(key, after);
  judge.arrives(node.self, write, after, atMs());
  if (held !== undefined) note(node, { kind: 'resolves', key, write, isLast: after !== held });
  return null;
}
