/** `lab explore <scenario>`: every order of events within printed bounds. */
import { catalogue } from '../../../scenarios/index.ts';
import type { Bounds, Stage } from '../../check/exploration.ts';
import {
  type ExploreOptions,
  exploredSeed,
  modelOf,
  type ScenarioModel,
} from '../../explore/of-scenario.ts';
import { type Replay, replay } from '../../explore/replay.ts';
import type { Breach, SearchReport } from '../../explore/search.ts';
import { StagedSearch } from '../../explore/stages.ts';
import { stepInWords } from '../../explore/words.ts';
import { parseRules } from '../../lab/catalogue.ts';
import { InputError, unknownChoice } from '../../lab/input-error.ts';
import { parseAssignments, parseParams } from '../../lab/params.ts';
import type { AnyScenario } from '../../lab/scenario.ts';
import { encodeToken, type RunIdentity } from '../../lab/token.ts';
import { inDigits } from '../../words/numbers.ts';
import { type CommandLine, collect } from '../command-line.ts';
import { type ExitStatus, exitStatus, signalStatuses } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import { type SecondsFlags, secondsFrom, wholeNumber } from '../limits.ts';
import { boundsInWords, explorationStory } from '../render/explored-text.ts';
import { duration } from '../render/progress.ts';
import { columns } from '../render/text.ts';

export interface ExploreFlags extends SecondsFlags {
  readonly without: readonly string[];
  readonly set: readonly string[];
  readonly bound: readonly string[];
  readonly operation: readonly string[];
  readonly operations: boolean;
  readonly stage: readonly string[];
  readonly property?: string;
  readonly all: boolean;
  readonly statesMax: string;
  readonly mibMax: string;
  readonly json: boolean;
}

/** States between two looks at the clock, and at signals. */
const turn = 20_000;

