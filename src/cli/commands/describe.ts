/** `lab describe <name>`: what a scenario, a sim or a rule is, and where to read it. */
import type { KeptStory } from '../../check/exploration.ts';
import type { Rule } from '../../check/rules.ts';
import type { Paint } from '../../draw/colour.ts';
import { columns, hangingColumns, shellWord, wrapped } from '../../draw/text.ts';
import { codeOf, inShort } from '../../host/code-place.ts';
import {
  type Excerpt,
  excerptsInFile,
  excerptsOfRule,
  placesOfRules,
  sourceOfScenario,
} from '../../host/source.ts';
import { rulesShownBy, type Wing } from '../../lab/catalogue.ts';
import { InputError } from '../../lab/input-error.ts';
import { describeParams, paramInText, parseParams } from '../../lab/params.ts';
import { type Proof, proofOf } from '../../lab/proof.ts';
import type { AnyScenario } from '../../lab/scenario.ts';
import { lastTold } from '../../lab/why.ts';
import { sentenceOf } from '../../lab/words.ts';
import { counted } from '../../words/numbers.ts';
import { shown } from '../../words/shown.ts';
import { catalogueFor } from '../catalogue.ts';
import type { CommandLine } from '../command-line.ts';
import { wordAskedFor } from '../definition.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { claimOf } from '../finding.ts';
import type { CommandIo } from '../io.ts';
import { excerptLines } from '../render/excerpt.ts';
import { commandFor } from '../request.ts';
import { perform } from './run.ts';

export function register({ lab, io, done }: CommandLine): void {
  lab
    .command('describe <name>')
    .description('describe a scenario, a sim or a rule, and where to read it')
    .option('--json', 'print the description as JSON', false)
    .action(async (name, flags) => done(await describeCommand(name, flags, io)));
}

async function describeCommand(
  name: string,
  { json }: { json: boolean },
  io: CommandIo,
): Promise<ExitStatus> {
  const found = await lookedUp(name, io);
  const { wing } = found;
  if (found.kind === 'scenario') {
    describeScenario((await found.entry.load()).default, wing, json, io);
  } else if (found.kind === 'sim') await describeSim(wing, json, io);
  else await describeRule(wing, found.rule, json, io);
  return exitStatus.pass;
}

function lookedUp(name: string, io: CommandIo) {
  return catalogueFor(io)
    .lookUp(name)
    .catch((error: unknown) => {
      const word = wordAskedFor(`what is ${name}`);
      if (word === undefined) throw error;
      throw new InputError(
        `"${name}" is a word, and no scenario, sim or rule: ${io.program} answer ${shellWord(word)}`,
      );
    });
}

function describeScenario(
  scenario: AnyScenario,
  wing: Wing,
  json: boolean,
  { paint, print, printJson, program }: CommandIo,
): void {
  const titled = titledIn(paint);
  const { id, asks, sim, claims, invariants, metrics } = scenario;
  const defaults = parseParams(scenario.params, {});
  const params = describeParams(scenario.params);
  const goals = scenario.goals(defaults);
  const expectations = scenario.expect(defaults);
  const isOwn = scenario.file !== undefined;
  const code = codeOf(scenario);
  const source = isOwn ? id : sourceOfScenario(id);
  const { tries, decided, asked } = firstRun(scenario, wing, program);
  const place = isOwn ? () => undefined : placesOfRules(sim.id);
  const rules = rulesUsed(scenario, wing, [decided, asked]).map((rule) => ({
    rule,
    lines: place(rule),
  }));
  if (json) {
    printJson({
      id,
      asks,
      sim: sim.id,
      claims,
      file: isOwn ? id : `scenarios/${id}.ts`,
      params,
      invariants: invariants.map(({ id, says }) => ({ id, says })),
      goals: goals.map(({ id, says, kind }) => ({ id, says, kind })),
      metrics: Object.entries(metrics).map(([name, metric]) => ({
        name,
        ...(metric as { unit: string; says: string }),
      })),
      expectations: expectations.map(({ id, text, claim, bound }) => ({ id, text, claim, bound })),
      rules: rules.map(({ rule }) => rule),
      read: [...code.map(inShort), ...rules.flatMap(({ lines }) => lines ?? [])],
      try: tries.map(({ command }) => command),
    });
    return;
  }
  print(
    [
      paint.bold(id),
      wrapped(asks),
      '',
      ...titled(
        'parameters',
        params.map((p) => [`${p.name}=${paramInText(p.default)}`, p.allowed, p.says]),
      ),
      ...titled(
        'invariants',
        invariants.map(({ id, says }) => [id, says]),
      ),
      ...titled(
        'goals',
        goals.map(({ id, kind, says }) => [id, kind, says]),
      ),
      ...titled(
        'expectations',
        expectations.map(({ id, text }) => [id, text]),
      ),
      ...titled(
        'claims',
        claims.map((claim) => [claim, claimOf(claim)?.says ?? '']),
      ),
      ...underTitle(
        paint.bold('rules that it uses'),
        rules.flatMap(({ rule, lines = '' }) => [
          `  ${paint.cyan(`${sim.id}/${rule}`)}  ${paint.dim(lines)}`,
          wrapped(`without it ${sim.rules.get(rule).because}`, '    '),
        ]),
      ),
      ...titled('read', [
        ...(source === undefined ? [] : [[source, '']]),
        ...code.map((place) => [inShort(place), place.name]),
        ...filesOf(rules).map((file) => [file, '']),
      ]),
      ...underTitle(
        paint.bold('try'),
        tries.flatMap(({ command, says }) => [
          `  ${command}`,
          ...(says === '' ? [] : [paint.dim(wrapped(says, '    '))]),
        ]),
      ),
    ].join('\n'),
  );
}

