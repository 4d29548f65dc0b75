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

/** Those that decide the claim first, then what the answer says; of several scenarios the first ones of each. */
export function figuresOf(
  claim: Claim | undefined,
  performed: readonly Performed[],
  answer: string,
  sides: readonly Side[],
): AnswerFigure[] {
  const each = Math.max(2, Math.floor(figuresMax / performed.length));
  return performed.flatMap(({ result: { expectations } }, place) => {
    const said = sides[place]?.answer ?? answer;
    const rank = (figure: (typeof expectations)[number]) => {
      if (claim !== undefined && figure.claim === claim.id) return 0;
      return isFigureIn(said, figure.measured) ? 1 : 2;
    };
    const side = sides[place]?.name;
    return [...expectations]
      .sort((a, b) => rank(a) - rank(b))
      .slice(0, each)
      .map(({ text, measured, bound }) => ({
        ...(side === undefined ? {} : { of: side }),
        text,
        measured,
        bound,
      }));
  });
}

const numbersIn = /\d[\d,]*(?:\.\d+)?(?:%| million)?/g;

/** As the text rounds it. Small counts are everywhere, so that they tell nothing. */
function isFigureIn(text: string, measured: number | null): boolean {
  if (measured === null || (Number.isInteger(measured) && measured < 3)) return false;
  return [...text.matchAll(numbersIn)].some(([number]) => {
    const factor = number.endsWith('%') ? 0.01 : number.endsWith('million') ? 1e6 : 1;
    const digits = number.replace(/[^\d.]/g, '');
    const decimals = digits.split('.')[1]?.length ?? 0;
    return (measured / factor).toFixed(decimals) === digits;
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
