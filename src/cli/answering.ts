import { catalogue } from '../../scenarios/index.ts';
import type { Verdict } from '../check/verdict.ts';
import { type CodePlace, codeOf, inShort } from '../host/code-place.ts';
import { must } from '../kernel/must.ts';
import { type Claim, ledgerSeed } from '../lab/claim.ts';
import type { Findable, Index } from '../lab/find/find.ts';
import { beginningOf } from '../lab/find/parts.ts';
import { wanted } from '../lab/find/stems.ts';
import { type Line, narrate } from '../lab/narrate.ts';
import { describeParams, type ParamHelp, paramInText } from '../lab/params.ts';
import { run } from '../lab/run.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import type { Trace } from '../trace/trace.ts';
import { capitalised, sentencesIn } from '../words/sentences.ts';
import { type AnswerFigure, assumedIn, figuresOf, leftOutOf } from './answer-figures.ts';
import { type AnswerRule, ruleAskedFor, rulesOfAnswer } from './answer-rules.ts';
import {
  figuresFirst,
  isOfFigures,
  isSideBySide,
  type Params,
  type Performed,
  paramsAsked,
  type Side,
  sideBySide,
  sideInALine,
  withFigures,
  withoutYesOrNo,
} from './answer-sides.ts';
import { inGeneral, partsAnswered, partsFound, subjectOf, wingOf } from './answer-subject.ts';
import { isSaidIn, meaningOf, termsIn } from './answer-words.ts';
import { isMeantIn, wordAskedFor } from './definition.ts';
import { estimateAsked } from './figures-asked.ts';
import { claimOf, found } from './finding.ts';
import { type FollowUp, followUps } from './follow-ups.ts';
import type { RunLimits } from './limits.ts';
import { commandWords } from './request.ts';

export interface Answer {
  readonly question: string;
  /** Figures that the person who asks gave, as its first run has them. */
  readonly params: Params;
  /** Figures of the question that no run has, as they stand there. */
  readonly leftOut: readonly string[];
  /** What an estimate with figures of the question assumes besides. */
  readonly assumed: readonly string[];
  readonly claim?: Pick<Claim, 'id' | 'says' | 'verdict' | 'instead'>;
  /** At most five sentences; where several sides are told side by side, which to choose when, and a line for each. */
  readonly answer: string;
  /** What the word means that was asked for. */
  readonly means?: string;
  readonly decides?: string;
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
  /** The command line of an estimate with the figures of the question, without the program. */
  readonly estimate?: string;
  readonly further: readonly FollowUp[];
}

/** What an answer is made of. */
export interface Answered {
  readonly said: Answer;
  readonly performed: readonly (Performed & {
    /** The events that tell most, in order, if they were asked for. */
    readonly story: readonly Line[];
  })[];
}

