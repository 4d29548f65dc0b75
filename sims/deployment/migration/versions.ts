/** The versions of the code that a renamed column takes, and the schemas that it goes through. */
import type { DeploymentRules } from '../rules.ts';
import type { Column, Schema } from './table.ts';

export interface Version {
  readonly reads: Column;
  readonly writes: readonly Column[];
}

/** From the release that knows only the old column to the one that knows only the new one. */
export function versionsOf(rules: DeploymentRules): readonly Version[] {
  return [
    { reads: 'old', writes: ['old'] },
    { reads: 'old', writes: rules['write-both-columns'] ? ['old', 'new'] : ['old'] },
    { reads: 'new', writes: ['old', 'new'] },
    { reads: 'new', writes: ['new'] },
  ];
}

/** Before, expanded, with an old column that may be left out, contracted. */
export function schemasOf(rules: DeploymentRules): readonly Schema[] {
  const added = rules['new-column-is-optional'] ? 'optional' : 'required';
  return [
    { old: 'required', new: 'absent' },
    { old: 'required', new: added },
    { old: 'optional', new: added },
    { old: 'absent', new: added },
  ];
}

export const [beforeSchema, expandedSchema, relaxedSchema, contractedSchema] = [0, 1, 2, 3];

/** Releases as people count them. */
export const [oldOnly, dualWriting, newReading, newOnly] = [0, 1, 2, 3];

export const releaseName = (version: number): string => `v${version + 1}`;

export const schemaNames = ['old', 'old + new', 'old optional + new', 'new'] as const;
