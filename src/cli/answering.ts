/** The answer to a question, told from runs that are made for it. */
import { rollup } from 'd3-array';
import { catalogue } from '../../scenarios/index.ts';
import { ledger } from '../../scenarios/ledger.ts';
import { sections } from '../../scenarios/sections.ts';
import type { Verdict } from '../check/verdict.ts';
import { placesOfRules } from '../host/source.ts';
import { must } from '../kernel/must.ts';
import { rulesShownBy, scenarioOf, type Wing } from '../lab/catalogue.ts';
import { type Claim, ledgerSeed } from '../lab/claim.ts';
import type { Findable } from '../lab/find/find.ts';
import { type Line, narrate } from '../lab/narrate.ts';
import { type Proof, proofOf } from '../lab/proof.ts';
import { type RunResult, run } from '../lab/run.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import { capitalised, sentencesIn } from '../words/sentences.ts';
import { claimOf, runOf } from './finding.ts';
import type { RunLimits } from './limits.ts';
import { commandFor } from './request.ts';

export interface Answer {
  readonly question: string;
  readonly claim?: Pick<Claim, 'id' | 'says' | 'verdict' | 'instead'>;
  /** At most five sentences. */
  readonly answer: string;
  readonly verdict: Verdict;
  readonly figures: readonly AnswerFigure[];
  readonly rules: readonly AnswerRule[];
  /** The command line of the run, without the program. */
  readonly run: string;
  readonly runs: readonly string[];
  readonly further: readonly FollowUp[];
}

export interface AnswerFigure {
  readonly text: string;
  readonly measured: number | null;
  /** From a closed form or an interval, if the scenario has one. */
  readonly bound: { readonly atLeast?: number; readonly atMost?: number };
}

export interface AnswerRule {
  readonly rule: string;
  readonly protects: string;
  readonly because: string;
  /** `file:line` of where it stands. */
  readonly lines: string | undefined;
  /** What happened in a run without it; undefined if no run is known that needs it. */
  readonly without: string | undefined;
  /** That run, without the program; undefined also where a plan of its own makes it long. */
  readonly run: string | undefined;
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
    /** The rules that its notes name as what decided, as often as they do; empty if none did. */
    readonly decided: readonly string[];
    /** The rules whose line was reached. */
    readonly reached: ReadonlySet<string>;
  }[];
}

const scenariosMax = 3;
const sentencesMax = 5;
const figuresMax = 6;
const rulesMax = 2;
const followUpsMax = 2;

/** The answer from the best of what was found. Runs at most three scenarios, and two without a rule. */
export async function answered(
  results: readonly Findable[],
  limits: RunLimits,
  withStories = false,
): Promise<Answered> {
  const best = must(results[0], 'best result');
  const { question, scenarios: ids, rule } = await subjectOf(best);
  // To watch what is asked costs time, and is the last resort.
  const isShown = (await rulesOfAll(ids)).length > 0;
  const performed = await Promise.all(
    ids.map(async (id) => {
      const scenario = await catalogue.scenario(id);
      const decided: string[] = [];
      const reached = new Set<string>();
      let story: readonly Line[] = [];
      const result = run(
        scenario,
        { seed: ledgerSeed },
        {
          ...limits,
          ...(isShown ? {} : { ruleAsked: (rule: string) => reached.add(rule) }),
          listen(trace) {
            if (withStories) story = narrate(trace, scenario);
            trace.on('note', ({ detail }) => decided.push(detail.rule ?? ''));
          },
        },
      );
      return { scenario, result, story, decided, reached };
    }),
  );
  const [lead] = performed;
  const { scenario } = must(lead, 'scenario of the answer');
  const claim = best.kind === 'claim' ? claimOf(best.name) : undefined;
  const said: Answer = {
    question: question ?? scenario.asks,
    ...(claim === undefined ? {} : { claim: wordsOf(claim) }),
    answer: told(claim, best, performed),
    verdict: worst(performed.map(({ result }) => result.verdict)),
    figures: figuresOf(claim, performed),
    rules: await rulesOf(performed, rule),
    run: runOf({ scenario: scenario.id }),
    runs: ids.map((id) => runOf({ scenario: id })),
    further: followUps(best, ids, results),
  };
  return { said, performed };
}

interface Subject {
  /** Undefined for that of the scenario. */
  readonly question?: string;
  readonly scenarios: readonly string[];
  readonly rule?: string;
}

