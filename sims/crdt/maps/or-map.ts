/**
 * OR-Map: a map whose values are replicated types themselves, here sets (Almeida et al. 2016, §7.4,
 * Figure 8, ORMap). Removing a key removes what was observed under it; what is added there
 * concurrently wins.
 *
 * All keys share the map's one causal context. A key with a context of its own would lose it when
 * it is removed, and with it the memory of what was removed.
 */
import {
  areDotsBelow,
  type CausalContext,
  contextOf,
  type Dot,
  emptyContext,
  isContextBelow,
  joinContexts,
  nextDot,
} from '../clocks/causal-context.ts';
import { joinRecords, lookUp } from '../plain.ts';
import type { CrdtRules } from '../rules.ts';
import { type DottedSet, joinDottedSets } from '../sets/orswot.ts';
import type { StateBased } from '../types.ts';

interface Child {
  readonly entries: DottedSet;
  /** Empty in a map that shares one context. */
  readonly context: CausalContext;
}
export interface OrMap {
  readonly context: CausalContext;
  readonly children: Readonly<Record<string, Child>>;
}
export type MapEdit =
  | { readonly key: string; readonly add: string }
  | { readonly key: string; readonly remove: string }
  | { readonly removeKey: string };
export type MapOfSets = Readonly<Record<string, readonly string[]>>;

export type OrMapType = StateBased<OrMap, MapEdit, MapOfSets>;

export function orMap(rules: CrdtRules): OrMapType {
  const noChild: Child = { entries: {}, context: emptyContext };
  const childOf = ({ children }: OrMap, key: string) => lookUp(children, key) ?? noChild;
  /** The context in which a child's dots are to be read. */
  const contextAt = (map: OrMap, child: Child) =>
    rules['map-shares-one-context'] ? map.context : child.context;
  /** A map that knows of these dots, and shows these entries under the key. */
  const mapOf = (key: string, entries: DottedSet, dots: readonly Dot[]): OrMap => {
    const known = contextOf(dots);
    const own = rules['map-shares-one-context'] ? emptyContext : known;
    return { context: known, children: { [key]: { entries, context: own } } };
  };

  return {
    initial: () => ({ context: emptyContext, children: {} }),
    query: ({ children }) =>
      Object.fromEntries(
        Object.entries(children).map(([key, { entries }]) => [key, Object.keys(entries).sort()]),
      ),
    mutate: (map, edit, { replica }) => {
      if ('removeKey' in edit) {
        const dots = Object.values(childOf(map, edit.removeKey).entries).flat();
        return dots.length === 0 ? undefined : mapOf(edit.removeKey, {}, dots);
      }
      const child = childOf(map, edit.key);
      if ('remove' in edit) {
        const dots = lookUp(child.entries, edit.remove);
        return dots === undefined ? undefined : mapOf(edit.key, {}, dots);
      }
      const dot = nextDot(contextAt(map, child), replica);
      return mapOf(edit.key, { [edit.add]: [dot] }, [
        ...(lookUp(child.entries, edit.add) ?? []),
        dot,
      ]);
    },
    merge: (a, b) => ({
      context: joinContexts(a.context, b.context),
      children: joinRecords(a.children, b.children, (x = noChild, y = noChild) => {
        const [xContext, yContext] = [contextAt(a, x), contextAt(b, y)];
        const entries = joinDottedSets(x.entries, xContext, y.entries, yContext, rules);
        if (Object.keys(entries).length === 0) return undefined;
        return { entries, context: joinContexts(x.context, y.context) };
      }),
    }),
    compare: (a, b) =>
      isContextBelow(a.context, b.context) &&
      Object.entries(b.children).every(([key, { entries }]) =>
        Object.entries(entries).every(([element, dots]) =>
          areDotsBelow(lookUp(childOf(a, key).entries, element) ?? [], a.context, dots),
        ),
      ),
  };
}
