/** A scenario as a model: its world without time, its invariants as predicates of one moment. */
import type { Bounds } from '../check/exploration.ts';
import { openBounds } from '../check/exploration.ts';
import { InputError } from '../lab/input-error.ts';
import { Run } from '../lab/run.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import type { World } from '../world/world.ts';
import type { Model, ModelOperation } from './model.ts';

export interface ExploreOptions {
  readonly params?: object;
  readonly without?: readonly string[];
  /** What differs from the sim's own bounds. */
  readonly bounds?: Partial<Bounds>;
  readonly reach?: Readonly<Record<string, number>>;
  /** In the scenario's words, in this order; those of its plan by default. */
  readonly operations?: readonly object[] | undefined;
}

export interface ScenarioModel extends Model {
  readonly scenario: AnyScenario;
  /** The parameters that make a run of this world, where they are not the defaults. */
  readonly params: object;
  readonly without: readonly string[];
  readonly reach: Readonly<Record<string, number>>;
  /** Rules of which an exploration cannot say anything. */
  readonly clockRules: readonly string[];
}

/** The seed of every run that is explored or replayed: nothing is drawn. */
export const exploredSeed = '1';

/** Throws InputError for a scenario of which not all orders can be tried. */
export function modelOf(scenario: AnyScenario, options: ExploreOptions = {}): ScenarioModel {
  const { explorable } = scenario.sim;
  if (explorable === undefined) {
    throw new InputError(
      `The sim ${scenario.sim.id} does not say how every order is tried: try random schedules, with --schedules 1000.`,
    );
  }
  const { without = [] } = options;
  const params = { ...allowed(scenario, explorable.params), ...options.params };
  const { plan } = new Run(scenario, { seed: exploredSeed, params, without });
  const still = new Run(scenario, { seed: exploredSeed, params, without, plan: [] });
  const server = still.world.nodes.find(({ serves }) => serves);
  if (server !== undefined) {
    throw new InputError(
      `${server.self} of ${scenario.id} runs a server, whose processes cannot be copied: try random schedules, with --schedules 1000.`,
    );
  }
  const exploration = explorable.of(still.subject);
  if (exploration === undefined) {
    throw new InputError(
      `Not every order of ${scenario.id} can be tried: try random schedules, with --schedules 1000.`,
    );
  }
  const bounds = { ...openBounds, ...exploration.bounds, ...options.bounds };
  const timeouts = { ...exploration.bounds.timeouts, ...options.bounds?.timeouts };
  const reach = { ...exploration.reach, ...options.reach };
  const planned = plan.flatMap((step) => ('operation' in step ? [step.operation] : []));
  const operations = options.operations ?? planned;
  const { alternatives = (operation: object) => [operation], actorOf, tells } = exploration;
  return {
    scenario,
    params,
    without,
    reach,
    clockRules: explorable.clockRules,
    nodes: still.world.nodes.map(({ self, program, life }) => ({
      id: self,
      actor: actorOf?.(self) ?? program,
      startsUp: life === 'up',
    })),
    steady: new Set(
      still.world.nodes
        .filter(({ kind }) => exploration.steadyKinds?.includes(kind) === true)
        .map(({ self }) => self),
    ),
    bounds: { ...bounds, timeouts },
    operations: operations
      .map((operation, number) =>
        alternatives(operation).flatMap((other) => {
          checkOperation(scenario, other);
          if (tells === undefined) return told(scenario, still, other);
          const heard = tells(other, number);
          return heard === undefined ? [] : [{ ...heard, operation: other }];
        }),
      )
      .filter((choices) => choices.length > 0),
    canonical: exploration.canonical,
    recognize: exploration.recognize,
    ghost: exploration.ghost,
    properties: exploration.properties.filter((property) =>
      scenario.invariants.some(({ id }) => id === property.id),
    ),
    goals: exploration.goals,
    within: (node) => exploration.within(node, reach),
  };
}

/** Those of the parameters that the scenario has. */
function allowed(scenario: AnyScenario, params: Readonly<Record<string, unknown>>): object {
  const { shape } = scenario.params;
  return Object.fromEntries(Object.entries(params).filter(([name]) => Object.hasOwn(shape, name)));
}

function checkOperation({ id, operations }: AnyScenario, operation: object): void {
  if (operations === undefined) throw new InputError(`${id} takes no operations.`);
  if (operations.schema.safeParse(operation).success) return;
  throw new InputError(`${id} knows no such operation as ${JSON.stringify(operation)}.`);
}

/** Whom an operation tells what: asked of the scenario, in a world that only listens. */
function told(scenario: AnyScenario, { world, subject }: Run, operation: object): ModelOperation[] {
  const heard: ModelOperation[] = [];
  const listening = {
    select: (selector: string) => world.select(selector),
    selectors: world.selectors,
    node: (id: string) => ({
      self: id,
      life: 'up',
      receive: (message: unknown) => heard.push({ to: id, message, operation }),
    }),
  };
  scenario.operations?.perform(subject, operation, listening as unknown as World);
  return heard;
}