/** Of its first run so many events are played, to find one that can be asked about. */
const stepsPlayed = 2_000;

interface Try {
  readonly command: string;
  /** What there is to see, if the command does not say it. */
  readonly says: string;
}

/** What its first run shows: command lines that have an answer, the rules that decided, and those that were asked for. */
function firstRun(
  scenario: AnyScenario,
  wing: Wing,
  program: string,
): {
  readonly tries: Try[];
  readonly decided: ReadonlySet<string>;
  readonly asked: ReadonlySet<string>;
} {
  const first = `${shellWord(scenario.id)} --seed 1`;
  const request = { scenario, options: { seed: '1' } };
  const asked = new Set<string>();
  const limits = { stepsMax: stepsPlayed, ruleAsked: (rule: string) => asked.add(rule) };
  const { events } = perform(request, true, limits);
  const event = lastTold(events, scenario);
  const decided = new Set(
    events.flatMap((it) => (it.kind === 'note' ? (it.detail.rule ?? []) : [])),
  );
  const plain = (command: string): Try => ({ command, says: '' });
  const tries = [
    plain(`${program} run ${first}`),
    plain(`${program} step ${first}`),
    ...(event === undefined
      ? []
      : [
          {
            command: `${program} why ${first} --event ${event.id}`,
            says: shown(sentenceOf(event, scenario)),
          },
        ]),
    plain(`${program} diff ${first} --and --seed 2`),
    ...killersIn(wing, scenario.id, program).map(plain),
  ];
  return { tries, decided, asked };
}

const rulesMax = 12;

/** Those that this scenario is the killer of, then the others, from those that say most of it. */
function rulesUsed(
  { id }: AnyScenario,
  wing: Wing,
  others: readonly ReadonlySet<string>[],
): string[] {
  const used = others.flatMap((set) => wing.sim.rules.ids.filter((rule) => set.has(rule)));
  return [...new Set([...rulesShownBy(wing, id), ...used])].slice(0, rulesMax);
}

/** The files in which these rules stand, each once. */
function filesOf(rules: readonly { readonly lines: string | undefined }[]): string[] {
  return [...new Set(rules.flatMap(({ lines }) => lines?.replace(/:\d+$/, '') ?? []))];
}

/** For each rule whose killer is a run of this scenario, that run as it is typed, or where it is shown if it has a plan of its own. */
function killersIn({ sim, killers }: Wing, scenario: string, program: string): string[] {
  return Object.entries(killers).flatMap(([rule, killer]) => {
    if (!('scenario' in killer) || killer.scenario !== scenario) return [];
    const { seed, params = {}, plan } = killer;
    if (plan !== undefined) return [`${program} describe ${sim.id}/${rule}`];
    return [commandFor(program, { scenario, seed, params: { ...params }, without: [rule] })];
  });
}

