/** What a question is about: the scenarios that answer it, or its parts. */
import { comparisons } from '../../scenarios/comparisons.ts';
import { catalogue } from '../../scenarios/index.ts';
import { sections } from '../../scenarios/sections.ts';
import { must } from '../kernel/must.ts';
import { scenarioOf } from '../lab/catalogue.ts';
import type { Findable, Index } from '../lab/find/find.ts';
import { partsOf, toldBefore } from '../lab/find/parts.ts';
import { wanted } from '../lab/find/stems.ts';
import { capitalised } from '../words/sentences.ts';
import { wordAskedFor } from './definition.ts';

const scenariosMax = 3;

/** A scenario that answers a question, or one side of it. */
export interface Answering {
  readonly scenario: string;
  /** What it says something of, where several are told side by side. */
  readonly side?: string;
  /** What it begins with, if it answers a question that several scenarios answer. */
  readonly opening?: string | undefined;
  /** What it hangs on, if that is no rule of the code that answers. */
  readonly rule?: string | undefined;
}

/** What a result of a search leads to. */
export interface Subject {
  /** Undefined for that of the scenario. */
  readonly question?: string;
  readonly answering: readonly Answering[];
  /** Which of the sides to choose when. */
  readonly decides?: string | undefined;
  readonly rule?: string;
  /** The rules that it hangs on, if they are not those of the code that answers. */
  readonly rules?: readonly string[] | undefined;
  /** Its sides are parts of a question. */
  readonly isOfParts?: true;
}

const ofScenarios = (ids: readonly string[]): Pick<Subject, 'answering'> => ({
  answering: ids.map((scenario) => ({ scenario })),
});

export async function subjectOf({ kind, name, text, shownBy }: Findable): Promise<Subject> {
  const comparison = kind === 'question' ? comparisons[name] : undefined;
  if (comparison !== undefined) {
    const { title, decides, sides, rules } = comparison;
    const answering = Object.entries(sides).map(([side, scenario]) => ({ side, scenario }));
    return { question: title, decides, answering, rules };
  }
  if (kind === 'question') {
    const section = must(
      sections.find(({ id }) => id === name),
      'section of the question',
    );
    return { question: text, ...ofScenarios(section.shows.slice(0, scenariosMax)) };
  }
  if (kind === 'scenario') return ofScenarios([name]);
  if (kind !== 'rule') return ofScenarios([must(shownBy, 'scenario that shows it')]);
  const [sim = '', rule = ''] = name.split('/');
  const { killers, scenarios } = await catalogue.wing(sim);
  const shown = scenarioOf(killers[rule]) ?? must(scenarios[0], 'scenario of the wing').id;
  return { question: `What is the rule ${rule} for?`, ...ofScenarios([shown]), rule: name };
}

export const asksSomething = ({ kind }: Findable): boolean =>
  kind === 'scenario' || kind === 'question';

export const wingOf = (scenario: string): string => scenario.slice(0, scenario.indexOf('/'));

/** Of a question that asks several things, one of them. */
export interface Part {
  readonly text: string;
  /** What speaks of it, best first. */
  readonly found: readonly Findable[];
  /** It asks what a word means. */
  readonly isOfWord: boolean;
}

/** So far down the results of the whole a part is answered by another wing. */
const nearMax = 3;

/** So far down the results a part of a question is answered. */
const partsPlaceMax = 8;

/** What the first part names, as in `what if all use the same one`. */
const refersBack = /\b(?:it|its|one|ones|same|they|them|their|this|that|these|those)\b/i;

/**
 * A part such as "what happens when it fails" says too little alone: the whole must have found what answers it, too. One
 * that repeats a word of the others, or that several scenarios answer, stands alone among what is near; one that asks
 * what a word means, anywhere.
 */
export function partsFound(question: string, results: readonly Findable[], index: Index): Part[] {
  const texts = partsOf(question);
  const told = toldBefore(question);
  const near = results.slice(0, partsPlaceMax);
  return texts.map((text, place) => {
    const others = texts.filter((_, other) => other !== place).flatMap(wanted);
    const repeats = wanted(text).some((word) => others.includes(word));
    const alone = index.find(text);
    const isHalf = place > 0 && !repeats && refersBack.test(text) && alone[0]?.kind !== 'question';
    const whole = isHalf ? index.find(`${texts[0]} ${text}`) : alone;
    const inContext = () => (told === '' ? alone : index.find(`${told} ${text}`));
    const found = whole.some((item) => near.includes(item)) ? whole : inContext();
    if (wordAskedFor(text) !== undefined) return { text, found, isOfWord: true };
    const places = (item: Findable) => near.indexOf(item) + found.indexOf(item);
    const ofBoth = found
      .filter((item) => near.includes(item))
      .sort((a, b) => places(a) - places(b));
    const standsAlone = place > 0 && (repeats || found[0]?.kind === 'question');
    const ofWings = standsAlone || ofBoth.length === 0 ? found.filter(isAmong(near)) : [];
    return { text, found: ofWings.length > 0 ? ofWings : ofBoth, isOfWord: false };
  });
}

/** It is of a wing that others are of. */
export function isAmong(others: readonly Findable[]): (item: Findable) => boolean {
  const wings = new Set(others.flatMap(wingsOf));
  return (item) => wingsOf(item).some((wing) => wings.has(wing));
}