async function subjectOf({ kind, name, text, shownBy }: Findable): Promise<Subject> {
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
  const stories = performed.map(({ result }) => sentencesIn(result.story));
  const spoken = [...opening];
  // One sentence of every run, and of the first as many as there is room for.
  const others = stories.slice(1).map((sentences) => telling(sentences));
  const room = Math.max(1, sentencesMax - opening.length - others.length);
  spoken.push(...(stories[0] ?? []).slice(0, room), ...others);
  return spoken.slice(0, sentencesMax).join(' ');
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

/** Those that decide the claim first. */
function figuresOf(claim: Claim | undefined, performed: Answered['performed']): AnswerFigure[] {
  const all = performed.flatMap(({ result }) => result.expectations);
  const decisive = all.filter((figure) => claim !== undefined && figure.claim === claim.id);
  const others = all.filter((figure) => !decisive.includes(figure));
  return [...decisive, ...others]
    .slice(0, figuresMax)
    .map(({ text, measured, bound }) => ({ text, measured, bound }));
}

/** The rule that was asked for, or those that the scenarios fail without, that decided in them, or that they reached. */
async function rulesOf(
  performed: Answered['performed'],
  asked: string | undefined,
): Promise<AnswerRule[]> {
  const shown = asked === undefined ? await rulesOfAll(performed.map(idOf)) : [asked];
  const chosen =
    [shown, performed.flatMap(decidingIn), performed.flatMap(reachedIn)].find(
      ({ length }) => length > 0,
    ) ?? [];
  return Promise.all(
    chosen.slice(0, rulesMax).map(async (name) => {
      const [sim = '', rule = ''] = name.split('/');
      return ruleOf(await catalogue.wing(sim), rule);
    }),
  );
}

const idOf = ({ scenario }: Answered['performed'][number]): string => scenario.id;

/** The most frequent first. */
function decidingIn({ scenario, decided }: Answered['performed'][number]): string[] {
  const counts = rollup(
    decided.filter((rule) => rule !== ''),
    (rules) => rules.length,
    (rule) => rule,
  );
  return [...counts].sort(([, a], [, b]) => b - a).map(([rule]) => `${scenario.sim.id}/${rule}`);
}

const reachedIn = ({ scenario, reached }: Answered['performed'][number]): string[] =>
  [...reached].map((rule) => `${scenario.sim.id}/${rule}`);

async function rulesOfAll(ids: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    ids.map(async (id) => {
      const wing = await catalogue.wing(id.split('/')[0] ?? '');
      return rulesShownBy(wing, id).map((rule) => `${wing.sim.id}/${rule}`);
    }),
  );
  // One of each scenario before the second of any.
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, place) =>
    lists.flatMap((list) => list[place] ?? []),
  ).flat();
}

async function ruleOf(wing: Wing, rule: string): Promise<AnswerRule> {
  const { sim } = wing;
  const { protects, because } = sim.rules.get(rule);
  const proof = await proofOf(catalogue, wing, rule);
  const without = proof.status === 'killed' ? proof.message : undefined;
  const lines = placesOfRules(sim.id)(rule);
  const name = `${sim.id}/${rule}`;
  return { rule: name, protects, because, lines, without, run: runWithout(rule, proof) };
}

function runWithout(rule: string, proof: Proof): string | undefined {
  if (proof.status !== 'killed' || proof.plan !== undefined) return undefined;
  const { scenario, seed, params } = proof;
  return commandFor('', { scenario, seed, params: { ...params }, without: [rule] }).trim();
}

/** What is asked next: what else is said of the runs, then what else the words find. */
function followUps(
  best: Findable,
  ids: readonly string[],
  results: readonly Findable[],
): FollowUp[] {
  const claims = ledger
    .filter(
      ({ id, scenario, verdict }) =>
        ids.includes(scenario) && id !== best.name && verdict !== 'confirmed',
    )
    .map(({ id, says }) => ({ question: `Is it true? ${says}`, command: `answer ${id}` }));
  const neighbours = results
    .filter(({ kind, name }) => kind === 'scenario' && !ids.includes(name))
    .map(({ name, text }) => ({ question: text, command: `answer ${name}` }));
  const [wing = ''] = (ids[0] ?? '').split('/');
  const entries = catalogue.wings.find(({ id }) => id === wing)?.scenarios ?? [];
  const after = entries
    .slice(entries.findIndex(({ id }) => id === ids[0]) + 1)
    .filter(({ id }) => !ids.includes(id))
    .map(({ id, asks }) => ({ question: asks, command: `answer ${id}` }));
  const all = [...claims.slice(0, 1), ...neighbours, ...after];
  const seen = new Set<string>();
  return all
    .filter(({ command }) => !seen.has(command) && seen.add(command))
    .slice(0, followUpsMax);
}
