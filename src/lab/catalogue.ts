/**
 * Everything that the lab has, to be looked up by the names that people type. The code of a sim or a
 * scenario is loaded only when it is needed, so that a long list costs nothing at the start.
 */

import type { KeptStory, RuleExploration } from '../check/exploration.ts';
import type { RuleBook } from '../check/rules.ts';
import type { Sim } from '../check/sim.ts';
import { must } from '../kernel/must.ts';
import type { Plan } from '../world/plan.ts';
import { InputError, unknownChoice } from './input-error.ts';
import type { AnyScenario } from './scenario.ts';

/** A scenario as the list has it. */
export interface Entry {
  readonly id: string;
  /** The question that it answers: the same as in the scenario itself. */
  readonly asks: string;
  readonly load: () => Promise<{ readonly default: AnyScenario }>;
}

/**
 * A run that shows what happens without a rule, with a plan of its own where it was shrunk to a
 * shorter story; or, where none was found, what was tried.
 */
export type Killer =
  | {
      readonly scenario: string;
      readonly seed: string;
      readonly params?: object;
      readonly plan?: Plan;
    }
  | { readonly tried: string };

/** The scenario whose run shows it; undefined if no run is known. */
export function scenarioOf(killer: Killer | undefined): string | undefined {
  return killer !== undefined && 'scenario' in killer ? killer.scenario : undefined;
}

/** The killers of a sim's rules, by rule. */
export type Killers<RuleId extends string = string> = Readonly<Record<RuleId, Killer>>;

/** A wing as the list has it. The first scenario is its flagship, which the tour shows. */
export interface WingEntry {
  /** The id of its sim. */
  readonly id: string;
  readonly title: string;
  readonly scenarios: readonly Entry[];
  readonly load: () => Promise<{
    readonly sim: Sim;
    readonly killers: Killers;
    /** For rules that are found by trying every order: how, and the story that was found. */
    readonly explorations?: Readonly<Record<string, RuleExploration>>;
    readonly stories?: Readonly<Record<string, KeptStory>>;
  }>;
}

/** A sim with all that is about it, loaded. */
export interface Wing {
  readonly sim: Sim;
  readonly killers: Killers;
  readonly explorations?: Readonly<Record<string, RuleExploration>>;
  readonly stories?: Readonly<Record<string, KeptStory>>;
  readonly scenarios: readonly Entry[];
}

/** A scenario in a file of the user's own, with the runs that show what its rules are for. */
export interface OwnScenario {
  readonly scenario: AnyScenario;
  readonly killers: Killers;
}

/** Reads scenarios from files, by their paths. */
export interface OwnScenarios {
  /** Whether a name means a file. */
  readonly isPath: (name: string) => boolean;
  /** The file that a name without its ending means: `my-outage` for `./my-outage.mjs`. */
  readonly fileNamed: (name: string) => string | undefined;
  /** Throws InputError for a file that is none, or holds no scenario. */
  readonly load: (path: string) => Promise<OwnScenario>;
  /** `file:line` if it was thrown in one of the files that were loaded. */
  readonly placeOf: (error: unknown) => string | undefined;
}

export type Found =
  | { readonly kind: 'scenario'; readonly wing: Wing; readonly entry: Entry }
  | { readonly kind: 'sim'; readonly wing: Wing }
  | { readonly kind: 'rule'; readonly wing: Wing; readonly rule: string };

export class Catalogue {
  readonly wings: readonly WingEntry[];
  readonly #own: OwnScenarios | undefined;

  constructor(wings: readonly WingEntry[], own?: OwnScenarios) {
    this.wings = wings;
    this.#own = own;
  }

  /** The same, in which a name may also be the path of a file. */
  withOwn(own: OwnScenarios): Catalogue {
    return new Catalogue(this.wings, own);
  }

  /** The wing of that id, loaded. Throws InputError with the nearest one where there is none. */
  async wing(id: string): Promise<Wing> {
    const entry = this.wings.find((wing) => wing.id === id);
    if (entry !== undefined) return load(entry);
    const ids = this.wings.map((wing) => wing.id);
    throw unknownChoice('sim', id, ids, seeList);
  }

  get entries(): readonly Entry[] {
    return this.wings.flatMap(({ scenarios }) => scenarios);
  }

