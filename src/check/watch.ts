/**
 * Watches a run: checks its invariants and goals after every event, and says what became of them.
 */
import type { Node } from '../world/node.ts';
import type { World } from '../world/world.ts';
import { messagesConserved } from './conservation.ts';
import type { Goal, GoalReport } from './goal.ts';
import type {
  FinalInvariant,
  Invariant,
  InvariantReport,
  NodeInvariant,
  NodeObserver,
  Violation,
  WholeInvariant,
} from './invariant.ts';

type Break = { readonly checks: number; readonly violation: Violation };

interface WatchedWhole {
  readonly invariant: WholeInvariant<unknown>;
  readonly subject: unknown;
}

interface WatchedNode {
  readonly invariant: NodeInvariant<unknown, unknown, unknown>;
  readonly memory: unknown;
}

/** The invariants of one kind of nodes. */
interface WatchedKind {
  readonly kind: string;
  readonly watched: readonly WatchedNode[];
}

/** An invariant that waits for the end; `unknown` says why it has no answer. */
interface WatchedEnd {
  readonly invariant: FinalInvariant<unknown>;
  unknown: string | undefined;
}

interface WatchedGoal {
  readonly goal: Goal<unknown>;
  notBeforeMs: number;
  reachedAtMs: number | undefined;
}

export class Watch {
  readonly #world: World;
  readonly #subject: unknown;
  readonly #invariants: readonly Invariant<never>[];
  readonly #observer: NodeObserver | undefined;
  readonly #goals: readonly WatchedGoal[];
  readonly #ends: readonly WatchedEnd[];
  readonly #breaks = new Map<string, Break>();
  #checks = 0;

  // What is still to be checked: a broken invariant is not, nor a goal that was reached.
  #wholes: readonly WatchedWhole[];
  #nodes: readonly WatchedNode[];
  #kinds: readonly WatchedKind[];
  #unreached: readonly WatchedGoal[];