export function register({ lab, io, done }: CommandLine): void {
  lab
    .command('explore <scenario>')
    .description('every order of events within bounds, and the shortest story of what breaks')
    .option('--without <rule>', 'switch a rule off; may be repeated', collect, [])
    .option('--set <name=value>', 'set a parameter of the scenario; may be repeated', collect, [])
    .option(
      '--bound <name=value>',
      'network, losses, duplicates, crashes, tears, disks, a timer, or a bound of the sim; may be repeated',
      collect,
      [],
    )
    .option(
      '--operation <json>',
      'what a client or an operator does, instead of the plan; in this order; may be repeated',
      collect,
      [],
    )
    .option('--no-operations', 'nobody asks for anything')
    .option(
      '--stage <goal>',
      'go on from where this goal is reached; goal:dropped leaves the messages behind; may be repeated',
      collect,
      [],
    )
    .option('--property <id>', 'end at the first state that breaks this (default: any property)')
    .option('--all', 'go on after the first breach, to one of each property', false)
    .option('--states-max <count>', 'stop after so many distinct states', '20000000')
    .option('--mib-max <count>', 'stop when states take so much memory', '2048')
    .option('--seconds-max <count>', 'stop after so much wall-clock time, with status 3')
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  ${io.program} explore raft/random-faults --set nodes=3
  ${io.program} explore raft/random-faults --without up-to-date-log --stage committed --bound terms=3
  ${io.program} explore raft/random-faults --without persist-term-and-vote --bound crashes=1 --bound electionTimeout=2`,
    )
    .action(async (name, flags) => done(await exploreCommand(name, flags, io)));
}

async function exploreCommand(
  name: string,
  flags: ExploreFlags,
  io: CommandIo,
): Promise<ExitStatus> {
  const scenario = await catalogue.scenario(name);
  const model = modelOf(scenario, optionsFrom(scenario, flags));
  const stages = flags.stage.map((text) => stageFrom(text, model));
  const stopAt = flags.all ? undefined : (propertyFrom(flags.property, model) ?? true);
  const statesMax = wholeNumber('--states-max', flags.statesMax);
  const bytesMax = wholeNumber('--mib-max', flags.mibMax) * 2 ** 20;
  const search = new StagedSearch(model, { stages, stopAt, limits: { statesMax, bytesMax } });
  const stopped = await io.interruptible((signal) => searchUntil(signal, search, flags, io));
  const told = {
    model,
    search,
    report: search.report(),
    replays: replaysOf(model, search.breaches),
  };
  if (flags.json) io.printJson(asJson(told));
  else io.print(asText(told, io).join('\n'));
  return stopped ?? statusOf(told.report, search);
}

interface Explored {
  readonly model: ScenarioModel;
  readonly search: StagedSearch;
  readonly report: SearchReport;
  readonly replays: ReadonlyMap<string, Replay>;
}

/** The exit status, if a signal or the clock ended it. */
async function searchUntil(
  signal: AbortSignal,
  search: StagedSearch,
  flags: SecondsFlags,
  { nowMs, say, stderr }: CommandIo,
): Promise<ExitStatus | undefined> {
  const seconds = secondsFrom(flags);
  const startMs = nowMs();
  const shows = stderr.isTTY === true;
  while (search.advance(turn)) {
    // Lets signals in.
    await new Promise((resolve) => setImmediate(resolve));
    const tookMs = nowMs() - startMs;
    const { distinct, generated, depth } = search.report();
    const rate = inDigits(Math.round((1000 * generated) / Math.max(1, tookMs)));
    if (shows) {
      stderr.write(
        `\r\x1b[2K${inDigits(distinct)} states, depth ${depth}, ${rate} generated a second`,
      );
    }
    const isLate = seconds !== undefined && tookMs >= 1000 * seconds;
    if (!signal.aborted && !isLate) continue;
    if (shows) stderr.write('\r\x1b[2K');
    if (signal.aborted) return signalStatuses.get(signal.reason) ?? exitStatus.interrupted;
    say(`Stopped by --seconds-max ${seconds}: raise it to search more.`);
    return search.breaches.length > 0 ? exitStatus.fail : exitStatus.inconclusive;
  }
  if (shows) stderr.write('\r\x1b[2K');
  say(`searched for ${duration(nowMs() - startMs)}`);
  return undefined;
}

function statusOf({ ended }: SearchReport, search: StagedSearch): ExitStatus {
  if (search.breaches.length > 0) return exitStatus.fail;
  return ended === 'complete' && search.awaited === undefined
    ? exitStatus.pass
    : exitStatus.inconclusive;
}

function optionsFrom(scenario: AnyScenario, flags: ExploreFlags): ExploreOptions {
  const given = flags.set.map((text) => text.slice(0, text.indexOf('=')).trim());
  const all = parseAssignments(scenario.params, flags.set) as Record<string, unknown>;
  const params = Object.fromEntries(Object.entries(all).filter(([name]) => given.includes(name)));
  const { bounds, reach } = boundsFrom(scenario, flags.bound);
  const operations = flags.operation.map((text) => operationFrom(text));
  const own = !flags.operations ? [] : operations.length > 0 ? operations : undefined;
  return {
    params,
    without: parseRules(scenario.sim.rules, flags.without),
    bounds,
    reach,
    operations: own,
  };
}

const choices: Readonly<Record<string, readonly string[]>> = {
  network: ['multiset', 'set', 'links'],
  disks: ['at-once', 'any-time'],
  ownMessages: ['first', 'any-time'],
  unheard: ['stay', 'arrive'],
};
const counts: readonly string[] = ['losses', 'duplicates', 'crashes', 'tears'];

function boundsFrom(scenario: AnyScenario, texts: readonly string[]) {
  const model = modelOf(scenario);
  const timers = Object.keys(model.bounds.timeouts);
  const reaches = Object.keys(model.reach);
  const names = [...Object.keys(choices), ...counts, ...timers, ...reaches];
  const bounds: Record<string, unknown> = {};
  const timeouts: Record<string, number> = {};
  const reach: Record<string, number> = {};
  for (const text of texts) {
    const [name = '', value = ''] = text.split('=').map((part) => part.trim());
    const words = Object.hasOwn(choices, name) ? choices[name] : undefined;
    if (words !== undefined) {
      if (!words.includes(value)) {
        throw unknownChoice(
          `value of --bound ${name}`,
          value,
          words,
          `There are: ${words.join(', ')}.`,
        );
      }
      bounds[name] = value;
      continue;
    }
    const count = value === 'any' ? Infinity : wholeNumber(`--bound ${name}`, value, 0);
    if (counts.includes(name)) bounds[name] = count;
    else if (timers.includes(name)) timeouts[name] = count;
    else if (reaches.includes(name)) reach[name] = count;
    else throw unknownChoice('bound', name, names, `There are: ${names.join(', ')}.`);
  }
  return { bounds: { ...bounds, timeouts } as Partial<Bounds>, reach };
}

function operationFrom(text: string): object {
  try {
    const operation: unknown = JSON.parse(text);
    if (typeof operation === 'object' && operation !== null) return operation;
  } catch {
    // Said below.
  }
  throw new InputError(`--operation takes an operation as JSON, not "${text}".`);
}

function stageFrom(text: string, { goals = [] }: ScenarioModel): Stage {
  const [goal = '', messages = 'kept'] = text.split(':');
  const ids = goals.map(({ id }) => id);
  if (!ids.includes(goal)) throw unknownChoice('goal', goal, ids, `There are: ${ids.join(', ')}.`);
  const words = ['kept', 'dropped'];
  if (!words.includes(messages))
    throw unknownChoice('word', messages, words, 'Say kept or dropped.');
  return { goal, keepsMessages: messages === 'kept' };
}

function propertyFrom(property: string | undefined, { properties = [] }: ScenarioModel) {
  const ids = properties.map(({ id }) => id);
  if (property === undefined || ids.includes(property)) return property;
  throw unknownChoice('property', property, ids, `There are: ${ids.join(', ')}.`);
}

function replaysOf(model: ScenarioModel, breaches: readonly Breach[]): Map<string, Replay> {
  return new Map(breaches.map((breach) => [breach.property, replay(model, breach)]));
}

/** The token of a story's session. */
function tokenOf(
  { scenario, params, without }: ScenarioModel,
  replayed: Replay,
): string | undefined {
  if ('untimed' in replayed) return undefined;
  const { interventions, digest } = replayed;
  const whole = parseParams(scenario.params, params) as Record<string, unknown>;
  const defaults = parseParams(scenario.params, {}) as Record<string, unknown>;
  const changed = Object.entries(whole).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name]),
  );
  const identity: RunIdentity = {
    scenario: scenario.id,
    seed: exploredSeed,
    params: Object.fromEntries(changed),
    without: [...without],
    plan: [],
    interventions,
    digest,
  };
  return encodeToken(identity);
}

function endInWords({ ended, isCut }: SearchReport, search: StagedSearch): string {
  if (search.awaited !== undefined && ended === 'complete') {
    return `complete within the bounds, and the goal ${search.awaited} of stage ${search.stage} was not reached`;
  }
  switch (ended) {
    case 'complete':
      return isCut ? 'complete within the bounds' : 'complete: the bounds left nothing out';
    case 'found':
      return 'ended at what it found';
    case 'states':
      return 'cut by --states-max';
    case 'memory':
      return 'cut by --mib-max';
    case 'interrupted':
      return 'stopped before its end';
  }
}

function asText(
  { model, search, report, replays }: Explored,
  { paint, program }: CommandIo,
): string[] {
  const { scenario, properties = [], goals = [], bounds, reach, clockRules, without } = model;
  const broken = new Map(search.breaches.map((breach) => [breach.property, breach]));
  const words = (operation: object) =>
    scenario.operations?.inWords(operation) ?? JSON.stringify(operation);
  const off = without.filter((rule) => clockRules.includes(rule));
  const isDone = report.ended === 'complete' && search.awaited === undefined;
  return [
    `${paint.bold(scenario.id)}  every order of events`,
    '',
    ...columns([
      [paint.dim('nodes'), model.nodes.map(({ id }) => id).join(' ')],
      [paint.dim('bounds'), boundsInWords(bounds, reach).join(', ')],
      [paint.dim('distinct'), inDigits(report.distinct)],
      [paint.dim('generated'), inDigits(report.generated)],
      [paint.dim('depth'), inDigits(report.depth)],
      [paint.dim('search'), endInWords(report, search)],
    ]),
    '',
    ...columns([
      ...properties.map(({ id, says }) => {
        const breach = broken.get(id);
        if (breach !== undefined) return [paint.red('broken'), id, breach.message];
        return [isDone ? paint.green('holds') : paint.yellow('open'), id, says];
      }),
      ...goals.map(({ id, says }) => {
        const story = search.reached.get(id);
        return story === undefined
          ? ['never', id, says]
          : ['reached', id, `${says}: after ${story.length} steps`];
      }),
    ]),
    ...off.map(
      (rule) => `not judged: ${rule} depends on the clock, and here every clock stands still`,
    ),
    ...search.breaches.flatMap((breach) => {
      const replayed = replays.get(breach.property) as Replay;
      const token = tokenOf(model, replayed);
      return [
        '',
        `${paint.bold(breach.property)} in ${breach.story.length} steps: ${breach.message}`,
        ...explorationStory(breach.story, words),
        ...('untimed' in replayed
          ? [`This order cannot be timed: ${replayed.untimed}.`]
          : [
              `In the timed world: ${replayed.message}`,
              `${paint.dim('again')}  ${program} replay ${token}`,
            ]),
      ];
    }),
  ];
}

function asJson({ model, search, report, replays }: Explored) {
  const {
    scenario,
    params,
    without,
    bounds,
    reach,
    properties = [],
    goals = [],
    clockRules,
  } = model;
  const words = (operation: object) =>
    scenario.operations?.inWords(operation) ?? JSON.stringify(operation);
  const { distinct, generated, depth, bytes } = report;
  const isDone = report.ended === 'complete' && search.awaited === undefined;
  const breaches = search.breaches.map(({ property, message, story }) => {
    const replayed = replays.get(property) as Replay;
    return {
      property,
      message,
      story: story.map((step) => {
        const [where, what] = stepInWords(step, words);
        return { where, what };
      }),
      ...('untimed' in replayed
        ? { untimed: replayed.untimed }
        : { token: tokenOf(model, replayed) }),
    };
  });
  return {
    schema: 'seedlab/explore/1',
    scenario: scenario.id,
    params,
    without,
    bounds: { ...bounds, reach },
    distinct,
    generated,
    depth,
    ended: report.ended,
    isComplete: isDone,
    awaits: search.awaited ?? null,
    bytes,
    properties: properties.map(({ id }) => ({
      id,
      verdict: breaches.some(({ property }) => property === id)
        ? 'broken'
        : isDone
          ? 'holds'
          : 'open',
    })),
    goals: goals.map(({ id }) => ({ id, steps: search.reached.get(id)?.length ?? null })),
    notJudged: without.filter((rule) => clockRules.includes(rule)),
    breaches,
  };
}