  /** Every scenario, loaded. */
  async scenarios(): Promise<AnyScenario[]> {
    return Promise.all(this.entries.map(async ({ load }) => (await load()).default));
  }

  /** The scenario of that id. Throws InputError with the nearest one where there is none. */
  async scenario(id: string): Promise<AnyScenario> {
    if (this.#own?.isPath(id)) return (await this.#own.load(id)).scenario;
    const ids = this.entries.map((entry) => entry.id);
    const entry = this.entries.find((entry) => entry.id === id);
    if (entry !== undefined) return (await entry.load()).default;
    const file = this.#own?.fileNamed(id);
    if (file === undefined) throw unknownChoice('scenario', id, ids, seeList);
    throw new InputError(`There is no scenario "${id}". Did you mean the file ${file}?`);
  }

  /**
   * What a name stands for: a scenario, a sim, or a rule, which may leave out its sim; or a file with a
   * scenario, and `#` with one of its rules. Throws
   * InputError.
   */
  async lookUp(name: string): Promise<Found> {
    const [path = '', rule] = name.split('#');
    if (this.#own?.isPath(path)) return foundIn(await this.#own.load(path), rule);
    const wings = await Promise.all(this.wings.map(load));
    const everything = wings.flatMap((wing) => namesIn(wing));
    const found = everything.filter(({ names }) => names.includes(name));
    const [first] = found;
    if (first === undefined) {
      const names = everything.map(({ names }) => must(names[0], 'name of the parameter'));
      throw unknownChoice('scenario, sim or rule', name, names, seeList);
    }
    if (found.length > 1) {
      throw new InputError(`Several sims have a rule "${name}": write ${first.names[0]}.`);
    }
    return first.found;
  }
}

async function load(entry: WingEntry): Promise<Wing> {
  return { ...(await entry.load()), scenarios: entry.scenarios };
}

/** Of a file of the user's own its scenario, or one of the rules: `./my-protocol.mjs#answer-once`. */
function foundIn({ scenario, killers }: OwnScenario, rule: string | undefined): Found {
  const { id, asks, sim } = scenario;
  const entry = { id, asks, load: async () => ({ default: scenario }) };
  const wing = { sim, killers, scenarios: [entry] };
  if (rule === undefined) return { kind: 'scenario', wing, entry };
  const [known = ''] = parseRules(sim.rules, [rule]);
  return { kind: 'rule', wing, rule: known };
}

/** The rules that a run of this scenario shows the need of, in the order of the sim. */
export function rulesShownBy({ sim, killers }: Wing, scenario: string): string[] {
  return sim.rules.ids.filter((rule) => scenarioOf(killers[rule]) === scenario);
}

/** Everything in a wing that has a name, with the names that it goes by, the full one first. */
function namesIn(wing: Wing): { readonly names: readonly string[]; readonly found: Found }[] {
  const { sim, scenarios } = wing;
  return [
    ...scenarios.map((entry) => ({
      names: [entry.id],
      found: { kind: 'scenario' as const, wing, entry },
    })),
    { names: [sim.id], found: { kind: 'sim' as const, wing } },
    ...sim.rules.ids.map((rule) => ({
      names: [`${sim.id}/${rule}`, rule],
      found: { kind: 'rule' as const, wing, rule },
    })),
  ];
}

const seeList = { says: 'See all of them with', words: 'list' };

/** The ids of rules as they were typed, with or without their sim. Throws InputError. */
export function parseRules(rules: RuleBook, names: readonly string[]): string[] {
  return names.map((name) => {
    const prefix = `${rules.sim}/`;
    const id = name.startsWith(prefix) ? name.slice(prefix.length) : name;
    if (rules.has(id)) return id;
    const slash = name.indexOf('/');
    if (slash !== -1 && !name.startsWith(prefix)) {
      throw new InputError(
        `"${name}" is a rule of ${name.slice(0, slash)}, and this is a run of ${rules.sim}.`,
        { says: 'See its rules with', words: `describe ${rules.sim}` },
      );
    }
    if (name.includes(',')) {
      const [first = ''] = name.split(',');
      throw new InputError(
        `--without takes one rule: repeat it for each, from --without ${first} on.`,
      );
    }
    const all = rules.ids.map((rule) => `${prefix}${rule}`);
    const seeRules = { says: 'See all of them with', words: `describe ${rules.sim}` };
    throw unknownChoice('rule', name, all, seeRules);
  });
}
