/** What several scenarios say side by side, with the figures of the question where they take them. */
import { catalogue } from '../../scenarios/index.ts';
import { must } from '../kernel/must.ts';
import type { Findable } from '../lab/find/find.ts';
import { partsOf, toldBefore } from '../lab/find/parts.ts';
import { describeParams } from '../lab/params.ts';
import type { RunResult } from '../lab/run.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import { capitalised, sentencesIn } from '../words/sentences.ts';
import {
  type Answering,
  asksSomething,
  type Subject,
  subjectOf,
  wingOf,
} from './answer-subject.ts';
import { anyNumber } from './figure-patterns.ts';
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
export const isOfFigures = ({ sim }: AnyScenario): boolean => ofFigures.has(sim.id);

const ofFigures: ReadonlySet<string> = new Set(['estimation', 'slo']);

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

/** So far down the results a run is looked for that takes the figures of a question … */
const takingPlaceMax = 5;
/** … if it takes so many of them: one alone may be of anything. */
const takenMin = 2;

/** What is found, with the run first that takes more figures of the question than those that would answer. */
export async function withFigures(
  question: string,
  subject: Subject,
  results: readonly Findable[],
): Promise<Subject> {
  const takenBy = async (id: string) =>
    Object.keys(paramsAsked(question, await catalogue.scenario(id))).length;
  const most = async (ids: readonly string[]) => {
    const taken = await Promise.all(ids.map(takenBy));
    const all = Math.max(0, ...taken);
    return { id: ids[taken.indexOf(all)], all };
  };
  const asking = results.slice(0, takingPlaceMax).filter(asksSomething);
  const [best] = results;
  // What a claim or a rule says is of its own run.
  if (best?.kind === 'claim' || best?.kind === 'rule') return subject;
  // Scenarios are loaded only for figures that they may take.
  if (!anyNumber.test(question)) return subject;
  const subjects = await Promise.all(asking.map(subjectOf));
  const wing = wingOf(subject.answering[0]?.scenario ?? '');
  const isNear = (id: string) =>
    wing === wingOf(id) || (ofFigures.has(wing) && ofFigures.has(wingOf(id)));
  const found = subjects.flatMap(({ answering }) => answering.map(idOf));
  const others = await most(found.filter(isNear));
  const own = await most(subject.answering.map(idOf));
  if (others.id === undefined || others.all < takenMin || others.all <= own.all) return subject;
  if (!isSideBySide(subject)) return { answering: [{ scenario: others.id }] };
  const [first, second] = subject.answering;
  const side = { scenario: others.id, side: 'With your figures' };
  return { ...subject, answering: [side, ...[first, second].flatMap((one) => one ?? [])] };
}

const idOf = ({ scenario }: Answering): string => scenario;

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

/** Of one that asks more than one thing, a few sentences answer only the first: of those what is told before. */
const questionOf = ({ asks }: AnyScenario): string =>
  partsOf(asks).length > 1 || asksAgain.test(asks) ? toldBefore(asks) : asks;

/** `How many pass at once, and how many in the long run?` */
const asksAgain =
  /, (?:and|or|but) (?:[a-z]+ )?(?:how|what|which|who|when|where|does|do|is|are|can)\b/i;

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
    const asks = isItsQuestion ? questionOf(scenario) : '';
    const story = asks === scenario.asks ? result.story : withoutYesOrNo(result.story);
    // Its mechanism comes first.
    const sentences = [...sentencesIn(opening), ...sentencesIn(story)];
    return {
      name: must(side, 'name of a side'),
      ...(asks === '' ? {} : { asks }),
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
