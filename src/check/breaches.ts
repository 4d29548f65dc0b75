/**
 * Properties that are watched where they could break, as invariants: what sees the breach reports
 * it, and asking after every event costs a look-up.
 */
import { type Invariant, invariant } from './invariant.ts';

/** How each property was broken first. */
export class Breaches<Id extends string> {
  readonly #first = new Map<Id, string>();

  /** Keeps how a property was broken, unless it was broken before. */
  report(id: Id, how: string): void {
    if (!this.#first.has(id)) this.#first.set(id, how);
  }

  /** How a property was broken first; undefined as long as it is not. */
  of(id: Id): string | undefined {
    return this.#first.size === 0 ? undefined : this.#first.get(id);
  }

  /** Of each property that was broken, how it was first. */
  get all(): ReadonlyMap<Id, string> {
    return this.#first;
  }
}

/** The invariants that say so, given what each of them says. */
export function watched<Id extends string, Subject>(
  says: Readonly<Record<Id, string>>,
  breachesOf: (subject: Subject) => { of(id: Id): string | undefined },
): Readonly<Record<Id, Invariant<Subject>>> {
  const entries = (Object.keys(says) as Id[]).map((id) => [
    id,
    invariant<Subject>(id, says[id], (subject) => breachesOf(subject).of(id)),
  ]);
  return Object.fromEntries(entries) as Record<Id, Invariant<Subject>>;
}
