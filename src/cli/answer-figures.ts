/** The figures of an answer: those that its runs measured, that the question gave, and that were assumed. */

import type { Claim } from '../lab/claim.ts';
import { wanted } from '../lab/find/stems.ts';
import { describeParams, paramInText } from '../lab/params.ts';
import { isOfFigures, type Performed, type Side } from './answer-sides.ts';
import { assumedOf, countIn, figuresLeftOut } from './figures-asked.ts';

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

/**
 * Those that decide the claim, and what the answer says; of a scenario whose figures it does not say, the one that
 * speaks most of the same. Others would have to be explained.
 */
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
      return !isOff.test(figure.text) && isFigureIn(said, figure.measured) ? 1 : 2;
    };
    const side = sides[place]?.name;
    const inOrder = [...expectations].sort((a, b) => rank(a) - rank(b));
    const decisive = inOrder.filter((figure) => rank(figure) < 2);
    const closest = [...expectations].sort((a, b) => shared(b.text, said) - shared(a.text, said));
    return (decisive.length > 0 ? decisive : closest.slice(0, 1))
      .filter(isNew())
      .slice(0, each)
      .map(({ text, measured, bound }) => ({
        ...(side === undefined ? {} : { of: side }),
        text,
        measured,
        bound,
      }));
  });
}

/** Not the same of another service, nor the same number again. */
function isNew(): (figure: { readonly text: string; readonly measured: number | null }) => boolean {
  const seen = new Set<string>();
  return ({ text, measured }) => {
    const keys = [text.replace(/^[^:]*: /, ''), String(measured)];
    const isKnown = keys.some((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    return !isKnown;
  };
}

/** A label of how far something is from something else. */
const isOff = /\b(?:standard errors|less|beyond)\b/;

/** How many words of a label are in the answer, for each of its words; what is less than something else says little. */
function shared(label: string, said: string): number {
  if (isOff.test(label)) return 0;
  const [words, others] = [wanted(label), wanted(said)];
  return words.filter((word) => others.includes(word)).length / Math.sqrt(words.length || 1);
}

const numbersIn = /(\d[\d,]*(?:\.\d+)?)(%| million| (?:s|min|h|days|[kMGT]B)\b)?/g;

/** What a measured value may be counted in, by what stands behind a number. */
const units: Readonly<Record<string, readonly number[]>> = {
  '%': [0.01, 1],
  ' million': [1e6],
  ' s': [1e3, 1],
  ' min': [60_000, 1],
  ' h': [3_600_000, 1],
  ' days': [86_400_000, 1],
  ' kB': [1e3, 1],
  ' MB': [1e6, 1],
  ' GB': [1e9, 1],
  ' TB': [1e12, 1],
};

/** As the text rounds it. Small counts are everywhere, so that they tell nothing. */
function isFigureIn(text: string, measured: number | null): boolean {
  if (measured === null || (Number.isInteger(measured) && measured < 3)) return false;
  return [...text.matchAll(numbersIn)].some(([, number = '', unit = '']) => {
    const digits = number.replaceAll(',', '');
    const decimals = digits.split('.')[1]?.length ?? 0;
    return (units[unit] ?? [1]).some((each) => (measured / each).toFixed(decimals) === digits);
  });
}

/** Figures of the question that no run has, and that the answer does not say either. */
export function leftOutOf(
  question: string,
  performed: readonly Performed[],
  answer: string,
): string[] {
  const runs = performed.map(({ scenario, params }) => ({
    taken: Object.keys(params),
    params: describeParams(scenario.params).map(({ name }) => name),
    isOfFigures: isOfFigures(scenario),
  }));
  const said = answer.replaceAll(/\b(?:a|one) hundred\b/g, '100');
  const isSaid = (text: string) => said.includes(/[\w.,]+/.exec(text)?.[0] ?? text);
  const usual = performed.flatMap(({ scenario, params }) =>
    Object.values({ ...(scenario.params.parse({}) as object), ...params }),
  );
  // A run may have the figure anyway.
  return figuresLeftOut(question, runs).filter(
    (text) => !isSaid(text) && !usual.includes(countIn(text)),
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
