/** What may happen next: a write, a step of the backfill, a change of the schema, a release, a rollback. */
import type { DeploymentRules } from '../rules.ts';
import type { MigrationState } from './state.ts';
import { isRefused, outdated, type Row, type Schema, written } from './table.ts';
import {
  beforeSchema,
  contractedSchema,
  dualWriting,
  expandedSchema,
  newOnly,
  newReading,
  oldOnly,
  relaxedSchema,
  releaseName,
  schemasOf,
  versionsOf,
} from './versions.ts';

export interface Move {
  readonly kind: 'schema' | 'deployment' | 'rollback' | 'write' | 'backfill';
  readonly says: string;
  /** Undefined: the database refuses the statement, for this reason. */
  readonly to: MigrationState | undefined;
  readonly refused?: string;
}

export function movesFrom(state: MigrationState, rules: DeploymentRules): readonly Move[] {
  return [
    ...schemaChanges(state, rules),
    ...releaseChanges(state, rules),
    ...writes(state, rules),
    ...backfillSteps(state, rules),
  ];
}

function schemaChanges(state: MigrationState, rules: DeploymentRules): readonly Move[] {
  const { schema, releases } = state;
  const oldest = Math.min(...releases);
  const step = (next: number, says: string): Move => ({
    kind: 'schema',
    says,
    to: { ...state, schema: next },
  });
  if (schema === beforeSchema) return [step(expandedSchema, 'the new column is added')];
  if (schema === expandedSchema) return [step(relaxedSchema, 'the old column may be NULL')];
  const lastUser = rules['drop-after-last-user'] ? newOnly : newReading;
  if (schema === relaxedSchema && oldest >= lastUser) {
    return [step(contractedSchema, 'the old column is dropped')];
  }
  return [];
}

/** Instances change one by one, from the oldest release to the next one, or back. */
function releaseChanges(state: MigrationState, rules: DeploymentRules): readonly Move[] {
  const { releases, halves } = state;
  const [oldest, newest] = [Math.min(...releases), Math.max(...releases)];
  return releases.flatMap((release, instance) => {
    if (halves[instance] !== undefined) return [];
    // Without the release that reads the new column, the last one follows on the second.
    const skips = !rules['switch-reads-before-writes'] && release === dualWriting;
    const next = skips ? newOnly : release + 1;
    const changes: (readonly [number, 'deployment' | 'rollback'])[] = [];
    if (release === oldest && newest <= next && mayDeploy(state, next, rules)) {
      changes.push([next, 'deployment']);
    }
    if (release === newest && release - oldest <= 1 && mayRollBack(state, release, rules)) {
      changes.push([release - 1, 'rollback']);
    }
    return changes.map(([to, kind]) => ({
      kind,
      says: `instance ${instance + 1} ${kind === 'rollback' ? 'is rolled back to' : 'is deployed with'} ${releaseName(to)}`,
      to: released(state, instance, to, rules),
    }));
  });
}

function mayDeploy(state: MigrationState, release: number, rules: DeploymentRules): boolean {
  const { schema, backfill, rows } = state;
  if (release > newOnly) return false;
  if (release === dualWriting) return !rules['add-column-first'] || schema >= expandedSchema;
  if (rules['backfill-before-reads'] && backfill.copied < rows.length) return false;
  if (release === newReading) return schema >= expandedSchema;
  return !rules['old-column-optional-first'] || schema >= relaxedSchema;
}

/** To the release before, unless the schema or the data no longer serve it. */
function mayRollBack(state: MigrationState, release: number, rules: DeploymentRules): boolean {
  const { schema, isOldOutdated } = state;
  if (release === oldOnly) return false;
  if (schema === contractedSchema) return !rules['drop-ends-rollback'];
  const isReadingOld = release - 1 <= dualWriting;
  return !(isReadingOld && isOldOutdated && rules['new-writes-end-rollback']);
}

function released(
  state: MigrationState,
  instance: number,
  release: number,
  rules: DeploymentRules,
): MigrationState {
  const releases = state.releases.with(instance, release);
  // A release that does not write the new column leaves it stale: what was copied has to be copied again.
  const isUndone = release === oldOnly && rules['rollback-restarts-backfill'];
  const backfill = isUndone ? { copied: 0, read: undefined } : state.backfill;
  return { ...state, releases, backfill };
}