function wingsOf({ kind, name, shownBy = name }: Findable): string[] {
  const scenarios = kind === 'question' ? Object.values(comparisons[name]?.sides ?? {}) : [shownBy];
  return scenarios.map(wingOf);
}

/**
 * What answers the parts of a question one by one, unless the best result shows all of that itself: then it, or another
 * comparison of them, says which to choose as well.
 */
export async function partsAnswered(
  question: string,
  parts: readonly Part[],
  results: readonly Findable[],
  subject: Subject,
  index: Index,
): Promise<Subject | undefined> {
  const [lead] = subject.answering;
  const wing = wingOf(lead?.scenario ?? '');
  const sides: Answering[] = [];
  const compared = new Set<Findable>();
  for (const part of parts) {
    const { text, found, isOfWord } = part;
    const [best] = found;
    if (best === undefined || isBareRemedy(part)) continue;
    const { answering, decides, rules: [rule] = [] } = await subjectOf(best);
    // Two comparisons may begin with the same scenario.
    const scenario = answering.find((one) => !hasScenario(sides, one))?.scenario;
    // The second half rarely repeats the subject, and what the whole does not find in another wing is about something else.
    const isNear = results.slice(0, nearMax).includes(best) || wingOf(scenario ?? '') === wing;
    const isMeant = isOfWord || decides !== undefined || isNear;
    if (scenario === undefined || !isMeant) continue;
    if (decides !== undefined) compared.add(best);
    sides.push({ scenario, side: `${capitalised(text)}?`, opening: decides, rule });
  }
  const asksForRemedy = parts.some(
    (part) =>
      isBareRemedy(part) ||
      (remedy.test(part.text) && (part.found[0] === undefined || part.found[0] === results[0])),
  );
  if (asksForRemedy && sides.length < 2 && lead !== undefined) {
    const remedies = comparedWith(lead, results, index);
    if (remedies !== undefined) return leadingWith(lead, await subjectOf(remedies));
  }
  const isShown =
    sides.every((one) => hasScenario(subject.answering, one)) &&
    [...compared].every((one) => one === results[0]);
  const isOfSubject = sides.some((one) => hasScenario(subject.answering, one));
  if (sides.length < 2 || isShown || !isOfSubject) return undefined;
  const ofAll = results
    .slice(0, partsPlaceMax)
    .find((item) => hasSides(item, sides) && [...compared].every((one) => one === item));
  if (ofAll !== undefined) return subjectOf(ofAll);
  return { question, answering: sides.slice(0, scenariosMax), isOfParts: true };
}

/** `How often is it slow, and what can you do about it?` */
const remedy =
  /\b(?:what (?:can|could|would|should|do) (?:you|i|we) (?:do|change)|what helps|how (?:can|could|do|would|should|to) (?:(?:you|i|we) )?(?:fix|prevent|avoid|protect|mitigate|stop|solve|handle|get around)|how do real systems (?:get around|avoid|prevent|solve|handle))\b/i;

/** `What would you do about it?`: of what, is said before. */
const isBareRemedy = ({ text }: Part): boolean =>
  remedy.test(text) && wanted(text.replace(remedy, '')).every((word) => backWords.has(word));

const backWords = new Set(wanted('it that this them about here then'));

/** The best of the comparisons that have this side, unless the best result is one itself. */
function comparedWith(
  side: Answering,
  results: readonly Findable[],
  { items }: Index,
): Findable | undefined {
  if (results[0]?.kind !== 'scenario') return undefined;
  const others = [...results.slice(0, partsPlaceMax), ...items].filter((item) =>
    hasSides(item, [side]),
  );
  const begins = ({ name }: Findable) =>
    Object.values(comparisons[name]?.sides ?? {})[0] === side.scenario;
  return others.find(begins) ?? others[0];
}

/** What a comparison that begins with this scenario says in general of what it shows: one that is found, or the only one. */
export function inGeneral(scenario: string, results: readonly Findable[]): string | undefined {
  const beginning = Object.entries(comparisons).filter(
    ([, { sides }]) => Object.values(sides)[0] === scenario,
  );
  const found = results.slice(0, partsPlaceMax).map(({ name }) => name);
  const [near = beginning.length === 1 ? beginning[0] : undefined] = beginning
    .filter(([name]) => found.includes(name))
    .sort(([a], [b]) => found.indexOf(a) - found.indexOf(b));
  return near?.[1].decides;
}

/** What a question asks first comes first. */
function leadingWith({ scenario }: Answering, subject: Subject): Subject {
  const isLead = (one: Answering) => one.scenario === scenario;
  const { answering } = subject;
  return {
    ...subject,
    answering: [...answering.filter(isLead), ...answering.filter((one) => !isLead(one))],
  };
}

const hasScenario = (some: readonly Answering[], { scenario }: Answering): boolean =>
  some.some((one) => one.scenario === scenario);

function hasSides({ kind, name }: Findable, sides: readonly Answering[]): boolean {
  const scenarios = kind === 'question' ? Object.values(comparisons[name]?.sides ?? {}) : [];
  return sides.every(({ scenario }) => scenarios.includes(scenario));
}
