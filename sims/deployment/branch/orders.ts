/** Every order in which two developers commit, amend, fetch, integrate and push by force. */
import { pick, type RandomStream } from '../../../src/kernel/random.ts';
import type { DeploymentRules } from '../rules.ts';
import {
  amended,
  atFirst,
  type Clone,
  committed,
  type Developer,
  developers,
  fetched,
  integrated,
  overwritten,
  refusal,
  type Shared,
  versionOf,
} from './branch.ts';

export interface Step {
  readonly developer: Developer;
  readonly does: 'commit' | 'amend' | 'fetch' | 'integrate' | 'push' | 'compare';
  readonly to: Shared;
  /** Why the server or the client refuses the push. */
  readonly refused?: string;
  readonly overwritten?: readonly Developer[];
}

export interface Limits {
  /** Of each developer's file. */
  readonly versionsMax: number;
  /** Whether an editor fetches now and then. */
  readonly background: boolean;
}

export function stepsFrom(
  shared: Shared,
  { versionsMax, background }: Limits,
  rules: DeploymentRules,
): readonly Step[] {
  return developers.flatMap((developer) => {
    const clone = shared.clones[developer];
    const { remote } = shared;
    if (clone.compared) return [pushed(shared, developer)];
    const steps: Step[] = [];
    const step = (does: Step['does'], next: Clone | undefined) => {
      if (next !== undefined)
        steps.push({ developer, does, to: withClone(shared, developer, next) });
    };
    if (versionOf(clone.local, developer) < versionsMax) {
      step('commit', committed(clone, developer));
      step('amend', amended(clone, developer));
    }
    if (background && clone.tracking !== remote) step('fetch', fetched(clone, remote));
    if (clone.local !== remote) {
      step('integrate', integrated(clone, developer, remote));
      steps.push(push(shared, developer, rules));
    }
    return steps;
  });
}

/** The server compares and sets at once; without the rule another push may come between. */
function push(shared: Shared, developer: Developer, rules: DeploymentRules): Step {
  const clone = shared.clones[developer];
  const refused = refusal(clone, shared.remote, rules);
  if (refused !== undefined) return { developer, does: 'push', to: shared, refused };
  if (rules['compare-and-set-at-once']) return pushed(shared, developer);
  const to = withClone(shared, developer, { ...clone, compared: true });
  return { developer, does: 'compare', to };
}

function pushed(shared: Shared, developer: Developer): Step {
  const clone = shared.clones[developer];
  const next = { ...fetched(clone, clone.local), compared: false };
  const to = { ...withClone(shared, developer, next), remote: clone.local };
  return { developer, does: 'push', to, overwritten: overwritten(shared.remote, clone.local) };
}

const withClone = (shared: Shared, developer: Developer, clone: Clone): Shared => ({
  ...shared,
  clones: { ...shared.clones, [developer]: clone },
});

export interface Orders {
  readonly states: number;
  /** Accepted pushes that take away what its pusher never had. */
  readonly losing: number;
  /** The shortest story of one. */
  readonly story: readonly string[] | undefined;
  /** States whose branch has the newest version of both. */
  readonly complete: number;
}

const statesMax = 300_000;

interface Reached {
  readonly shared: Shared;
  readonly from: Reached | undefined;
  readonly says: string;
}

/** Throws if there are more states than it can look at. */
export function allOrders(limits: Limits, rules: DeploymentRules): Orders {
  const queue: Reached[] = [{ shared: atFirst, from: undefined, says: '' }];
  const seen = new Set([keyOf(atFirst)]);
  const count = { losing: 0, complete: 0 };
  let story: readonly string[] | undefined;
  for (let place = 0; place < queue.length; place++) {
    const reached = queue[place];
    if (reached === undefined) break;
    const { remote } = reached.shared;
    if (developers.every((one) => versionOf(remote, one) === limits.versionsMax))
      count.complete += 1;
    for (const step of stepsFrom(reached.shared, limits, rules)) {
      if ((step.overwritten ?? []).length > 0) {
        count.losing += 1;
        story ??= [...told(reached), inWords(step)];
      }
      const key = keyOf(step.to);
      if (seen.has(key)) continue;
      seen.add(key);
      if (seen.size > statesMax) throw new Error(`more than ${statesMax} states`);
      queue.push({ shared: step.to, from: reached, says: inWords(step) });
    }
  }
  return { states: seen.size, ...count, story };
}

function keyOf({ remote, clones }: Shared): string {
  let key = remote;
  for (const developer of developers) {
    const { local, tracking, reflog, compared } = clones[developer];
    key += `|${local}|${tracking}|${compared ? 1 : 0}|${reflog.join()}`;
  }
  return key;
}

const inWords = ({ developer, does, overwritten = [] }: Step): string =>
  `${developer} ${does}${does === 'push' || does === 'fetch' ? 'es' : 's'}${overwritten.map((other) => `, over what ${other} has pushed`).join('')}`;

function told(reached: Reached): string[] {
  const lines: string[] = [];
  for (let at: Reached | undefined = reached; at?.from !== undefined; at = at.from)
    lines.push(at.says);
  return lines.reverse();
}

/** One order of all, each next step as likely: pushes that take something away. */
export function oneOrder(
  stream: RandomStream,
  limits: Limits,
  rules: DeploymentRules,
): { readonly pushes: number; readonly losing: number } {
  let shared = atFirst;
  const count = { pushes: 0, losing: 0 };
  for (let taken = 0; taken < stepsMax; taken++) {
    const steps = stepsFrom(shared, limits, rules);
    if (steps.length === 0) break;
    const step = pick(stream, steps);
    if (step.does === 'push' && step.refused === undefined) count.pushes += 1;
    if ((step.overwritten ?? []).length > 0) count.losing += 1;
    shared = step.to;
  }
  return count;
}

const stepsMax = 200;