const sentencesMax = 5;
const placesMax = 3;
const settingsMax = 3;
/** What one waits for gladly. */
const askedEventsMax = 2_000_000;

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
  const typed = words.join(' ');
  const word = wordAskedFor(typed);
  const best = bestOf(results, word);
  const whole = await subjectOf(best);
  const parts = partsFound(typed, results, index);
  const oneByOne = await partsAnswered(typed, parts, results, whole, index);
  const taking = await withFigures(typed, oneByOne ?? whole, results);
  const subject = await figuresFirst(typed, taking);
  const { question, decides, rule } = subject;
  const ids = subject.answering.map((one) => one.scenario);
  const hasSides = isSideBySide(subject);
  const performed = await performedFor(typed, ids, limits, withStories);
  const [lead] = performed;
  const { scenario, params } = must(lead, 'scenario of the answer');
  const claim = best.kind === 'claim' && oneByOne === undefined ? claimOf(best.name) : undefined;
  const scenarios = performed.map((one) => one.scenario);
  // The scenario's own question has other figures.
  const isOwn = Object.keys(params).length === 0;
  const asked = question ?? (isOwn ? scenario.asks : capitalised(typed));
  const ofParts = [beginningOf(typed), ...parts.map(({ text }) => text)].map(wordAskedFor);
  const defined = [word, ...ofParts].flatMap((one) => one ?? []);
  const means = hasSides
    ? defined.map(meaningOf).find((one) => !isSaidIn(one, decides))
    : undefined;
  const lines = [means, decides].flatMap((line) => line ?? []);
  const room = sentencesMax - sentencesIn(lines.join(' ')).length;
  const compared = hasSides ? sideBySide(subject, performed, room) : undefined;
  const ruleAsked = rule === undefined ? undefined : await ruleAskedFor(rule);
  const isOfScenario = compared === undefined && best.kind === 'scenario';
  const general = isOfScenario ? inGeneral(scenario.id, results) : undefined;
  const answer =
    compared === undefined
      ? (reasonOf(ruleAsked) ?? told(claim, best, defined[0], performed, general))
      : [...lines, ...compared.map(sideInALine)].join('\n');
  const saidOfThem = index.items
    .filter(({ name }) => ids.includes(name))
    .map(({ text, words = '' }) => `${text} ${words}`);
  const everySaid = [answer, ...saidOfThem].join(' ');
  const rules =
    ruleAsked === undefined
      ? await rulesOfAnswer(subject, performed, results, everySaid, limits)
      : [ruleAsked];
  const estimate = scenarios.some(isOfFigures) ? estimateAsked(typed) : undefined;
  const figures = figuresOf(claim, performed, answer, compared ?? []);
  const said: Answer = {
    question: asked,
    params,
    leftOut: leftOutOf(typed, performed, answer),
    assumed: assumedIn(typed, must(lead, 'run of the answer')),
    ...(claim === undefined ? {} : { claim: wordsOf(claim) }),
    answer,
    ...(means === undefined ? {} : { means }),
    ...(decides === undefined ? {} : { decides }),
    ...(compared === undefined ? {} : { sides: compared }),
    verdict: worst(performed.map(({ result }) => result.verdict)),
    figures,
    rules,
    code: placesIn(scenarios, typed),
    terms: termsIn(
      [
        asked,
        answer,
        ...rules.map(
          (one) => `${one.rule.replaceAll('-', ' ')} ${one.because} ${one.without ?? ''}`,
        ),
        ...figures.map(({ text }) => text),
      ].join(' '),
      best.kind === 'term' ? best.name : (word ?? ''),
      scenarios.map(({ sim }) => sim.id),
    ),
    run: runAsked(must(lead, 'run of the answer')),
    runs: performed.map(runAsked),
    settings: paramsOffered(scenario, typed)
      .slice(0, settingsMax)
      .map(({ name, default: usual }) => `--set ${name}=${params[name] ?? paramInText(usual)}`),
    ...(estimate === undefined ? {} : { estimate }),
    further: await followUps({ best, ids, parts, results }),
  };
  return { said, performed };
}

/** With the figures of the question. */
async function performedFor(
  question: string,
  ids: readonly string[],
  limits: RunLimits,
  withStories: boolean,
): Promise<Answered['performed']> {
  const scenarios = await Promise.all(ids.map((id) => catalogue.scenario(id)));
  return scenarios.map((scenario) => {
    const params = paramsAsked(question, scenario);
    const perform = (params: Params, stepsMax = limits.stepsMax) => {
      let story: readonly Line[] = [];
      const listen = (trace: Trace) => {
        if (withStories) story = narrate(trace, scenario);
      };
      const settings = { ...limits, ...(stepsMax === undefined ? {} : { stepsMax }), listen };
      const result = run(scenario, { seed: ledgerSeed, params }, settings);
      return { scenario, params, result, story };
    };
    if (Object.keys(params).length === 0) return perform(params);
    // With some figures the run decides nothing, or takes too long: then it is told with its own.
    const asAsked = perform(params, Math.min(limits.stepsMax ?? askedEventsMax, askedEventsMax));
    return asAsked.result.verdict === 'pass' ? asAsked : perform({});
  });
}

