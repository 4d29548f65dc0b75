/**
 * Updates of Yjs (https://github.com/yjs/yjs): the characters of the one text in them with their
 * origins, and the text that Yjs itself makes of them. The package is the caller's to load, because
 * only this needs it.
 */

import { TraceError } from '../../../sims/crdt/text/editing-trace.ts';
import {
  type ElementId,
  elementId,
  type Site,
  sitesMax,
  start,
} from '../../../sims/crdt/text/element-id.ts';
import type { OriginOp } from '../../../sims/crdt/text/origin-text.ts';
import { must } from '../../kernel/must.ts';

interface YjsId {
  readonly client: number;
  readonly clock: number;
}

interface YjsStruct {
  readonly id: YjsId;
  readonly length: number;
  readonly origin?: YjsId | null;
  readonly rightOrigin?: YjsId | null;
  /** The name of a type at the top, or the item that holds the type; null if the origins tell it. */
  readonly parent?: unknown;
  readonly parentSub?: string | null;
  readonly content?: { readonly str?: unknown };
}

interface YjsDecoded {
  readonly structs: readonly unknown[];
  readonly ds: {
    readonly clients: ReadonlyMap<
      number,
      readonly { readonly clock: number; readonly len: number }[]
    >;
  };
}

/** What is used of the package `yjs`. */
export interface YjsLibrary {
  readonly decodeUpdate: (update: Uint8Array) => YjsDecoded;
  readonly mergeUpdates: (updates: Uint8Array[]) => Uint8Array;
  readonly convertUpdateFormatV2ToV1: (update: Uint8Array) => Uint8Array;
  readonly Doc: new () => { getText(name: string): { toString(): string } };
  readonly applyUpdate: (doc: never, update: Uint8Array) => void;
}

export interface YjsText {
  /** Under this name it is in the document. */
  readonly name: string;
  readonly endContent: string;
  readonly clients: number;
  /** The inserts of each client in the order in which it made them. */
  readonly inserts: readonly (readonly OriginOp[])[];
  readonly deletes: readonly OriginOp[];
}

/**
 * Throws TraceError for what is not an update, or not of one text. An update of a few bytes can delete
 * a range of any length: `onSize` is told how many operations there are before they are made.
 */
export function readYjsUpdates(
  updates: readonly Uint8Array[],
  library: YjsLibrary,
  onSize: (operations: number) => void = () => {},
): YjsText {
  const merged = library.mergeUpdates(updates.map((update, place) => asV1(update, place, library)));
  const { structs, ds } = library.decodeUpdate(merged);
  const known = structs as YjsStruct[];
  onSize(operationsIn(known, ds));
  const sites = sitesOf(known, ds.clients.keys());
  const names = new Map<ElementId, string | undefined>();
  const inserts = new Map<Site, Map<string, OriginOp[]>>();
  const hidden: { readonly name: string; readonly op: OriginOp }[] = [];
  const idOf = (id: YjsId | null | undefined, offset = 0): ElementId =>
    id === null || id === undefined
      ? start
      : elementId(id.clock + offset + 1, must(sites.get(id.client), 'site of the client'));
  for (const struct of inCausalOrder(known, sites, idOf, names)) {
    const name = names.get(idOf(struct.id));
    if (name === undefined) continue;
    const site = must(sites.get(struct.id.client), 'site of the client');
    const ofSite = inserts.get(site) ?? new Map<string, OriginOp[]>();
    const ops = ofSite.get(name) ?? [];
    inserts.set(site, ofSite.set(name, ops));
    const text = typeof struct.content?.str === 'string' ? struct.content.str : undefined;
    for (let place = 0; place < struct.length; place++) {
      const insert = idOf(struct.id, place);
      const left = place === 0 ? idOf(struct.origin) : idOf(struct.id, place - 1);
      ops.push({
        insert,
        left,
        right: idOf(struct.rightOrigin),
        codePoint: text?.charCodeAt(place) ?? 0,
      });
      // Formats, embedded objects and what is deleted for good have a place and no character.
      if (text === undefined) hidden.push({ name, op: { delete: insert } });
    }
  }
  const name = theOneText(known, names, idOf);
  const deletes = hidden.filter((each) => each.name === name).map(({ op }) => op);
  for (const [client, ranges] of ds.clients) {
    for (const { clock, len } of ranges) {
      for (let place = 0; place < len; place++)
        deletes.push({ delete: idOf({ client, clock }, place) });
    }
  }
  const doc = new library.Doc();
  library.applyUpdate(doc as never, merged);
  return {
    name,
    endContent: doc.getText(name).toString(),
    clients: inserts.size,
    inserts: [...inserts.values()].map((ofSite) => ofSite.get(name) ?? []),
    deletes,
  };
}

