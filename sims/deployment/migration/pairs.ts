/** Which releases a schema serves: every statement of the release, on a row that is there and on one that is not. */
import type { DeploymentRules } from '../rules.ts';
import { isRefused, type Row, selected, written } from './table.ts';
import { schemasOf, versionsOf } from './versions.ts';

const full: Row = { old: 'current', new: 'current' };

/** Pairs as `release/schema`. */
export function servedPairs(rules: DeploymentRules): readonly string[] {
  return versionsOf(rules).flatMap(({ reads, writes }, release) =>
    schemasOf(rules).flatMap((schema, place) => {
      const values = Object.fromEntries(writes.map((column) => [column, 'current' as const]));
      const results = [
        selected(schema, full, reads),
        written(schema, full, values),
        written(schema, undefined, values),
      ];
      return results.some(isRefused) ? [] : [`${release}/${place}`];
    }),
  );
}