async function describeSim(wing: Wing, json: boolean, io: CommandIo): Promise<void> {
  const { paint, print, printJson } = io;
  const titled = titledIn(paint);
  const { sim } = wing;
  const { id, title, about, sources, files, invariants } = sim;
  const scenarios = wing.scenarios.map(({ id, asks }) => ({ id, asks }));
  const rules: ({ id: string; status: string; proof: object } & Rule)[] = [];
  for (const rule of sim.rules.ids) {
    const { status, ...proof } = await proofOf(catalogueFor(io), wing, rule);
    rules.push({ id: rule, ...sim.rules.get(rule), status, proof });
  }
  if (json) {
    printJson({
      id,
      title,
      about,
      sources,
      files: files.map((name) => `sims/${id}/${name}`),
      rules,
      scenarios,
      invariants: invariants.map(({ id, says }) => ({ id, says })),
    });
    return;
  }
  print(
    [
      paint.bold(title),
      wrapped(about),
      '',
      ...titled(
        'rules',
        rules.map(({ id, status, protects, because }) => [
          status === 'killed' ? paint.green(status) : paint.yellow(status),
          id,
          `${because} ${paint.dim(`[protects ${protects}]`)}`,
        ]),
      ),
      ...titled(
        'invariants',
        invariants.map(({ id, says }) => [id, says]),
      ),
      ...titled(
        'scenarios',
        scenarios.map(({ id, asks }) => [id, asks]),
      ),
      ...titled(
        'read',
        files.map((name) => [`sims/${id}/${name}`]),
      ),
      ...titled(
        'sources',
        sources.map((source) => [source]),
      ),
    ].join('\n'),
  );
}

async function describeRule(wing: Wing, rule: string, json: boolean, io: CommandIo): Promise<void> {
  const { paint, print, printJson } = io;
  const { sim } = wing;
  const { protects, source, because } = sim.rules.get(rule);
  const proof = await proofOf(catalogueFor(io), wing, rule);
  const code = [...(await excerptsOfOwn(wing, rule)), ...excerptsOfRule(sim.id, rule)];
  const story = storyOf(wing, rule);
  if (json) {
    printJson({
      id: rule,
      sim: sim.id,
      protects,
      source,
      because,
      status: proof.status,
      proof,
      code,
      story: story ?? null,
    });
    return;
  }
  print(
    [
      paint.bold(`${sim.id}/${rule}`),
      wrapped(`Without it ${because}.`),
      '',
      ...columns([
        [paint.dim('protects'), `${protects}: ${await saysOf(wing, protects)}`],
        [paint.dim('source'), source],
        [paint.dim('status'), ...proofInWords(rule, proof, io)],
      ]),
      '',
      ...(story === undefined ? [] : storyLines(story, isStaged(wing, rule), paint)),
      ...code.flatMap((excerpt) => [...excerptLines(excerpt, paint), '']),
    ].join('\n'),
  );
}

/** Of a rule in a file of the user's own. */
async function excerptsOfOwn({ scenarios }: Wing, rule: string): Promise<Excerpt[]> {
  const [entry] = scenarios;
  if (entry === undefined) return [];
  const { id, file } = (await entry.load()).default;
  return file === undefined ? [] : excerptsInFile(file.path, id, rule);
}

function storyOf({ stories = {} }: Wing, rule: string): KeptStory | undefined {
  return Object.hasOwn(stories, rule) ? stories[rule] : undefined;
}

/** In stages, each step of the way is a shortest one, and the whole perhaps not. */
function isStaged({ explorations = {} }: Wing, rule: string): boolean {
  return Object.hasOwn(explorations, rule) && explorations[rule]?.stages !== undefined;
}

/** What a search of every order found. */
function storyLines(
  { steps, distinct, message }: KeptStory,
  staged: boolean,
  paint: Paint,
): string[] {
  const which = staged ? 'found in stages by trying every order' : 'the shortest of every order';
  const found = `${which}, ${counted(distinct, 'state')}`;
  return [
    `${paint.bold('story')}  ${paint.dim(found)}`,
    ...columns(
      steps.map(([where, what], place) => [`${place + 1}`, where, what]),
      '  ',
    ),
    `  ${message}`,
    '',
  ];
}

/** What a property says: an invariant of the sim, or a goal of one of its scenarios. */
async function saysOf({ sim, scenarios }: Wing, property: string): Promise<string> {
  const loaded = await Promise.all(scenarios.map(async ({ load }) => (await load()).default));
  const goals: { id: string; says: string }[] = loaded.flatMap((scenario) =>
    scenario.goals(parseParams(scenario.params, {})),
  );
  return [...sim.invariants, ...goals].find(({ id }) => id === property)?.says ?? '';
}

function proofInWords(rule: string, proof: Proof, { paint, program }: CommandIo): string[] {
  if (proof.status === 'unproved') {
    return [`${paint.yellow('unproved')}: no run is known that needs it; tried: ${proof.tried}`];
  }
  const { scenario, seed, params, plan, message } = proof;
  const own = plan === undefined ? {} : { plan };
  const command = commandFor(program, {
    scenario,
    seed,
    params: { ...params },
    without: [rule],
    ...own,
  });
  return [`${paint.green('killed')}: ${message}\n          ${command}`];
}

const titledIn =
  (paint: Paint) =>
  (title: string, rows: string[][]): string[] =>
    underTitle(paint.bold(title), hangingColumns(rows, '  '));

const underTitle = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines, ''];
