/** Text as an op-based type: RGA, RGA in runs or Fugue behind the edits that people make. */

import { must } from '../../../src/kernel/must.ts';
import type { CrdtRules } from '../rules.ts';
import type { OpBased } from '../types.ts';
import { slotAt } from './counted-list.ts';
import { type ElementId, elementId, type Site, start } from './element-id.ts';
import {
  applyFugue,
  emptyFugue,
  type Fugue,
  type FugueOp,
  fugueIdsAt,
  fugueInsertAt,
  isFugueReady,
  lengthOfFugue,
  textOfFugue,
} from './fugue.ts';
import {
  applyDelete,
  applyInsert,
  becomeStable,
  emptyRga,
  isReady,
  lengthOf,
  type Rga,
  type TextOp,
  textOf,
} from './rga.ts';
import {
  applyRunOp,
  emptyRunText,
  isRunOpReady,
  lengthOfRuns,
  type RunOp,
  type RunText,
  rangesAt,
  runIdAt,
  textOfRuns,
} from './runs/run-text.ts';

/** Positions count code points; what lies beyond the end of the text means its end. */
export type TextEdit =
  | { readonly at: number; readonly type: string }
  | { readonly at: number; readonly delete: number };

export function rgaText(
  site: Site,
  rules: CrdtRules,
): OpBased<Rga, TextEdit, readonly TextOp[], string> {
  return {
    initial: () => emptyRga(site),
    query: textOf,
    prepare: (rga, edit) => {
      const at = Math.min(edit.at, lengthOf(rga));
      const ops: TextOp[] = [];
      if ('delete' in edit) {
        for (let i = at; i < Math.min(at + edit.delete, lengthOf(rga)); i++) {
          ops.push({ delete: idAt(rga, i) });
        }
      } else {
        let after = at === 0 ? start : idAt(rga, at - 1);
        let count = rga.clock;
        for (const character of edit.type) {
          count += 1;
          const insert = elementId(count, site);
          ops.push({
            insert,
            after,
            codePoint: must(character.codePointAt(0), 'code point of a character'),
          });
          after = insert;
        }
      }
      return ops.length === 0 ? undefined : ops;
    },
    effect: (rga, ops) => {
      for (const op of ops) {
        if ('insert' in op) applyInsert(rga, op, rules);
        else applyDelete(rga, op, rules);
      }
      return rga;
    },
    // The first of some inserts brings what the others refer to.
    ready: (rga, ops) =>
      ops.every((op, index) => ('insert' in op && index > 0) || isReady(rga, op, rules)),
    stable: (rga, ops) => {
      for (const op of ops) becomeStable(rga, op);
    },
  };
}

/** The same order; an edit is one operation, however long its text is. */
export function runText(site: Site): OpBased<RunText, TextEdit, RunOp, string> {
  return {
    initial: () => emptyRunText(site),
    query: textOfRuns,
    prepare: (runs, edit) => {
      const length = lengthOfRuns(runs);
      const at = Math.min(edit.at, length);
      if ('delete' in edit) {
        const count = Math.min(edit.delete, length - at);
        return count === 0 ? undefined : { delete: rangesAt(runs, at, count) };
      }
      if (edit.type === '') return undefined;
      const after = at === 0 ? start : runIdAt(runs, at - 1);
      return { insert: elementId(runs.clock + 1, site), after, text: edit.type };
    },
    effect: (runs, op) => {
      applyRunOp(runs, op);
      return runs;
    },
    ready: isRunOpReady,
  };
}

export function fugueText(
  site: Site,
  rules: CrdtRules,
): OpBased<Fugue, TextEdit, readonly FugueOp[], string> {
  return {
    initial: () => emptyFugue(site),
    query: textOfFugue,
    prepare: (fugue, edit) => {
      const at = Math.min(edit.at, lengthOfFugue(fugue));
      if ('delete' in edit) {
        const ids = fugueIdsAt(fugue, at, edit.delete);
        return ids.length === 0 ? undefined : ids.map((id) => ({ delete: id }));
      }
      const [first, ...rest] = edit.type;
      if (first === undefined) return undefined;
      const ops = [
        fugueInsertAt(fugue, at, must(first.codePointAt(0), 'code point of a character'), rules),
      ];
      for (const character of rest) {
        // Behind a character that nobody has typed behind yet: its right child.
        const before = must(ops.at(-1), 'operation before');
        const insert = elementId(fugue.clock + ops.length + 1, site);
        const codePoint = must(character.codePointAt(0), 'code point of a character');
        ops.push({ insert, parent: before.insert, side: 'right', codePoint });
      }
      return ops;
    },
    effect: (fugue, ops) => {
      for (const op of ops) applyFugue(fugue, op);
      return fugue;
    },
    ready: (fugue, ops) =>
      ops.every((op, index) => ('insert' in op && index > 0) || isFugueReady(fugue, op)),
  };
}

function idAt({ list }: Rga, index: number): ElementId {
  return must(list.keys[slotAt(list, index)], 'element at the place');
}
