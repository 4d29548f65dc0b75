/**
 * Ways to type a session, and to receive one. RGA in runs is a core with the operations that it emits; its peers are
 * json-joy's StrNode, a core too, its Model, which makes a patch of each edit, and Yjs, a whole library, with a
 * transaction for each edit.
 */
import { Model } from 'json-joy/lib/json-crdt/index.js';
import { StrNode } from 'json-joy/lib/json-crdt/nodes/str/StrNode.js';
import { ts } from 'json-joy/lib/json-crdt-patch/clock/index.js';
import * as compact from 'json-joy/lib/json-crdt-patch/codec/compact/index.js';
import type { Patch as JoyPatch } from 'json-joy/lib/json-crdt-patch/index.js';
import * as Y from 'yjs';
import type { Patch } from '../../../sims/crdt/text/editing-trace.ts';
import {
  applyRunOp,
  deleteRunsAt,
  emptyRunText,
  insertRunAt,
  type RunOp,
  textOfRuns,
} from '../../../sims/crdt/text/runs/run-text.ts';

/** What was typed or received; it holds all that its library holds. */
export interface Typed {
  text(): string;
}

export interface Editor<Op> {
  /** Types the patches from an empty text; each operation goes to `emit`. */
  type(patches: readonly Patch[], emit: (op: Op) => void): Typed;
  /** Takes in the operations of another, in their order. Missing for a core without a way to send. */
  receive?(ops: readonly Op[]): Typed;
  /** Bytes of an operation on the wire. */
  bytesOf?(op: Op): number;
}

export const runs: Editor<RunOp> = {
  type(patches, emit) {
    const text = emptyRunText(1);
    for (const [position, deleted, inserted] of patches) {
      if (deleted > 0) emit(deleteRunsAt(text, position, deleted));
      if (inserted.length > 0) emit(insertRunAt(text, position, inserted));
    }
    return { text: () => textOfRuns(text) };
  },
  receive(ops) {
    const text = emptyRunText(2);
    for (const op of ops) applyRunOp(text, op);
    return { text: () => textOfRuns(text) };
  },
  bytesOf: (op) => Buffer.byteLength(JSON.stringify(op)),
};

/** What it returns of an edit is what an operation would be made of. */
export const strNode: Editor<unknown> = {
  type(patches, emit) {
    const node = new StrNode(ts(1, 1));
    let time = 2;
    for (const [position, deleted, inserted] of patches) {
      if (deleted > 0) {
        const spans = node.findInterval(position, deleted);
        node.delete(spans);
        emit(spans);
      }
      if (inserted.length > 0) emit(node.insAt(position, ts(1, time), inserted));
      time += deleted + inserted.length;
    }
    return { text: () => node.view() };
  },
};

export const joyModel: Editor<JoyPatch> = {
  type(patches, emit) {
    const model = Model.create(undefined, 65_537);
    model.api.set('');
    emit(model.api.flush());
    const text = model.api.str([]);
    for (const [position, deleted, inserted] of patches) {
      if (deleted > 0) text.del(position, deleted);
      if (inserted.length > 0) text.ins(position, inserted);
      emit(model.api.flush());
    }
    return { text: () => String(model.view()) };
  },
  receive(ops) {
    const model = Model.create(undefined, 65_538);
    for (const op of ops) model.applyPatch(op);
    return { text: () => String(model.view()) };
  },
  // The shorter of its two JSON forms.
  bytesOf: (op) => Buffer.byteLength(JSON.stringify(compact.encode(op))),
};

export const yjs: Editor<Uint8Array> = {
  type(patches, emit) {
    const doc = new Y.Doc();
    const text = doc.getText('text');
    if (emit !== drop) doc.on('update', emit);
    for (const [position, deleted, inserted] of patches) {
      if (deleted > 0) text.delete(position, deleted);
      if (inserted.length > 0) text.insert(position, inserted);
    }
    return { text: () => text.toString() };
  },
  receive(ops) {
    const doc = new Y.Doc();
    for (const op of ops) Y.applyUpdate(doc, op);
    return { text: () => doc.getText('text').toString() };
  },
  bytesOf: (op) => op.byteLength,
};

/** Emitted and dropped. */
export const drop = (): void => {};
