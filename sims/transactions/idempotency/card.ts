/** Another company’s API that charges cards, and accepts idempotency keys itself. */

import { Refusal } from '../../../src/world/call.ts';
import type { Server } from '../../../src/world/server.ts';
import { note } from '../notes.ts';
import { type IdempotencyParts, steps } from './parts.ts';

export interface ChargeRequest {
  readonly do: 'charge';
  readonly intent: number;
  readonly key: string | null;
}

type Outcome = 'charged' | 'declined';

interface ChargeRecord {
  readonly key: string | null;
  readonly outcome: Outcome;
  readonly atMs: number;
}

interface Memory {
  readonly outcomes: Map<string, ChargeRecord>;
  readonly tried: Set<number>;
}

export function cardServer({
  judge,
  points,
  chargeMs,
  keepMs,
  cardMood,
}: IdempotencyParts): Server<Memory, ChargeRequest, ChargeRecord> {
  return {
    kind: 'card',
    start: (_node, { journal }) => ({
      outcomes: new Map(
        journal.flatMap((record) => (record.key === null ? [] : [[record.key, record]])),
      ),
      tried: new Set(),
    }),
    *serve(memory, { intent, key }, _from, node) {
      const { self } = node;
      yield* points.passes(self, intent, steps.charge, 'not done', 'after');
      yield* node.sleep(chargeMs);
      const known = key === null ? undefined : memory.outcomes.get(key);
      if (known !== undefined && node.now() < known.atMs + keepMs) return known.outcome;
      const outcome = outcomeOf(memory, intent);
      const record = { key, outcome, atMs: node.now() };
      node.persist(record);
      yield* node.durable();
      if (key !== null) memory.outcomes.set(key, record);
      if (outcome === 'charged') {
        judge.does('charges', intent);
        note(node, { kind: 'effect', of: 'charge', intent });
      }
      yield* points.passes(self, intent, steps.charge, 'done, not recorded', 'before');
      return outcome;
    },
    shown: ({ outcomes }) => ({ keys: outcomes.size }),
  };

  /** A card without money today may have some tomorrow. */
  function outcomeOf({ tried }: Memory, intent: number): Outcome {
    const isFirst = !tried.has(intent);
    tried.add(intent);
    const mood = cardMood(intent);
    if (mood === 'charges' || !isFirst) return 'charged';
    if (mood === 'breaks-first') throw new Refusal('internal error');
    return 'declined';
  }
}
