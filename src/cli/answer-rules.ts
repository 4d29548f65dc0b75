/** The rules that an answer names: with their lines, and what happened in a run without each. */
import { decidingRules } from '../../scenarios/deciding-rules.ts';
import { catalogue } from '../../scenarios/index.ts';
import { codeOf, lineOfRule, rulesIn } from '../host/code-place.ts';
import { placesOfRules } from '../host/source.ts';
import { must } from '../kernel/must.ts';
import { brokenIn, propertyBroken } from '../lab/broken.ts';
import { rulesShownBy, scenarioOf, type Wing } from '../lab/catalogue.ts';
import { ledgerSeed } from '../lab/claim.ts';
import type { Findable } from '../lab/find/find.ts';
import { wanted } from '../lab/find/stems.ts';
import { type Proof, proofOf } from '../lab/proof.ts';
import { run } from '../lab/run.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import type { Params } from './answer-sides.ts';
import type { Subject } from './answer-subject.ts';
import type { RunLimits } from './limits.ts';
import { commandWords } from './request.ts';

export interface AnswerRule {
  readonly rule: string;
  readonly protects: string;
  readonly because: string;
  /** `file:line` of where it stands. */
  readonly lines: string | undefined;
  /** What happened in a run without it; undefined if no run is known that needs it. */
  readonly without: string | undefined;
  /** The command line of that run, without the program, or one that shows it. */
  readonly run: string;
}

const rulesMax = 2;
/** So far down the results a rule is what the words speak of. */
const spokenOfMax = 8;
/** What is said speaks of a rule if it has so much of the words of its name. */
const saidShareMin = 0.5;
/** So many runs without a rule at most. */
const triedMax = 6;
/** So many events of a run without a rule at most: a worker that no longer waits makes millions. */
const triedEventsMax = 500_000;

/** A scenario of the answer, and the figures of the question that its run has. */
export interface Asked {
  readonly scenario: AnyScenario;
  readonly params: Params;
}

/** A rule, and the scenario of the answer in which it is tried. */
interface Candidate extends Asked {
  readonly wing: Wing;
  readonly rule: string;
}

/** Those that the subject names, one for each of its parts, or those of its scenarios. */
export async function rulesOfAnswer(
  { rules, answering, isOfParts }: Subject,
  scenarios: readonly Asked[],
  results: readonly Findable[],
  said: string,
  limits: RunLimits,
): Promise<AnswerRule[]> {
  if (rules !== undefined) {
    return Promise.all(rules.map((rule) => ruleOfAnswer(rule, scenarios, limits)));
  }
  if (!isOfParts) return rulesOf(scenarios, results, said, limits);
  const shown: AnswerRule[] = [];
  const isNew = ({ rule }: AnswerRule) => shown.every((one) => one.rule !== rule);
  for (const [place, part] of scenarios.entries()) {
    const { side, rule } = must(answering[place], 'part of the question');
    const ofPart =
      rule === undefined
        ? deciding(speakingOf(side, await inCodeOf([part])), limits)
        : [await ruleAskedFor(rule)];
    const isLookedFor = rule === undefined && !ofPart.some(isNew);
    const others = isLookedFor ? await rulesOf([part], results, '', limits) : [];
    shown.push(...[...ofPart, ...others].filter(isNew).slice(0, 1));
  }
  return shown.slice(0, rulesMax);
}

/**
 * At most two without which the answer's runs break: of those that the words speak of, that stand in the code that
 * answers, that these scenarios are known to need. If there is none, one that another run shows, if what is said speaks
 * of it or the question hangs on it.
 */