function writes(state: MigrationState, rules: DeploymentRules): readonly Move[] {
  const schema = schemaOf(state, rules);
  return state.releases.flatMap((release, instance) => {
    const half = state.halves[instance];
    const who = `instance ${instance + 1} (${releaseName(release)})`;
    if (half !== undefined) {
      const result = written(schema, state.rows[half.row], { new: half.holds });
      const halves = state.halves.with(instance, undefined);
      return [
        after('write', { ...state, halves }, half.row, result, `${who} writes the new column`),
      ];
    }
    return state.rows.map((_, row) => writeBy(state, schema, { instance, release, row }, rules));
  });
}

function writeBy(
  state: MigrationState,
  schema: Schema,
  by: { readonly instance: number; readonly release: number; readonly row: number },
  rules: DeploymentRules,
): Move {
  const { writes: columns = [] } = versionsOf(rules)[by.release] ?? {};
  const overwritten = overwrittenAt(state, by.row);
  const isSplit = columns.length > 1 && !rules['both-in-one-statement'];
  const values = Object.fromEntries(
    columns.slice(0, isSplit ? 1 : undefined).map((column) => [column, 'current' as const]),
  );
  const result = written(schema, overwritten.rows[by.row], values);
  const halves = isSplit
    ? overwritten.halves.with(by.instance, { row: by.row, holds: 'current' })
    : overwritten.halves;
  const isOldOutdated = state.isOldOutdated || !columns.includes('old');
  const says = `instance ${by.instance + 1} (${releaseName(by.release)}) writes row ${by.row + 1}`;
  return after('write', { ...overwritten, halves, isOldOutdated }, by.row, result, says);
}

/** Whatever is held of the row, anywhere, is no longer what was written last. */
function overwrittenAt(state: MigrationState, row: number): MigrationState {
  const before = state.rows[row];
  const { copied, read } = state.backfill;
  return {
    ...state,
    rows: state.rows.with(row, before && { old: outdated(before.old), new: outdated(before.new) }),
    backfill: { copied, read: copied === row && read !== undefined ? outdated(read) : read },
    halves: state.halves.map((half) =>
      half?.row === row ? { row, holds: outdated(half.holds) } : half,
    ),
  };
}

function backfillSteps(state: MigrationState, rules: DeploymentRules): readonly Move[] {
  const { schema, rows, releases, backfill } = state;
  const { copied, read } = backfill;
  const isDue = schema === expandedSchema || schema === relaxedSchema;
  const oldest = Math.min(...releases);
  const mayRun = !rules['backfill-after-dual-writes'] || oldest >= dualWriting;
  if (!isDue || !mayRun || Math.max(...releases) > dualWriting || copied === rows.length) return [];
  const row = rows[copied];
  const done = { copied: copied + 1, read: undefined };
  const passes = row === undefined || (!rules['backfill-overwrites'] && row.new !== null);
  const says = `the backfill copies row ${copied + 1}`;
  if (read !== undefined) {
    const result = written(schemaOf(state, rules), row, { new: read });
    return [
      after('backfill', { ...state, backfill: done }, copied, result, `${says}, as it was read`),
    ];
  }
  if (passes) return [{ kind: 'backfill', says, to: { ...state, backfill: done } }];
  if (!rules['copy-in-one-statement']) {
    const to = { ...state, backfill: { copied, read: row.old } };
    return [{ kind: 'backfill', says: `the backfill reads row ${copied + 1}`, to }];
  }
  const result = written(schemaOf(state, rules), row, { new: row.old });
  return [after('backfill', { ...state, backfill: done }, copied, result, says)];
}

const schemaOf = ({ schema }: MigrationState, rules: DeploymentRules): Schema =>
  schemasOf(rules)[schema] ?? { old: 'absent', new: 'absent' };

function after(
  kind: 'write' | 'backfill',
  state: MigrationState,
  row: number,
  result: ReturnType<typeof written>,
  says: string,
): Move {
  if (isRefused(result)) return { kind, says, to: undefined, refused: result.refused };
  return { kind, says, to: { ...state, rows: state.rows.with(row, result as Row) } };
}
