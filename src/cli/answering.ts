/** The answer to a question, told from runs that are made for it. */
import { comparisons } from '../../scenarios/comparisons.ts';
import { glossary, wingsOfTerms } from '../../scenarios/glossary.ts';
import { catalogue } from '../../scenarios/index.ts';
import { ledger } from '../../scenarios/ledger.ts';
import { sections } from '../../scenarios/sections.ts';
import type { Verdict } from '../check/verdict.ts';
import { type CodePlace, codePlace } from '../host/source.ts';
import { must } from '../kernel/must.ts';
import { scenarioOf } from '../lab/catalogue.ts';
import { type Claim, ledgerSeed } from '../lab/claim.ts';
import type { Findable, Index } from '../lab/find/find.ts';
import { partsOf } from '../lab/find/parts.ts';
import { type Line, narrate } from '../lab/narrate.ts';
import { describeParams, paramInText } from '../lab/params.ts';
import { type RunResult, run } from '../lab/run.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import type { Trace } from '../trace/trace.ts';
import { capitalised, sentencesIn } from '../words/sentences.ts';
import { type AnswerRule, ruleAskedFor, rulesOf } from './answer-rules.ts';
import { claimOf, found, runOf } from './finding.ts';
import type { RunLimits } from './limits.ts';

export interface Answer {
  readonly question: string;
  readonly claim?: Pick<Claim, 'id' | 'says' | 'verdict' | 'instead'>;
  /** At most five sentences; a line for each side, where several are told side by side. */
  readonly answer: string;
  readonly sides?: readonly Side[];
  readonly verdict: Verdict;
  readonly figures: readonly AnswerFigure[];
  readonly rules: readonly AnswerRule[];
  /** Where the code that answers is. */
  readonly code: readonly CodePlace[];
  /** Of the answer's words, those that the glossary explains. */
  readonly terms: readonly { readonly name: string; readonly means: string }[];
  /** The command line of the run, without the program. */
  readonly run: string;
  readonly runs: readonly string[];
  /** Parameters of the first run, as they are set. */
  readonly settings: readonly string[];
  readonly further: readonly FollowUp[];
}

/** What one of several scenarios says to a question that asks for this or that. */
export interface Side {
  readonly name: string;
  /** The question that the scenario answers. */
  readonly asks: string;
  readonly answer: string;
}

export interface AnswerFigure {
  readonly text: string;
  readonly measured: number | null;
  /** From a closed form or an interval, if the scenario has one. */
  readonly bound: { readonly atLeast?: number; readonly atMost?: number };
}

export interface FollowUp {
  readonly question: string;
  /** Without the program. */
  readonly command: string;
}

/** What an answer is made of. */
export interface Answered {
  readonly said: Answer;
  readonly performed: readonly {
    readonly scenario: AnyScenario;
    readonly result: RunResult;
    /** The events that tell most, in order, if they were asked for. */
    readonly story: readonly Line[];
  }[];
}

const scenariosMax = 3;
const sentencesMax = 5;
const figuresMax = 6;
const followUpsMax = 2;
const termsMax = 5;
const placesMax = 3;
const settingsMax = 3;

/**
 * The answer from the best of what is found by these words. Runs at most three scenarios, and a few times without a
 * rule. Throws InputError if nothing is found.
 */
export async function answered(
  words: readonly string[],
  index: Index,
  limits: RunLimits,
  withStories = false,
): Promise<Answered> {
  const results = found(words, index);
  const best = must(results[0], 'best result');
  const subject = await subjectOf(best);
  const parts = await partsAnswered(words.join(' '), results, index, subject);
  const { question, scenarios: ids, sides, rule } = parts ?? subject;
  const scenarios = await Promise.all(ids.map((id) => catalogue.scenario(id)));
  const performed = scenarios.map((scenario) => {
    let story: readonly Line[] = [];
    const listen = (trace: Trace) => {
      if (withStories) story = narrate(trace, scenario);
    };
    const result = run(scenario, { seed: ledgerSeed }, { ...limits, listen });
    return { scenario, result, story };
  });
  const [lead] = performed;
  const { scenario } = must(lead, 'scenario of the answer');
  const claim = best.kind === 'claim' && parts === undefined ? claimOf(best.name) : undefined;
  const asked = question ?? scenario.asks;
  const compared = sides && sideBySide(sides, performed);
  const answer =
    compared
      ?.map(({ name, answer }) => `${name}${/\?$/.test(name) ? '' : ':'} ${answer}`)
      .join('\n') ?? told(claim, best, performed);
  const rules =
    rule === undefined ? await rulesOf(scenarios, results, limits) : [await ruleAskedFor(rule)];
  const said: Answer = {
    question: asked,
    ...(claim === undefined ? {} : { claim: wordsOf(claim) }),
    answer,
    ...(compared === undefined ? {} : { sides: compared }),
    verdict: worst(performed.map(({ result }) => result.verdict)),
    figures: figuresOf(claim, performed),
    rules,
    code: codeOf(scenarios),
    terms: termsIn(
      [
        words.join(' '),
        asked,
        answer,
        ...rules.map(({ rule, because }) => `${rule.replaceAll('-', ' ')} ${because}`),
      ].join(' '),
      best.kind === 'term' ? best.name : '',
      scenarios.map(({ sim }) => sim.id),
    ),
    run: runOf({ scenario: scenario.id }),
    runs: ids.map((id) => runOf({ scenario: id })),
    settings: describeParams(scenario.params)
      .slice(0, settingsMax)
      .map((param) => `--set ${param.name}=${paramInText(param.default)}`),
    further: followUps(best, ids, await otherParts(words.join(' '), results, index, ids), [
      ...index.find(scenario.asks),
      ...results,
    ]),
  };
  return { said, performed };
}