async function rulesOf(
  scenarios: readonly Asked[],
  results: readonly Findable[],
  said: string,
  limits: RunLimits,
): Promise<AnswerRule[]> {
  const candidates = [...(await inCodeOf(scenarios)), ...(await neededBy(scenarios))];
  const spokenOf = results
    .slice(0, spokenOfMax)
    .flatMap(({ kind, name }) => (kind === 'rule' ? [name] : []));
  const isSpokenOf = (candidate: Candidate) => spokenOf.includes(nameOf(candidate));
  const inOrder = [
    ...candidates.filter(isSpokenOf),
    ...candidates.filter((one) => !isSpokenOf(one)),
  ];
  const rules = deciding(inOrder, limits);
  if (rules.length > 0) return rules;
  const stems = new Set(wanted(said));
  const other = inOrder.find(
    (one) => isSpokenOf(one) || shareOf(wordsOfName(one), stems) >= saidShareMin,
  );
  if (other !== undefined) return [await proved(other)];
  const ofOtherRuns = scenarios.flatMap(({ scenario }) => decidingRules[scenario.id] ?? []);
  return Promise.all([...new Set(ofOtherRuns)].slice(0, rulesMax).map(ruleAskedFor));
}

/** Those that have a word of a text, in their names or reasons. */
function speakingOf(text: string | undefined, candidates: readonly Candidate[]): Candidate[] {
  const asked = wanted(text ?? '');
  return candidates.filter(({ wing, rule }) => {
    const words = wanted(`${rule.replaceAll('-', ' ')} ${wing.sim.rules.get(rule).because}`);
    return words.some((word) => asked.includes(word));
  });
}

const wordsOfName = ({ rule }: Candidate): string[] => wanted(rule.replaceAll('-', ' '));

const shareOf = (words: readonly string[], stems: ReadonlySet<string>): number =>
  words.filter((word) => stems.has(word)).length / words.length;

/** Of rules that break their scenario, those first without which a claim would not be decided as it is. */
function deciding(candidates: readonly Candidate[], limits: RunLimits): AnswerRule[] {
  const [ofClaims, others]: [AnswerRule[], AnswerRule[]] = [[], []];
  const [tried, broke] = [new Set<string>(), new Set<string>()];
  for (const candidate of candidates) {
    if (ofClaims.length === rulesMax || tried.size === triedMax) break;
    const name = nameOf(candidate);
    const runTried = `${name} in ${candidate.scenario.id}`;
    // A rule in the code of two scenarios may break only the second of them.
    if (broke.has(name) || tried.has(runTried)) continue;
    tried.add(runTried);
    const broken = brokenWithout(candidate, limits);
    if (broken === undefined) continue;
    broke.add(name);
    const { breaksClaim, isOfReason: _, ...seen } = broken;
    (breaksClaim ? ofClaims : others).push({ ...about(candidate), ...seen });
  }
  return [...ofClaims, ...others].slice(0, rulesMax);
}

/** That one, by its proof. */
export const ruleAskedFor = async (name: string): Promise<AnswerRule> =>
  proved(await ruleNamed(name));

/** In the answer's own run, if that needs it. */
async function ruleOfAnswer(
  name: string,
  scenarios: readonly Asked[],
  limits: RunLimits,
): Promise<AnswerRule> {
  const named = await ruleNamed(name);
  const shownBy = scenarioOf(named.wing.killers[named.rule]);
  const candidates = scenarios
    .filter(({ scenario }) => scenario.id === shownBy)
    .map((asked) => ({ ...asked, ...named }));
  return deciding(candidates, limits)[0] ?? proved(named);
}

async function ruleNamed(name: string): Promise<Pick<Candidate, 'wing' | 'rule'>> {
  const [sim = '', rule = ''] = name.split('/');
  return { wing: await catalogue.wing(sim), rule };
}

/** Those that stand in the code that these scenarios name as what answers. */
async function inCodeOf(scenarios: readonly Asked[]): Promise<Candidate[]> {
  const lists = await Promise.all(
    scenarios.map(async (asked) => {
      const wing = await catalogue.wing(asked.scenario.sim.id);
      const rules = rulesIn(codeOf(asked.scenario), wing.sim.rules.ids);
      return rules.map((rule) => ({ ...asked, wing, rule }));
    }),
  );
  return lists.flat();
}

