/** `lab why <scenario or token> --event …`: the causal chain behind an event, as a short story. */

import type { Violation } from '../../check/invariant.ts';
import { reasonLines } from '../../draw/reasons.ts';
import { placesOfRules } from '../../host/source.ts';
import { must } from '../../kernel/must.ts';
import { InputError } from '../../lab/input-error.ts';
import type { RunResult } from '../../lab/run.ts';
import type { AnyScenario } from '../../lab/scenario.ts';
import { why } from '../../lab/why.ts';
import { sentenceOf } from '../../lab/words.ts';
import type { TraceEvent } from '../../trace/event.ts';
import { counted } from '../../words/numbers.ts';
import { catalogueFor } from '../catalogue.ts';
import { type CommandLine, withDataFlag, withEventLimits, withRunFlags } from '../command-line.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import { type LimitFlags, limitsFrom } from '../limits.ts';
import { type RunFlags, requestFromWords } from '../request.ts';
import { perform } from './run.ts';

export interface WhyFlags extends RunFlags, LimitFlags {
  readonly event?: string;
  readonly all: boolean;
  readonly json: boolean;
}

/** How long the story is, unless all of it is asked for. */
const linesMax = 24;

export function register({ lab, io, done }: CommandLine): void {
  withEventLimits(withDataFlag(withRunFlags(lab.command('why <scenario-or-token>'))))
    .description('tell what led to an event, as a short story')
    .option('--event <number or words>', 'the last such event (default: what broke first)')
    .option('--all', 'tell it from the very start', false)
    .option('--json', 'print the story as JSON', false)
    .action(async (name, flags) => done(await whyCommand(name, flags, io)));
}

async function whyCommand(name: string, flags: WhyFlags, io: CommandIo): Promise<ExitStatus> {
  const { paint, print, printJson } = io;
  const request = await requestFromWords(catalogueFor(io), name, flags, io);
  const { scenario } = request;
  const { events, result } = perform(request, true, limitsFrom(flags, io));
  const event = eventMeant(flags.event, events, result, scenario);
  const reasons = why(events, event.id, scenario);
  const sentence = sentenceOf(event, scenario);
  if (flags.json) {
    printJson({ scenario: scenario.id, seed: result.seed, event: event.id, sentence, reasons });
    return exitStatus.pass;
  }
  const told = flags.all ? reasons : reasons.slice(-linesMax);
  const untold = reasons.length - told.length;
  print(
    [
      paint.bold(`Why: ${sentence}`),
      paint.dim(`${scenario.id} --seed ${result.seed}, event ${event.id}`),
      '',
      ...(untold > 0 ? [`… ${counted(untold, 'line')} before this; --all tells them`] : []),
      ...reasonLines(told, placesOfRules(scenario.sim.id)),
    ].join('\n'),
  );
  return exitStatus.pass;
}

/**
 * Of the moment in which an invariant broke, the last event of a node that is named in what broke: what it noted, such as
 * that it leads, rather than the messages that follow from it.
 */
function eventOf({ event, message }: Violation, events: readonly TraceEvent[]): TraceEvent {
  const last = must(events[event], 'event of that number');
  const words = message.split(/\W+/);
  const isNamed = ({ id, atMs, node }: TraceEvent) =>
    id <= event && atMs === last.atMs && words.includes(node ?? '');
  const named = events.findLast(isNamed) ?? last;
  if (named.kind !== 'send') return named;
  return events.findLast((one) => one.kind === 'note' && isNamed(one)) ?? named;
}

/** The first of what a rule that is off protects, as a run's answer has it; the first of all if that is not broken. */
function violationMeant(
  { invariants, without }: RunResult,
  { sim }: AnyScenario,
): Violation | undefined {
  const isProtected = new Set(without.map((rule) => sim.rules.get(rule).protects));
  const ofRules = invariants.filter(({ id }) => isProtected.has(id));
  const firstOf = (among: RunResult['invariants']) =>
    among
      .flatMap(({ violations }) => violations)
      .sort((one, other) => one.event - other.event)
      .at(0);
  return firstOf(ofRules) ?? firstOf(invariants);
}

/** A number, words that the last such event says, or what broke first. Throws InputError. */
function eventMeant(
  asked: string | undefined,
  events: readonly TraceEvent[],
  result: RunResult,
  scenario: AnyScenario,
): TraceEvent {
  if (asked === undefined) {
    const first = violationMeant(result, scenario);
    if (first !== undefined) return eventOf(first, events);
    throw new InputError(
      'Nothing is broken, so say which event: its number in run --full, or words of it, as in --event "steps down".',
    );
  }
  if (/^#?\d+$/.test(asked)) {
    const event = events[Number(asked.replace('#', ''))];
    if (event !== undefined) return event;
    throw new InputError(`There is no event ${asked}: the last one is ${events.length - 1}.`);
  }
  const event = events.findLast((one) => sentenceOf(one, scenario).includes(asked));
  if (event !== undefined) return event;
  throw new InputError(`No event says "${asked}".`, {
    says: 'See what they say with',
    words: `run ${scenario.id} --seed …`,
  });
}