interface Subject {
  /** Undefined for that of the scenario. */
  readonly question?: string;
  readonly scenarios: readonly string[];
  /** What each of the scenarios says something of, where they are told side by side. */
  readonly sides?: readonly string[];
  readonly rule?: string;
}

async function subjectOf({ kind, name, text, shownBy }: Findable): Promise<Subject> {
  const comparison = kind === 'question' ? comparisons[name] : undefined;
  if (comparison !== undefined) {
    const { title, sides } = comparison;
    return { question: title, scenarios: Object.values(sides), sides: Object.keys(sides) };
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
  return { scenarios: [shown], rule: name };
}

const wingOf = (scenario: string): string => scenario.slice(0, scenario.indexOf('/'));

/** So far down the results a part of a question is answered. */
const partsPlaceMax = 8;

/**
 * What answers the parts of a question one by one, if it asks several things and the best result answers one of them.
 * The whole must have found what answers a part: "what happens when it fails" says too little alone.
 */
async function partsAnswered(
  question: string,
  results: readonly Findable[],
  index: Index,
  { scenarios: [lead = '', ...others] }: Subject,
): Promise<Subject | undefined> {
  const near = new Set(results.slice(0, partsPlaceMax));
  const sides = new Map<string, string>();
  for (const part of partsOf(question)) {
    const best = index.find(part).find((item) => near.has(item));
    if (best === undefined) continue;
    const [scenario = ''] = (await subjectOf(best)).scenarios;
    // The second half rarely repeats the subject, and what it finds in another wing is about something else.
    const isOfWing = wingOf(scenario) === wingOf(lead);
    if (isOfWing && !sides.has(scenario)) sides.set(scenario, `${capitalised(part)}?`);
  }
  if (others.length > 0 || sides.size < 2 || !sides.has(lead)) return undefined;
  const shown = [...sides].slice(0, scenariosMax);
  return {
    question,
    scenarios: shown.map(([scenario]) => scenario),
    sides: shown.map(([, part]) => part),
  };
}

const wordsOf = ({ id, says, verdict, instead }: Claim) => ({
  id,
  says,
  verdict,
  ...(instead === undefined ? {} : { instead }),
});

/** What a term means or a claim should say, and then the runs in turn, the first at most length. */
function told(claim: Claim | undefined, best: Findable, performed: Answered['performed']): string {
  const opening =
    best.kind === 'term'
      ? [`${capitalised(best.name)}: ${best.text}.`]
      : sentencesIn(claim?.instead ?? '');
  const isItsQuestion = best.kind === 'scenario' || best.kind === 'rule';
  const stories = performed.map(({ result: { story } }) =>
    sentencesIn(isItsQuestion ? story : withoutYesOrNo(story)),
  );
  const spoken = [...opening];
  // One sentence of every run, and of the first as many as there is room for.
  const others = stories.slice(1).map((sentences) => telling(sentences));
  const room = Math.max(1, sentencesMax - opening.length - others.length);
  spoken.push(...(stories[0] ?? []).slice(0, room), ...others);
  return spoken.slice(0, sentencesMax).join(' ');
}

/** Of each side as many sentences as there is room for. */
function sideBySide(names: readonly string[], performed: Answered['performed']): Side[] {
  const roomFor = (place: number) =>
    Math.floor((sentencesMax + names.length - 1 - place) / names.length);
  return performed.map(({ scenario: { asks }, result }, place) => {
    // Its mechanism comes first.
    const sentences = sentencesIn(result.story).slice(0, roomFor(place));
    return { name: must(names[place], 'name of a side'), asks, answer: sentences.join(' ') };
  });
}

/** `No: it waits.` answers the scenario's question, and not what was asked: `It waits.` */
const withoutYesOrNo = (story: string): string => capitalised(story.replace(/^(Yes|No)[:.,] /, ''));

/** The first with a figure, since an opening may only set the scene. */
const telling = (sentences: readonly string[]) =>
  sentences.find((sentence) => /\d/.test(sentence.replace(/^\D*\d+ servers/, ''))) ??
  sentences[0] ??
  '';

function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.includes('inconclusive') ? 'inconclusive' : 'pass';
}

