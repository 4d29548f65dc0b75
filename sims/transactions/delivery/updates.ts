/**
 * Consumers of updates that arrive at least once: each delivery is acknowledged, and an
 * unacknowledged one is repeated. They differ in how an update changes the value of its key, and in
 * what they remember.
 */

import type { Server, ServerContext } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import type { DeliveryLaw } from './laws.ts';
import type { DeliveryRules } from './rules.ts';

/** What an update does, and how a consumer treats a repeated one. */
export const updateKinds = ['adds', 'adds-once', 'sets', 'sets-newer', 'merges'] as const;
export type UpdateKind = (typeof updateKinds)[number];

export interface Update {
  /** Id of the update, the same for each copy. */
  readonly id: number;
  readonly key: string;
  /** Version of the key’s value: 1, 2, 3 and so on. */
  readonly version: number;
}

interface UpdateRecord extends Update {
  readonly atMs: number;
}

interface Memory {
  /** By key: the sum of what was added, or the version of what was set. */
  readonly values: Map<string, number>;
  readonly ids: Map<number, number>;
}

export interface UpdateOptions {
  readonly kind: UpdateKind;
  /** How long ids are remembered. */
  readonly windowMs: number;
  readonly rules: DeliveryRules;
  readonly report: (law: DeliveryLaw, how: string) => void;
  readonly sees: (what: 'delivered' | 'repeated' | 'went-back', update: Update) => void;
}

export function updateConsumer({
  kind,
  windowMs,
  rules,
  report,
  sees,
}: UpdateOptions): Server<Memory, Update, UpdateRecord> {
  const keptMs = rules['dedup-outlives-redelivery'] ? windowMs : windowMs / 10;

  return {
    kind: 'consumer',
    start(_node, { journal }) {
      const memory: Memory = { values: new Map(), ids: new Map() };
      for (const record of journal) apply(memory, record);
      return memory;
    },
    *serve(memory, update, _from, node) {
      sees('delivered', update);
      if (isKnown(memory, update, node)) return 'known';
      const record = { ...update, atMs: node.now() };
      node.persist(record);
      apply(memory, record);
      note(node, { kind: 'updates', id: update.id, version: update.version });
      yield* node.durable();
      return 'applied';
    },
    shown: ({ values }) => Object.fromEntries(values),
  };

  function isKnown({ values, ids }: Memory, update: Update, node: ServerContext<UpdateRecord>) {
    const { id, key, version } = update;
    const atMs = ids.get(id);
    const isRemembered = atMs !== undefined && node.now() < atMs + keptMs;
    const isOlder = version < (values.get(key) ?? 0);
    switch (kind) {
      case 'adds-once':
        if (isRemembered) return true;
        break;
      case 'sets-newer':
        if (rules['version-guards-value'] && isOlder) return true;
        if (isOlder) report('newest-stays', `version ${version} of ${key} overwrites a newer one`);
        break;
      case 'sets':
        if (isOlder) sees('went-back', update);
    }
    if (atMs !== undefined) {
      sees('repeated', update);
      if (kind === 'adds-once') report('effect-once', `update ${id} is added again`);
    }
    return false;
  }

  function apply({ values, ids }: Memory, { id, key, version, atMs }: UpdateRecord): void {
    if (!ids.has(id)) ids.set(id, atMs);
    // Each update merges its own field, and does not mention the others.
    if (kind === 'merges') values.set(`${key}.${version}`, version);
    else values.set(key, kind.startsWith('adds') ? (values.get(key) ?? 0) + 1 : version);
  }
}
