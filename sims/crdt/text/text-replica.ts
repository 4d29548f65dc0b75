/** A replica of a text, whatever algorithm orders its characters: what a replayed trace types at. */

import type { CrdtRules } from '../rules.ts';
import type { Site } from './element-id.ts';
import {
  applyDelete,
  applyInsert,
  deleteAt,
  elementsOf,
  emptyRga,
  insertAt,
  lengthOf,
  type TextOp,
  textOf,
} from './rga.ts';

export interface TextReplica<Op> {
  /** Under which number it types. */
  site: Site;
  /** How many characters the text has. */
  readonly length: number;
  /** How many elements it holds, tombstones included, and in how many nodes of its tree. */
  readonly elements: number;
  readonly treeNodes: number;
  readonly text: string;
  insertAt(index: number, codePoint: number): Op;
  deleteAt(index: number): Op;
  /** Takes in an operation of another replica. */
  apply(op: Op): void;
}

export type NewReplica<Op> = (site: Site) => TextReplica<Op>;

export function rgaReplica(rules: CrdtRules): NewReplica<TextOp> {
  return (site) => {
    const rga = emptyRga(site);
    return {
      get site() {
        return rga.site;
      },
      set site(number) {
        rga.site = number;
      },
      get length() {
        return lengthOf(rga);
      },
      get elements() {
        return elementsOf(rga);
      },
      get treeNodes() {
        return rga.list.nodes.length;
      },
      get text() {
        return textOf(rga);
      },
      insertAt: (index, codePoint) => insertAt(rga, index, codePoint, rules),
      deleteAt: (index) => deleteAt(rga, index, rules),
      apply: (op) => {
        if ('insert' in op) applyInsert(rga, op, rules);
        else applyDelete(rga, op, rules);
      },
    };
  };
}