/** The first place of each scenario, and then their others. */
function codeOf(scenarios: readonly AnyScenario[]): CodePlace[] {
  const lists = scenarios.map(({ code = [] }) => code);
  const firsts = lists.flatMap(([first]) => first ?? []);
  const others = lists.flatMap(([, ...rest]) => rest);
  return [...new Set([...firsts, ...others])].slice(0, placesMax).map(codePlace);
}

/** Those that decide the claim first. */
function figuresOf(claim: Claim | undefined, performed: Answered['performed']): AnswerFigure[] {
  const all = performed.flatMap(({ result }) => result.expectations);
  const decisive = all.filter((figure) => claim !== undefined && figure.claim === claim.id);
  const others = all.filter((figure) => !decisive.includes(figure));
  return [...decisive, ...others]
    .slice(0, figuresMax)
    .map(({ text, measured, bound }) => ({ text, measured, bound }));
}

/** The glossary's words in a text, in its order, without the one that it explains itself. */
function termsIn(text: string, explained: string, wings: readonly string[]): Answer['terms'] {
  const inWords = (one: string) => ` ${one.replaceAll(/[^\p{L}\p{N}+-]+/gu, ' ')} `;
  const [asItIs, inLowerCase] = [inWords(text), inWords(text.toLowerCase())];
  // A name with a capital is a name: what varies is no Vary.
  const placeOf = (one: string) =>
    (one === one.toLowerCase() ? inLowerCase : asItIs).indexOf(inWords(one));
  return Object.entries(glossary)
    .map(([name, { means, also }]) => {
      const places = [name, ...also].map(placeOf);
      return { name, means, place: Math.min(...places.filter((at) => at !== -1)) };
    })
    .filter(({ name, place }) => Number.isFinite(place) && name !== explained)
    .filter(({ name }) => wingsOfTerms[name]?.some((wing) => wings.includes(wing)) ?? true)
    .sort((a, b) => a.place - b.place)
    .slice(0, termsMax)
    .map(({ name, means }) => ({ name, means }));
}

/** Of a question that asks several things, what speaks of those that these scenarios leave open. */
async function otherParts(
  question: string,
  results: readonly Findable[],
  index: Index,
  ids: readonly string[],
): Promise<Findable[]> {
  const of = new Set(results);
  // A part such as "what happens when it fails" says too little alone: the whole must have found it, too.
  const best = partsOf(question).flatMap(
    (part) => index.find(part).find((it) => of.has(it) && asksSomething(it)) ?? [],
  );
  const subjects = await Promise.all(best.map(subjectOf));
  return best.filter((_, place) => !subjects[place]?.scenarios.some((id) => ids.includes(id)));
}

const asksSomething = ({ kind }: Findable): boolean => kind === 'scenario' || kind === 'question';

/** What is asked next: the rest of the question, what else is said of the runs, then what is near. */
function followUps(
  best: Findable,
  ids: readonly string[],
  rest: readonly Findable[],
  near: readonly Findable[],
): FollowUp[] {
  const claims = ledger
    .filter(
      ({ id, scenario, verdict }) =>
        ids.includes(scenario) && id !== best.name && verdict !== 'confirmed',
    )
    .map(({ id, says }) => ({ question: `Is it true? ${says}`, command: `answer ${id}` }));
  const asIs = ({ name, text }: Findable): FollowUp => ({
    question: text,
    command: `answer ${name}`,
  });
  const [wing = ''] = (ids[0] ?? '').split('/');
  const others = near.filter(({ kind, name }) => kind === 'scenario' && !ids.includes(name));
  const isOfWing = ({ name }: Findable) => name.startsWith(`${wing}/`);
  // A word in common may mean something else in another wing.
  const neighbours = [...others.filter(isOfWing), ...others.filter((one) => !isOfWing(one))].map(
    asIs,
  );
  const entries = catalogue.wings.find(({ id }) => id === wing)?.scenarios ?? [];
  const after = entries
    .slice(entries.findIndex(({ id }) => id === ids[0]) + 1)
    .filter(({ id }) => !ids.includes(id))
    .map(({ id, asks }) => ({ question: asks, command: `answer ${id}` }));
  const all = [...rest.slice(0, 1).map(asIs), ...claims.slice(0, 1), ...neighbours, ...after];
  const seen = new Set<string>();
  return all
    .filter(({ command }) => !seen.has(command) && seen.add(command))
    .slice(0, followUpsMax);
}
