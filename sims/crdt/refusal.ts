/** Edits that a person cannot have meant, said before anything is done. */

import type { EditRecord } from './models.ts';
import { type Experiment, groupOf } from './replication/group.ts';

/**
 * Why an edit cannot be made: undefined if it can. Random plans may ask for what is refused here, as
 * users of a real system do; the replicas then refuse it themselves.
 */
export function refusalOf(experiment: Experiment, at: string, edit: object): string | undefined {
  const group = groupOf(experiment, at);
  if (group === undefined) {
    const all = experiment.groups.flatMap(({ options }) => options.nodes);
    return `There is no replica "${at}". There are: ${all.join(', ')}.`;
  }
  if (!group.type.accepts(edit)) return `A ${group.typeName} takes no such edit.`;
  const { remove, removeKey, key } = edit as Removal;
  if (remove === undefined && removeKey === undefined) return undefined;
  const isAdded = group.history.some((record) => adds(record, removeKey ?? key, remove));
  const what = [removeKey ?? key, remove].filter((part) => part !== undefined).join('/');
  return isAdded ? undefined : `"${what}" was never added, so it cannot be removed.`;
}

/** Why members cannot be evicted: undefined if they can, or if only the replica can tell. */
export function evictionRefusalOf(
  experiment: Experiment,
  at: string,
  nodes: readonly string[],
): string | undefined {
  const group = groupOf(experiment, at);
  const all = group?.options.nodes ?? experiment.groups.flatMap(({ options }) => options.nodes);
  const unknown = [at, ...nodes].find((node) => !all.includes(node));
  if (unknown !== undefined) {
    return `There is no replica "${unknown}". There are: ${all.join(', ')}.`;
  }
  if (group?.policy.evict === undefined) {
    return 'The members of this group never change, so none can be evicted.';
  }
  return nodes.includes(at) ? `${at} cannot evict itself.` : undefined;
}

interface Removal {
  readonly remove?: string;
  readonly removeKey?: string;
  readonly key?: string;
}

function adds({ edit }: EditRecord, key: string | undefined, element: string | undefined): boolean {
  const added = edit as { readonly add?: unknown; readonly key?: string };
  if (added.add === undefined || added.key !== key) return false;
  return element === undefined || added.add === element;
}
