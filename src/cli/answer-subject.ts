/** What a question is about: the scenarios that answer it, or its parts. */
import { comparisons } from '../../scenarios/comparisons.ts';
import { catalogue } from '../../scenarios/index.ts';
import { sections } from '../../scenarios/sections.ts';
import { must } from '../kernel/must.ts';
import { scenarioOf } from '../lab/catalogue.ts';
import type { Findable, Index } from '../lab/find/find.ts';
import { partsOf } from '../lab/find/parts.ts';
import { capitalised } from '../words/sentences.ts';

const scenariosMax = 3;

/** What a result of a search leads to. */
export interface Subject {
  /** Undefined for that of the scenario. */
  readonly question?: string;
  readonly scenarios: readonly string[];
  /** What each of the scenarios says something of, where they are told side by side. */
  readonly sides?: readonly string[];
  /** Which of the sides to choose when. */
  readonly decides?: string | undefined;
  /** What a side begins with, if it is a question that several scenarios answer. */
  readonly openings?: readonly (string | undefined)[];
  readonly rule?: string;
  /** The rules that it hangs on, if they are not those of the code that answers. */
  readonly rules?: readonly string[] | undefined;
}

export async function subjectOf({ kind, name, text, shownBy }: Findable): Promise<Subject> {
  const comparison = kind === 'question' ? comparisons[name] : undefined;
  if (comparison !== undefined) {
    const { title, decides, sides, rules } = comparison;
    const scenarios = Object.values(sides);
    return { question: title, decides, scenarios, sides: Object.keys(sides), rules };
  }
  if (kind === 'question') {
    const section = must(
      sections.find(({ id }) => id === name),
      'section of the question',
    );
    return { question: text, scenarios: section.shows.slice(0, scenariosMax) };
  }
  if (kind === 'scenario') return { scenarios: [name] };
  if (kind !== 'rule') return { scenarios: [must(shownBy, 'scenario that shows it')] };
  const [sim = '', rule = ''] = name.split('/');
  const { killers, scenarios } = await catalogue.wing(sim);
  const shown = scenarioOf(killers[rule]) ?? must(scenarios[0], 'scenario of the wing').id;
  return { question: `What is the rule ${rule} for?`, scenarios: [shown], rule: name };
}

export const wingOf = (scenario: string): string => scenario.slice(0, scenario.indexOf('/'));

/** Of a question that asks several things, one of them, and what the whole question found that speaks of it, best first. */
export interface Part {
  readonly text: string;
  readonly found: readonly Findable[];
}

/** A part such as "what happens when it fails" says too little alone: the whole must have found it, too. */
export function partsFound(question: string, results: readonly Findable[], index: Index): Part[] {
  const ofWhole = new Set(results);
  return partsOf(question).map((text) => ({
    text,
    found: index.find(text).filter((item) => ofWhole.has(item)),
  }));
}

/** A comparison of these scenarios says which to choose as well. */
const hasSides = ({ kind, name }: Findable, scenarios: readonly string[]): boolean => {
  const sides = kind === 'question' ? Object.values(comparisons[name]?.sides ?? {}) : [];
  return scenarios.every((scenario) => sides.includes(scenario));
};

/** So far down the results a part of a question is answered. */
const partsPlaceMax = 8;

/**
 * What answers the parts of a question one by one, if the best result answers one of them and does not show what answers
 * the others itself.
 */
export async function partsAnswered(
  question: string,
  parts: readonly Part[],
  results: readonly Findable[],
  subject: Subject,
): Promise<Subject | undefined> {
  const [lead = ''] = subject.scenarios;
  const near = new Set(results.slice(0, partsPlaceMax));
  const sides = new Map<string, { readonly name: string; readonly opening: string | undefined }>();
  for (const { text, found } of parts) {
    const best = found.find((item) => near.has(item));
    if (best === undefined) continue;
    const { scenarios, decides } = await subjectOf(best);
    const [scenario = ''] = scenarios;
    // The second half rarely repeats the subject, and what it finds in another wing is about something else.
    if (wingOf(scenario) !== wingOf(lead) || sides.has(scenario)) continue;
    if (scenario !== lead && subject.scenarios.includes(scenario)) return undefined;
    sides.set(scenario, { name: `${capitalised(text)}?`, opening: decides });
  }
  if (sides.size < 2 || !sides.has(lead)) return undefined;
  const ofAll = [...near].find((item) => hasSides(item, [...sides.keys()]));
  if (ofAll !== undefined) return subjectOf(ofAll);
  const shown = [...sides].slice(0, scenariosMax);
  return {
    question,
    scenarios: shown.map(([scenario]) => scenario),
    sides: shown.map(([, { name }]) => name),
    openings: shown.map(([, { opening }]) => opening),
  };
}
