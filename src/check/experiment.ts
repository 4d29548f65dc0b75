/** What invariants and goals look at, in an experiment with machines or without. */
import type { Node } from '../world/node.ts';
import type { World } from '../world/world.ts';
import { Breaches } from './breaches.ts';
import { type Goal, sometimes } from './goal.ts';
import type { ViewRow } from './sim.ts';

export interface Experiment<Law extends string> {
  /** How each law was broken first. */
  readonly breaches: { of(law: Law): string | undefined };
  /** Whether everything that was to happen has happened. */
  readonly isDone: boolean;
  /** What the debugger shows. */
  rows(): readonly ViewRow[];
}

/** An experiment with the machines of a world, each of which is a row. */
export function watching<Law extends string>(
  world: World,
  rowOf: (node: Node) => ViewRow,
  isDone: () => boolean,
): Experiment<Law> & { readonly breaches: Breaches<Law> } {
  return {
    breaches: new Breaches<Law>(),
    get isDone(): boolean {
      return isDone();
    },
    rows: () => world.nodes.map(rowOf),
  };
}

/** For every experiment with machines: a run that was cut short shows nothing. */
export const allDone: Goal<{ readonly isDone: boolean }> = sometimes(
  'all-done',
  'everything that was to happen has happened',
  ({ isDone }) => isDone,
);
