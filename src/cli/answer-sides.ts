/** What several scenarios say side by side, with the figures of the question where they take them. */
import { catalogue } from '../../scenarios/index.ts';
import { must } from '../kernel/must.ts';
import { describeParams } from '../lab/params.ts';
import type { RunResult } from '../lab/run.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import { sentencesIn } from '../words/sentences.ts';
import type { Subject } from './answer-subject.ts';
import { figuresAsked } from './figures-asked.ts';

export type Params = Readonly<Record<string, number>>;

/** What one of several scenarios says to a question that asks for this or that. */
export interface Side {
  readonly name: string;
  /** The question that the scenario answers. */
  readonly asks: string;
  /** Figures of the question that its run has. */
  readonly params: Params;
  readonly answer: string;
}

/** Of estimates and objectives people ask with figures of their own. */
export const isOfFigures = ({ sim }: AnyScenario): boolean =>
  sim.id === 'estimation' || sim.id === 'slo';

/** The figures of a question as parameters, without those that the scenario does not take. */
export function paramsAsked(question: string, scenario: AnyScenario): Params {
  const names = describeParams(scenario.params).map(({ name }) => name);
  const params = Object.entries(figuresAsked(question, names, isOfFigures(scenario)));
  return Object.fromEntries(
    params.filter(([name, value]) => scenario.params.safeParse({ [name]: value }).success),
  );
}

/** Its sides in order, those first that take the most figures of the question. */
export async function figuresFirst(question: string, subject: Subject): Promise<Subject> {
  const { scenarios, sides, openings, rulesOfParts } = subject;
  if (sides === undefined) return subject;
  const found = await Promise.all(scenarios.map((id) => catalogue.scenario(id)));
  const taken = found.map((scenario) => Object.keys(paramsAsked(question, scenario)).length);
  const places = [...scenarios.keys()].sort((a, b) => (taken[b] ?? 0) - (taken[a] ?? 0));
  return {
    ...subject,
    scenarios: places.flatMap((place) => scenarios[place] ?? []),
    sides: places.flatMap((place) => sides[place] ?? []),
    ...(openings === undefined ? {} : { openings: places.map((place) => openings[place]) }),
    ...(rulesOfParts === undefined
      ? {}
      : { rulesOfParts: places.map((place) => rulesOfParts[place]) }),
  };
}

/** Of each side as many sentences as there is room for. */
export function sideBySide(
  names: readonly string[],
  openings: readonly (string | undefined)[],
  performed: readonly {
    readonly scenario: AnyScenario;
    readonly params: Params;
    readonly result: RunResult;
  }[],
  room: number,
): Side[] {
  const roomFor = (place: number) => Math.floor((room + names.length - 1 - place) / names.length);
  return performed.map(({ scenario, params, result }, place) => {
    // Its mechanism comes first.
    const opening = sentencesIn(openings[place] ?? '');
    const sentences = [...opening, ...sentencesIn(result.story)].slice(0, roomFor(place));
    const name = must(names[place], 'name of a side');
    return { name, asks: scenario.asks, params, answer: sentences.join(' ') };
  });
}

export const sideInALine = ({ name, answer }: Side): string =>
  `${name}${/\?$/.test(name) ? '' : ':'} ${answer}`;