/** What these scenarios fail without: one of each before the second of any. */
async function neededBy(scenarios: readonly Asked[]): Promise<Candidate[]> {
  const lists = await Promise.all(
    scenarios.map(async (asked) => {
      const wing = await catalogue.wing(asked.scenario.sim.id);
      return rulesShownBy(wing, asked.scenario.id).map((rule) => ({ ...asked, wing, rule }));
    }),
  );
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, place) =>
    lists.flatMap((list) => list[place] ?? []),
  ).flat();
}

/** A rule that is asked for by its name comes without a scenario. */
type Named = Pick<Candidate, 'wing' | 'rule'> & Partial<Candidate>;

const nameOf = ({ wing, rule }: Pick<Candidate, 'wing' | 'rule'>): string =>
  `${wing.sim.id}/${rule}`;

/** A rule may stand in several places: the one in the code that the scenario names says most. */
function about({ scenario, wing, rule }: Named) {
  const { protects, because } = wing.sim.rules.get(rule);
  const named = scenario === undefined ? [] : codeOf(scenario);
  const lines = lineOfRule(named, rule) ?? placesOfRules(wing.sim.id)(rule);
  return { rule: nameOf({ wing, rule }), protects, because, lines };
}

interface Broken extends Pick<AnswerRule, 'without' | 'run'> {
  readonly breaksClaim: boolean;
  /** It breaks what the rule is there for, and not only a figure. */
  readonly isOfReason: boolean;
}

/** How the answer's run breaks without the rule, or the run that proves it; undefined if neither does. */
function brokenWithout(candidate: Candidate, limits: RunLimits): Broken | undefined {
  const { scenario, params, wing, rule } = candidate;
  const broken = brokenInRun(candidate, ledgerSeed, params, limits);
  const killer = wing.killers[rule];
  const isProof =
    killer !== undefined &&
    'scenario' in killer &&
    killer.scenario === scenario.id &&
    killer.plan === undefined;
  if (broken?.isOfReason === true || !isProof) return broken;
  return brokenInRun(candidate, killer.seed, killer.params ?? {}, limits) ?? broken;
}

/** What the rule protects first. */
function brokenInRun(
  { scenario, wing, rule }: Candidate,
  seed: string,
  params: object,
  limits: RunLimits,
): Broken | undefined {
  const identity = { seed, params: { ...params }, without: [rule] };
  const stepsMax = Math.min(limits.stepsMax ?? triedEventsMax, triedEventsMax);
  const result = run(scenario, identity, { ...limits, stepsMax });
  const isOfClaim = new Set(
    result.expectations.flatMap(({ id, claim }) => (claim === undefined ? [] : [id])),
  );
  const ofClaim = brokenIn(result).find((id) => isOfClaim.has(id));
  const { protects } = wing.sim.rules.get(rule);
  // What else breaks says nothing of why the rule is there, and a figure that no claim hangs on may just be another one.
  const ofReason = propertyBroken(result, protects);
  const without = ofReason ?? (ofClaim && propertyBroken(result, ofClaim));
  if (without === undefined) return undefined;
  return {
    breaksClaim: ofClaim !== undefined,
    isOfReason: ofReason !== undefined,
    without,
    run: commandWords({ scenario: scenario.id, ...identity }),
  };
}

async function proved(candidate: Named): Promise<AnswerRule> {
  const { wing, rule } = candidate;
  const proof = await proofOf(catalogue, wing, rule);
  const without = proof.status === 'killed' ? proof.message : undefined;
  // A run with a plan of its own is shown by its rule.
  const run = runWithout(rule, proof) ?? `describe ${nameOf(candidate)}`;
  return { ...about(candidate), without, run };
}

function runWithout(rule: string, proof: Proof): string | undefined {
  if (proof.status !== 'killed' || proof.plan !== undefined) return undefined;
  const { scenario, seed, params } = proof;
  return commandWords({ scenario, seed, params: { ...params }, without: [rule] });
}
