/** `lab hunt <rule or scenario>`: a run that breaks a property, with the shortest story of it. */
import { catalogue } from '../../../scenarios/index.ts';
import { parseRules } from '../../lab/catalogue.ts';
import { type Caught, hunt, type Quarry, shrink } from '../../lab/hunt.ts';
import { InputError } from '../../lab/input-error.ts';
import { parseAssignments } from '../../lab/params.ts';
import type { AnyScenario } from '../../lab/scenario.ts';
import { encodeToken } from '../../lab/token.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { paint, print, printJson } from '../output.ts';
import { storyLines } from '../render/run-text.ts';
import { columns } from '../render/text.ts';
import { commandFor, identityOf } from '../request.ts';
import { perform } from './run.ts';

export interface HuntFlags {
  readonly without: readonly string[];
  readonly set: readonly string[];
  readonly seeds: string;
  readonly json: boolean;
}

export async function huntCommand(name: string, flags: HuntFlags): Promise<ExitStatus> {
  const { scenario, quarry } = await quarryNamed(name, flags);
  const count = Number(flags.seeds);
  if (!Number.isInteger(count) || count < 1) {
    throw new InputError(`--seeds takes a whole number from 1, not "${flags.seeds}".`);
  }
  const { caught, tried } = hunt(scenario, quarry, numbered(count));
  if (caught === undefined) report({ scenario, tried }, flags.json);
  else report({ scenario, tried, caught: shrink(scenario, caught) }, flags.json);
  return caught === undefined ? exitStatus.pass : exitStatus.fail;
}

/** What to hunt for, and where: a rule is hunted in the scenario of its killer. */
async function quarryNamed(
  name: string,
  flags: HuntFlags,
): Promise<{ scenario: AnyScenario; quarry: Quarry }> {
  const found = await catalogue.lookUp(name);
  if (found.kind === 'sim') {
    throw new InputError(`"${name}" is a sim: name one of its rules or scenarios.`);
  }
  const { rules } = found.wing.sim;
  const off = parseRules(rules, flags.without);
  if (found.kind === 'scenario') {
    const scenario = (await found.entry.load()).default;
    const params = parseAssignments(scenario.params, flags.set);
    return { scenario, quarry: { without: off, params } };
  }
  const killer = found.wing.killers[found.rule];
  if (killer === undefined || 'tried' in killer) {
    const tried = killer?.tried ?? 'nothing yet';
    throw new InputError(
      `No scenario is known that needs ${name} (tried: ${tried}). Name one: npm run lab -- hunt <scenario> --without ${name}`,
    );
  }
  const scenario = await catalogue.scenario(killer.scenario);
  const params = { ...killer.params, ...parseAssignments(scenario.params, flags.set) };
  const property = rules.get(found.rule).protects;
  return { scenario, quarry: { property, without: [found.rule, ...off], params } };
}

function* numbered(count: number): Iterable<string> {
  for (let seed = 1; seed <= count; seed++) yield String(seed);
}

interface Hunted {
  readonly scenario: AnyScenario;
  readonly tried: number;
  readonly caught?: Caught;
}

function report({ scenario, tried, caught }: Hunted, json: boolean): void {
  if (caught === undefined) {
    if (json) printJson({ scenario: scenario.id, tried, found: null });
    else print(`${scenario.id}: ${tried} seeds, and nothing broke.`);
    return;
  }
  const { options, property, message } = caught;
  const request = { scenario, options };
  const { result, story } = perform(request, false);
  const identity = identityOf(request, result);
  const token = encodeToken(identity);
  const command = commandFor(identity);
  if (json) {
    const { seed, params, without, plan } = result;
    const found = { seed, params, without, plan, property, message, token, command };
    printJson({ scenario: scenario.id, tried, found });
    return;
  }
  const violation = result.invariants.find(({ id }) => id === property)?.violations[0];
  const until = violation?.atMs ?? Infinity;
  print(
    [
      `${paint.bold(scenario.id)}  ${property} is broken: ${message}`,
      '',
      ...storyLines(
        story.filter(({ atMs }) => atMs <= until),
        paint,
      ),
      '',
      ...columns([
        [
          paint.dim('found'),
          `by the ${tried === 1 ? 'first seed' : `${tried}th seed`} tried: ${options.seed}`,
        ],
        [paint.dim('token'), token],
        [paint.dim('again'), command],
      ]),
    ].join('\n'),
  );
}
