/**
 * Rules: the named clauses of an algorithm, each of which can be switched off to see what it is
 * for.
 *
 * At the line that implements a rule stands `if (rules['one-vote-per-term'] && …)`: a plain
 * property read, which costs nothing and can be searched for.
 */

export interface Rule {
  /** The id of the invariant or goal that fails without the rule. */
  readonly protects: string;
  /** Where the rule is written: paper and section. */
  readonly source: string;
  /** What goes wrong without it, in one sentence. */
  readonly because: string;
}

/** Which rules are on. */
export type Switches<Id extends string> = Readonly<Record<Id, boolean>>;

export class RuleBook<Id extends string = string> {
  /** The sim whose rules these are. */
  readonly sim: string;
  readonly ids: readonly Id[];
  readonly #rules: Readonly<Record<Id, Rule>>;

  constructor(sim: string, rules: Readonly<Record<Id, Rule>>) {
    this.sim = sim;
    this.#rules = rules;
    this.ids = Object.keys(rules) as Id[];
  }

  has(id: string): id is Id {
    return Object.hasOwn(this.#rules, id);
  }

  get(id: Id): Rule {
    return this.#rules[id];
  }

  /** All rules on, apart from those named. */
  without(...off: readonly string[]): Switches<Id> {
    const unknown = off.find((id) => !this.has(id));
    if (unknown !== undefined) throw new Error(`${this.sim} has no rule "${unknown}"`);
    return Object.fromEntries(this.ids.map((id) => [id, !off.includes(id)])) as Switches<Id>;
  }
}

/** The same switches, which tell the observer whenever one of them is read. */
export function observedSwitches<Id extends string>(
  switches: Switches<Id>,
  observer: (rule: Id) => void,
): Switches<Id> {
  const observed = {} as Record<Id, boolean>;
  for (const id of Object.keys(switches) as Id[]) {
    const get = (): boolean => {
      observer(id);
      // As it is now: somebody who steps through the run may have moved it.
      return switches[id];
    };
    Object.defineProperty(observed, id, { enumerable: true, get });
  }
  return observed;
}

export function defineRules<const Rules extends Readonly<Record<string, Rule>>>(
  sim: string,
  rules: Rules,
): RuleBook<keyof Rules & string> {
  return new RuleBook<keyof Rules & string>(sim, rules);
}

/** The switches of a rule book: `RulesOf<typeof raftRules>`. */
export type RulesOf<Book> = Book extends RuleBook<infer Id> ? Switches<Id> : never;