function operationsIn(structs: readonly YjsStruct[], { clients }: YjsDecoded['ds']): number {
  let count = 0;
  // What was collected as garbage has no content, and no operation is made of it.
  for (const { content, length } of structs) if (content !== undefined) count += length;
  for (const ranges of clients.values()) for (const { len } of ranges) count += len;
  return count;
}

function asV1(update: Uint8Array, place: number, library: YjsLibrary): Uint8Array {
  for (const convert of [(bytes: Uint8Array) => bytes, library.convertUpdateFormatV2ToV1]) {
    try {
      const converted = convert(update);
      const { structs, ds } = library.decodeUpdate(converted);
      if (structs.length > 0 || ds.clients.size > 0 || update.length <= 13) return converted;
    } catch {
      // Not in this format.
    }
  }
  throw new TraceError(
    `update ${place} is not an update of Yjs, neither of format 1 nor of format 2`,
  );
}

/** Yjs lets the client with the lower number come first, and so do sites. */
function sitesOf(structs: readonly YjsStruct[], deleting: Iterable<number>): Map<number, Site> {
  const clients = [...new Set([...structs.map(({ id }) => id.client), ...deleting])];
  if (clients.length >= sitesMax) throw new TraceError(`it has more than ${sitesMax - 1} clients`);
  return new Map(clients.sort((a, b) => a - b).map((client, site) => [client, site]));
}

/**
 * Every struct after those that it refers to; notes which type at the top each is of. Deleted types
 * leave structs without origins and without a type.
 */
function* inCausalOrder(
  structs: readonly YjsStruct[],
  sites: ReadonlyMap<number, Site>,
  idOf: (id: YjsId, offset?: number) => ElementId,
  names: Map<ElementId, string | undefined>,
): Generator<YjsStruct> {
  const queues = new Map<number, YjsStruct[]>([...sites.keys()].map((client) => [client, []]));
  for (const struct of structs) queues.get(struct.id.client)?.push(struct);
  const clocks = new Map<number, number>();
  const isKnown = (id: YjsId | null | undefined) =>
    id === null || id === undefined || id.clock < (clocks.get(id.client) ?? 0);
  let left = structs.length;
  for (let before = -1; left > 0 && before !== left; ) {
    before = left;
    for (const [client, queue] of queues) {
      let taken = 0;
      for (const struct of queue) {
        const { id, length, origin, rightOrigin } = struct;
        if (id.clock !== (clocks.get(client) ?? 0) || !isKnown(origin) || !isKnown(rightOrigin))
          break;
        const name = nameOf(struct, names, idOf);
        for (let place = 0; place < length; place++) names.set(idOf(id, place), name);
        clocks.set(client, id.clock + length);
        taken += 1;
        yield struct;
      }
      queue.splice(0, taken);
      left -= taken;
    }
  }
  if (left > 0) {
    throw new TraceError(
      'it builds on updates that are not in the file: put all of them into it, the first one too',
    );
  }
}

function nameOf(
  { origin, rightOrigin, parent, parentSub }: YjsStruct,
  names: ReadonlyMap<ElementId, string | undefined>,
  idOf: (id: YjsId) => ElementId,
): string | undefined {
  if (parentSub !== null && parentSub !== undefined) return undefined;
  if (typeof parent === 'string') return parent;
  const neighbour = origin ?? rightOrigin;
  return neighbour === null || neighbour === undefined ? undefined : names.get(idOf(neighbour));
}

function theOneText(
  structs: readonly YjsStruct[],
  names: ReadonlyMap<ElementId, string | undefined>,
  idOf: (id: YjsId) => ElementId,
): string {
  const texts = new Set<string>();
  const all = new Set<string>();
  for (const { id, content } of structs) {
    const name = names.get(idOf(id));
    if (name === undefined) continue;
    all.add(name);
    if (typeof content?.str === 'string') texts.add(name);
  }
  const [name = [...all][0], ...others] = texts;
  if (name === undefined)
    throw new TraceError('the updates hold no text at the top of their document');
  if (others.length === 0) return name;
  throw new TraceError(
    `the updates hold several texts (${[...texts].join(', ')}): updates of one text are read`,
  );
}
