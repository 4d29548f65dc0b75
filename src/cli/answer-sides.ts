/** What several scenarios say side by side, with the figures of the question where they take them. */
import { catalogue } from '../../scenarios/index.ts';
import { must } from '../kernel/must.ts';
import { describeParams } from '../lab/params.ts';
import type { RunResult } from '../lab/run.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import { capitalised, sentencesIn } from '../words/sentences.ts';
import type { Subject } from './answer-subject.ts';
import { figuresAsked } from './figures-asked.ts';

export type Params = Readonly<Record<string, number>>;

/** A scenario that answers, as it was run. */
export interface Performed {
  readonly scenario: AnyScenario;
  /** Figures that the question gives. */
  readonly params: Params;
  readonly result: RunResult;
}

/** What one of several scenarios says to a question that asks for this or that. */
export interface Side {
  readonly name: string;
  /** The question that the scenario answers, unless what is asked has another or figures of its own. */
  readonly asks?: string;
  /** Figures of the question that its run has. */
  readonly params: Params;
  readonly answer: string;
}

export const isSideBySide = ({ answering }: Subject): boolean =>
  answering.some(({ side }) => side !== undefined);

/** Of estimates and objectives people ask with figures of their own. */
export const isOfFigures = ({ sim }: AnyScenario): boolean =>
  sim.id === 'estimation' || sim.id === 'slo';

/** The figures of a question as parameters, without those that the scenario does not take. */
export function paramsAsked(question: string, scenario: AnyScenario): Params {
  const names = describeParams(scenario.params).map(({ name }) => name);
  const params = figuresAsked(question, names, isOfFigures(scenario));
  // Some are in range only together: five writes of five replicas.
  if (scenario.params.safeParse(params).success) return params;
  return Object.fromEntries(
    Object.entries(params).filter(
      ([name, value]) => scenario.params.safeParse({ [name]: value }).success,
    ),
  );
}

/** Its sides in order, those first that take the most figures of the question. */
export async function figuresFirst(question: string, subject: Subject): Promise<Subject> {
  if (!isSideBySide(subject)) return subject;
  const sides = await Promise.all(
    subject.answering.map(async (one) => {
      const scenario = await catalogue.scenario(one.scenario);
      return { one, taken: Object.keys(paramsAsked(question, scenario)).length };
    }),
  );
  const inOrder = sides.sort((a, b) => b.taken - a.taken);
  return { ...subject, answering: inOrder.map(({ one }) => one) };
}

/** Of each side as many sentences as there is room for. */
export function sideBySide(
  { answering, isOfParts }: Subject,
  performed: readonly Performed[],
  room: number,
): Side[] {
  const sides = answering.length;
  const roomFor = (place: number) => Math.floor((room + sides - 1 - place) / sides);
  return performed.map(({ scenario, params, result }, place) => {
    const { side, opening = '' } = must(answering[place], 'side of a scenario');
    const isItsQuestion = !isOfParts && Object.keys(params).length === 0;
    const story = isItsQuestion ? result.story : withoutYesOrNo(result.story);
    // Its mechanism comes first.
    const sentences = [...sentencesIn(opening), ...sentencesIn(story)];
    return {
      name: must(side, 'name of a side'),
      ...(isItsQuestion ? { asks: scenario.asks } : {}),
      params,
      answer: sentences.slice(0, roomFor(place)).join(' '),
    };
  });
}

/**
 * `No: it waits.` answers the scenario's question, and not what was asked: `It waits.` What depends on something is no
 * sentence without it: `Yes, if it waits.`
 */
export const withoutYesOrNo = (story: string): string =>
  capitalised(story.replace(/^(Yes|No)(?:[:.] |, (?!if|unless|because|as|but|when|with)\b)/, ''));

export const sideInALine = ({ name, answer }: Side): string =>
  `${name}${/\?$/.test(name) ? '' : ':'} ${answer}`;