  constructor(
    world: World,
    subject: unknown,
    properties: {
      readonly invariants: readonly Invariant<never>[];
      readonly goals: readonly Goal<never>[];
      /** When the last fault is over: liveness counts from then. */
      readonly faultsEndAtMs: number;
      /** Looks before any of them is checked. */
      readonly observer?: NodeObserver | undefined;
    },
  ) {
    const { invariants, goals, faultsEndAtMs, observer } = properties;
    this.#observer = observer;
    this.#world = world;
    this.#subject = subject;
    this.#invariants = [...invariants, messagesConserved];
    this.#wholes = [
      ...invariants.flatMap((invariant) => ('check' in invariant ? [{ invariant, subject }] : [])),
      { invariant: messagesConserved, subject: world },
    ] as WatchedWhole[];
    this.#nodes = invariants.flatMap((invariant) =>
      'checkNode' in invariant ? [{ invariant, memory: invariant.remember() }] : [],
    ) as WatchedNode[];
    this.#kinds = byKind(this.#nodes);
    this.#ends = invariants.flatMap((invariant) =>
      'checkAtEnd' in invariant ? [{ invariant, unknown: 'it is checked at the end' }] : [],
    ) as WatchedEnd[];
    this.#goals = goals.map((goal) => ({
      goal: goal as Goal<unknown>,
      notBeforeMs: goal.kind === 'eventually' ? faultsEndAtMs : 0,
      reachedAtMs: undefined,
    }));
    this.#unreached = this.#goals;
  }

  /** Whether an invariant was broken: the one of that id, or any. */
  violated(id?: string): boolean {
    return id === undefined ? this.#breaks.size > 0 : this.#breaks.has(id);
  }

  /** To be called after every event. */
  check(): void {
    const { active } = this.#world;
    this.#world.active = undefined;
    this.#checks += 1;
    if (this.#kinds.length === 0 && this.#observer === undefined) {
      // Nothing is asked of any node.
    } else if (active !== undefined) this.#checkNode(active);
    else for (const node of this.#world.nodes) this.#checkNode(node);
    // After the nodes: an observer may have seen a breach there.
    for (const { invariant, subject } of this.#wholes) {
      const message = invariant.check(subject);
      if (message !== undefined) this.#break(invariant.id, message);
    }
    for (const watch of this.#unreached) {
      if (this.#world.kernel.nowMs < watch.notBeforeMs) continue;
      if (watch.goal.holds(this.#subject)) this.#reach(watch);
    }
  }

  /**
   * To be called when somebody has intervened by hand: liveness counts from the time at which that
   * is over, as after a fault.
   */
  intervened(overAtMs: number): void {
    for (const watch of this.#goals) {
      if (watch.goal.kind !== 'eventually' || overAtMs < watch.notBeforeMs) continue;
      watch.notBeforeMs = overAtMs;
      watch.reachedAtMs = undefined;
    }
    this.#unreached = this.#goals.filter(({ reachedAtMs }) => reachedAtMs === undefined);
  }

  /** To be called once, when the run has come to its end. */
  finish(): void {
    for (const end of this.#ends) {
      const answer = end.invariant.checkAtEnd(this.#subject);
      end.unknown = typeof answer === 'object' ? answer.unknown : undefined;
      if (typeof answer === 'string') this.#break(end.invariant.id, answer);
    }
  }

  #checkNode(node: Node): void {
    const observer = this.#observer;
    if (observer?.kind === node.kind) observer.observe(node, this.#subject);
    for (const { kind, watched } of this.#kinds) {
      if (kind !== node.kind) continue;
      for (const { invariant, memory } of watched) {
        const message = invariant.checkNode(node, memory, this.#subject);
        if (message !== undefined) this.#break(invariant.id, message);
      }
    }
  }

  reportInvariants(): InvariantReport[] {
    return this.#invariants.map((invariant) => {
      const { id, says } = invariant;
      const broken = this.#breaks.get(id);
      const violations = broken === undefined ? [] : [broken.violation];
      const end = this.#ends.find((watched) => watched.invariant === invariant);
      if (end === undefined)
        return { id, says, checks: broken?.checks ?? this.#checks, violations };
      if (end.unknown === undefined) return { id, says, checks: 1, violations };
      return { id, says, checks: 0, violations, unknown: end.unknown };
    });
  }

  /** What has become of the goals by now. */
  reportGoals(): GoalReport[] {
    return this.#goals.map(({ goal, notBeforeMs, reachedAtMs }) => {
      const { id, says, kind, withinMs } = goal;
      const isLiveness = kind === 'eventually';
      const reached = reachedAtMs !== undefined && (!isLiveness || goal.holds(this.#subject));
      const hadTime = this.#world.kernel.nowMs >= notBeforeMs + withinMs;
      const atMs = reached ? reachedAtMs : null;
      return { id, says, kind, reached, atMs, violated: isLiveness && !reached && hadTime };
    });
  }

  #break(id: string, message: string): void {
    const { kernel, trace } = this.#world;
    const violation = { atMs: kernel.nowMs, event: trace.length - 1, message };
    if (!this.#breaks.has(id)) this.#breaks.set(id, { checks: this.#checks, violation });
    this.#wholes = this.#wholes.filter(({ invariant }) => invariant.id !== id);
    this.#nodes = this.#nodes.filter(({ invariant }) => invariant.id !== id);
    this.#kinds = byKind(this.#nodes);
  }

  #reach(watch: WatchedGoal): void {
    watch.reachedAtMs = this.#world.kernel.nowMs;
    this.#unreached = this.#unreached.filter((other) => other !== watch);
  }
}

function byKind(nodes: readonly WatchedNode[]): WatchedKind[] {
  const kinds = [...new Set(nodes.map(({ invariant }) => invariant.kind))];
  return kinds.map((kind) => ({
    kind,
    watched: nodes.filter(({ invariant }) => invariant.kind === kind),
  }));
}