/** Those first that speak of what the question speaks of. */
function paramsOffered({ params }: AnyScenario, question: string) {
  const words = wanted(question);
  const isAskedOf = ({ name, says }: ParamHelp) =>
    wanted(`${name.replaceAll(/(?=[A-Z])/g, ' ')} ${says}`).some((word) => words.includes(word));
  return describeParams(params).sort((a, b) => Number(isAskedOf(b)) - Number(isAskedOf(a)));
}

const runAsked = ({ scenario: { id }, params }: Answered['performed'][number]): string =>
  commandWords({ scenario: id, seed: ledgerSeed, params: { ...params }, without: [] });

const wordsOf = ({ id, says, verdict, instead }: Claim) => ({
  id,
  says,
  verdict,
  ...(instead === undefined ? {} : { instead }),
});

/** What a word means is said by its term, and not by a rule, a claim or another sense of the word. */
function bestOf(results: readonly Findable[], word: string | undefined): Findable {
  const best = must(results[0], 'best result');
  if (best.kind === 'question' || word === undefined) return best;
  if (best.kind === 'scenario' && isMeantIn([wingOf(best.name)], word)) return best;
  return results.find(({ kind, name }) => kind === 'term' && name === word) ?? best;
}

/** What a word means or a claim should say, and then the runs in turn, the first at most length. */
function told(
  claim: Claim | undefined,
  best: Findable,
  word: string | undefined,
  performed: Answered['performed'],
  general: string | undefined,
): string {
  const explained = best.kind === 'term' ? best.name : word;
  const meaning = explained === undefined ? undefined : meaningOf(explained);
  const isOfScenario = explained === undefined && best.kind === 'scenario';
  const stories = performed.map(({ params, result: { story } }) => {
    const isItsQuestion = isOfScenario && Object.keys(params).length === 0;
    return sentencesIn(isItsQuestion ? story : withoutYesOrNo(story));
  });
  const opening = meaning === undefined ? sentencesIn(claim?.instead ?? '') : [meaning];
  const spoken = [...opening];
  // One sentence of every run, and of the first as many as there is room for.
  const others = stories.slice(1).map((sentences) => telling(sentences));
  const closing = general === undefined || isSaidIn(general, spoken.join(' ')) ? [] : [general];
  const room = Math.max(1, sentencesMax - opening.length - others.length - closing.length);
  spoken.push(...(stories[0] ?? []).slice(0, room), ...others);
  return [spoken.slice(0, sentencesMax - closing.length).join(' '), ...closing].join(
    '\nIn general: ',
  );
}

/** What a rule is for, and what was seen without it. */
function reasonOf(rule: AnswerRule | undefined): string | undefined {
  if (rule === undefined) return undefined;
  const { because, without } = rule;
  const seen = without === undefined ? '' : ` In a run without it: ${without}.`;
  return `Without it ${because}.${seen}`;
}

/** The first with a figure, since an opening may only set the scene. */
const telling = (sentences: readonly string[]) =>
  sentences.find((sentence) => /\d/.test(sentence.replace(/^\D*\d+ servers/, ''))) ??
  sentences[0] ??
  '';

function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.includes('inconclusive') ? 'inconclusive' : 'pass';
}

/** The first place of each scenario, what the question names before others, and then their others. */
function placesIn(scenarios: readonly AnyScenario[], question: string): CodePlace[] {
  const words = wanted(question);
  const isNamed = ({ name, file }: CodePlace) =>
    wanted(`${file.slice(file.lastIndexOf('/') + 1)} ${name.replaceAll(/(?=[A-Z])/g, ' ')}`).some(
      (word) => words.includes(word),
    );
  const lists = scenarios.map((scenario) =>
    codeOf(scenario).sort((a, b) => Number(isNamed(b)) - Number(isNamed(a))),
  );
  const firsts = lists.flatMap(([first]) => first ?? []);
  const others = lists.flatMap(([, ...rest]) => rest);
  const seen = new Set<string>();
  return [...firsts, ...others]
    .filter((place) => !seen.has(inShort(place)) && seen.add(inShort(place)))
    .slice(0, placesMax);
}
