/** Every order of writes, deployments, rollbacks, backfill and schema changes, breadth first. */
import { chance, pick, type RandomStream } from '../../../src/kernel/random.ts';
import type { DeploymentRules } from '../rules.ts';
import { movesFrom } from './moves.ts';
import { keyOf, type MigrationState, startOf } from './state.ts';
import { isRefused, selected } from './table.ts';
import { contractedSchema, releaseName, schemasOf, versionsOf } from './versions.ts';

export interface Found {
  readonly states: number;
  readonly moves: number;
  /** Releases and schemas that meet, as `release/schema`. */
  readonly pairs: ReadonlySet<string>;
  /** Pairs of different releases that run at a time. */
  readonly mixes: ReadonlySet<string>;
  readonly isContracted: boolean;
  /** The shortest story of each kind, in sentences; undefined if no order has one. */
  readonly refused: readonly string[] | undefined;
  readonly stale: readonly string[] | undefined;
}

/** More than any migration of the scenario's limits has. */
const statesMax = 200_000;

/** Of one drawn order. */
const walkMax = 100_000;

/** How often a rollback that is drawn is carried out. */
const rollbackShare = 0.2;

interface Reached {
  readonly state: MigrationState;
  readonly from: Reached | undefined;
  readonly says: string;
}

/** Throws if there are more states than it can look at. */
export function searched(instances: number, rows: number, rules: DeploymentRules): Found {
  const start: Reached = { state: startOf(instances, rows), from: undefined, says: '' };
  const seen = new Set([keyOf(start.state)]);
  const queue = [start];
  const [pairs, mixes] = [new Set<string>(), new Set<string>()];
  let moves = 0;
  let isContracted = false;
  let refused: readonly string[] | undefined;
  let stale: readonly string[] | undefined;
  for (let place = 0; place < queue.length; place++) {
    const reached = queue[place];
    if (reached === undefined) break;
    const { state } = reached;
    for (const release of state.releases) pairs.add(`${release}/${state.schema}`);
    if (new Set(state.releases).size > 1) mixes.add([...state.releases].sort().join());
    isContracted ||= state.schema === contractedSchema;
    const bad = badRead(state, rules);
    if (bad?.kind === 'refused') refused ??= [...story(reached), bad.says];
    if (bad?.kind === 'stale') stale ??= [...story(reached), bad.says];
    for (const { says, to, refused: why } of movesFrom(state, rules)) {
      moves += 1;
      if (to === undefined) {
        refused ??= [...story(reached), `${says}: ${why}`];
        continue;
      }
      const key = keyOf(to);
      if (seen.has(key)) continue;
      seen.add(key);
      if (seen.size > statesMax) throw new Error(`more than ${statesMax} states`);
      queue.push({ state: to, from: reached, says });
    }
  }
  return { states: seen.size, moves, pairs, mixes, isContracted, refused, stale };
}

/** What an instance would read now that it must not: every instance may read every row at any time. */
function badRead(
  { schema, releases, rows, halves }: MigrationState,
  rules: DeploymentRules,
): { readonly kind: 'refused' | 'stale'; readonly says: string } | undefined {
  const columns = schemasOf(rules)[schema];
  if (columns === undefined) return undefined;
  for (const [instance, release] of releases.entries()) {
    const reads = versionsOf(rules)[release]?.reads ?? 'old';
    for (const [place, row] of rows.entries()) {
      if (row === undefined) continue;
      const who = `instance ${instance + 1} (${releaseName(release)}) reads row ${place + 1}`;
      const held = selected(columns, row, reads);
      if (isRefused(held)) return { kind: 'refused', says: `${who}: ${held.refused}` };
      // A write that is half done is not acknowledged: either value may be read.
      const isHalf = halves.some((half) => half?.row === place);
      if (held !== 'current' && !isHalf) {
        const what = held === null ? 'NULL' : 'an older value';
        return { kind: 'stale', says: `${who} and gets ${what}` };
      }
    }
  }
  return undefined;
}

export interface Walk {
  readonly moves: number;
  readonly deployments: number;
  readonly rollbacks: number;
  readonly writes: number;
}

/** One order of all, drawn move by move, until the old column is gone or nothing is possible. */
export function walked(
  stream: RandomStream,
  instances: number,
  rows: number,
  rules: DeploymentRules,
): Walk {
  let state = startOf(instances, rows);
  const count = { moves: 0, deployments: 0, rollbacks: 0, writes: 0 };
  while (state.schema !== contractedSchema && count.moves < walkMax) {
    const moves = movesFrom(state, rules).filter(({ to }) => to !== undefined);
    if (moves.length === 0) break;
    const { kind, to } = pick(stream, moves);
    // Most deployments are for good.
    if (kind === 'rollback' && !chance(stream, rollbackShare)) continue;
    count.moves += 1;
    if (kind === 'deployment') count.deployments += 1;
    if (kind === 'rollback') count.rollbacks += 1;
    if (kind === 'write') count.writes += 1;
    state = to ?? state;
  }
  return count;
}

function story(reached: Reached): string[] {
  const lines: string[] = [];
  for (let at: Reached | undefined = reached; at?.from !== undefined; at = at.from) {
    lines.push(at.says);
  }
  return lines.reverse();
}
