/** What random schedules came to, as text and as JSON. */

import { columns } from '../../draw/text.ts';
import type { ScheduleSearchOptions, SearchedSchedules } from '../../explore/schedule-search.ts';
import type { FoundSchedule } from '../../explore/schedule-trial.ts';
import type { AnyScenario } from '../../lab/scenario.ts';
import { counted, inDigits } from '../../words/numbers.ts';
import { faultInWords } from '../../world/fault.ts';
import type { CommandIo } from '../io.ts';

export interface TriedSchedules {
  readonly scenario: AnyScenario;
  readonly options: ScheduleSearchOptions;
  readonly search: SearchedSchedules;
  /** Made as short as it can be. */
  readonly found: FoundSchedule | undefined;
  readonly token: string | undefined;
}

export function schedulesAsText(
  { scenario, options, search, found, token }: TriedSchedules,
  { paint, program }: CommandIo,
): string[] {
  const story =
    found === undefined
      ? []
      : [
          '',
          `${paint.bold(found.property)}, schedule ${found.seed}: ${found.message}`,
          ...storyOf(found, search.found),
          `${paint.dim('again')}  ${program} replay ${token}`,
        ];
  return [
    `${paint.bold(scenario.id)}  random schedules`,
    '',
    ...columns([
      [paint.dim('schedules'), `${inDigits(search.tried)} of ${inDigits(options.schedules)}`],
      [paint.dim('each'), `random priorities, ${inDigits(options.changes)} change points`],
      [paint.dim('events'), inDigits(search.events)],
      [paint.dim('held back'), counted(search.delays, 'message')],
      ...(search.cut === 0
        ? []
        : [[paint.dim('cut'), `${counted(search.cut, 'run')} by --events-max`]]),
      [
        paint.dim('invariants'),
        found === undefined ? paint.green('none was broken') : paint.red('broken'),
      ],
    ]),
    ...story,
  ];
}

/** In the order of time. */
function storyOf(
  { schedule: { delays, faults } }: FoundSchedule,
  drawn: FoundSchedule | undefined,
): string[] {
  const steps = [
    ...delays.map(({ from, to, place, untilMs }) => ({
      atMs: untilMs,
      says: `message ${inDigits(place)} of ${from} to ${to} arrives only now`,
    })),
    ...faults.map(({ atMs, fault }) => ({ atMs, says: faultInWords(fault) })),
  ].sort((a, b) => a.atMs - b.atMs);
  const before = drawn?.schedule;
  const from =
    before === undefined
      ? ''
      : `, of ${counted(before.delays.length, 'message')} held back and ${counted(before.faults.length, 'fault')}`;
  if (steps.length === 0) return [`It takes no schedule: this seed breaks it by itself${from}.`];
  return [
    `It takes ${inDigits(steps.length)}${from}:`,
    ...columns(
      steps.map(({ atMs, says }) => [`${inDigits(Math.round(atMs * 10) / 10)} ms`, says]),
      '  ',
    ),
  ];
}

export function schedulesAsJson({ scenario, options, search, found, token }: TriedSchedules) {
  const { params = {}, without = [], schedules, changes } = options;
  const { tried, cut, events, delays } = search;
  return {
    schema: 'seedlab/schedules/1',
    scenario: scenario.id,
    params,
    without,
    schedules,
    changes,
    tried,
    cut,
    events,
    held: delays,
    found:
      found === undefined
        ? null
        : {
            schedule: Number(found.seed),
            property: found.property,
            message: found.message,
            delays: found.schedule.delays,
            faults: found.schedule.faults,
            token,
          },
  };
}
