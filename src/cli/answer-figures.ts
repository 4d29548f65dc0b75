/** The figures of an answer: those that its runs measured, that the question gave, and that were assumed. */
import type { Claim } from '../lab/claim.ts';
import { describeParams, paramInText } from '../lab/params.ts';
import { isOfFigures, type Performed, type Side } from './answer-sides.ts';
import { assumedOf, figuresLeftOut } from './figures-asked.ts';

export interface AnswerFigure {
  /** Of which side it is, where several are told side by side. */
  readonly of?: string;
  readonly text: string;
  readonly measured: number | null;
  /** From a closed form or an interval, if the scenario has one. */
  readonly bound: { readonly atLeast?: number; readonly atMost?: number };
}

/** As many as the brief report of a run has. */
const figuresMax = 5;

/** Those that decide the claim first; of several scenarios the first ones of each. */
export function figuresOf(
  claim: Claim | undefined,
  performed: readonly Performed[],
  sides: readonly Side[],
): AnswerFigure[] {
  const each = Math.max(2, Math.floor(figuresMax / performed.length));
  return performed.flatMap(({ result: { expectations } }, place) => {
    const decides = (figure: (typeof expectations)[number]) =>
      claim !== undefined && figure.claim === claim.id;
    const decisive = expectations.filter(decides);
    const side = sides[place]?.name;
    return [...decisive, ...expectations.filter((one) => !decides(one))]
      .slice(0, each)
      .map(({ text, measured, bound }) => ({
        ...(side === undefined ? {} : { of: side }),
        text,
        measured,
        bound,
      }));
  });
}

/** Figures of the question that no run has. */
export function leftOutOf(question: string, performed: readonly Performed[]): string[] {
  if (!performed.some(({ scenario }) => isOfFigures(scenario))) return [];
  return figuresLeftOut(
    question,
    performed.flatMap(({ params }) => Object.keys(params)),
  );
}

/** What the question does not say of users, and the parameters for which it has no figure. */
export function assumedIn(question: string, { scenario, params }: Performed): string[] {
  const names = Object.keys(params);
  if (!isOfFigures(scenario) || names.length === 0) return [];
  const ofUsers = assumedOf(question, names);
  const others = describeParams(scenario.params).filter(({ name }) => !names.includes(name));
  return [
    ...(ofUsers === undefined ? [] : [ofUsers]),
    ...others.map((param) => `${param.name}=${paramInText(param.default)}`),
  ];
}
