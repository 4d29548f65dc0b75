/**
 * Breakpoints: what a run stops at. Some wait for an event; the others for a condition, and stop when
 * it comes to hold, so that one that goes on holding does not stop every moment.
 */

import { parseRules } from '../lab/catalogue.ts';
import { didYouMean, InputError, unknownChoice } from '../lab/input-error.ts';
import { cellsOfAll } from '../lab/picture.ts';
import type { Playback } from '../lab/session.ts';
import { eventKinds, type TraceEvent } from '../trace/event.ts';

export type Breakpoint = { readonly text: string } & (
  | { readonly isHit: (event: TraceEvent) => boolean }
  | { readonly holds: (playback: Playback) => boolean }
);

/** How each form is written. */
export const breakpointForms: readonly string[] = [
  'rule <rule>',
  'note <kind>',
  'event <kind>',
  'node <node>',
  'violated [property]',
  'when <row>.<field> >= <value>',
];

/** Throws InputError if the words name nothing that can happen in the run. */
export function breakpointFrom(words: readonly string[], playback: Playback): Breakpoint {
  const [form = '', ...rest] = words;
  const { scenario, run } = playback;
  const what = rest.join(' ');
  switch (form) {
    case 'rule': {
      const [rule] = parseRules(scenario.sim.rules, rest.slice(0, 1));
      if (rule === undefined) throw new InputError('Which rule? Write break rule <rule>.');
      return {
        text: `rule ${rule}`,
        isHit: (event) => event.kind === 'note' && event.detail.rule === rule,
      };
    }
    case 'note':
      requireChoice('note', what, scenario.sim.notes.kinds);
      return {
        text: `note ${what}`,
        isHit: (event) => event.kind === 'note' && event.detail.kind === what,
      };
    case 'event':
      requireChoice('event', what, eventKinds);
      return { text: `event ${what}`, isHit: ({ kind }) => kind === what };
    case 'node': {
      const names = run.world.nodes.map(({ self }) => self);
      requireChoice('node', what, names);
      return { text: `node ${what}`, isHit: ({ node }) => node === what };
    }
    case 'violated':
      return violation(what, playback);
    case 'when':
      return comparison(what, playback);
    default:
      throw new InputError(`Break at what? Write break ${breakpointForms.join(', or break ')}.`);
  }
}

function requireChoice(what: string, given: string, choices: readonly string[]): void {
  if (choices.includes(given)) return;
  throw unknownChoice(what, given, choices, `There are: ${choices.join(', ')}.`);
}

/** One property, or any; each stops once, since what was violated stays so. */
function violation(id: string, playback: Playback): Breakpoint {
  const { invariants, goals } = playback.run.reports();
  if (id !== '') {
    requireChoice(
      'property',
      id,
      [...invariants, ...goals].map((one) => one.id),
    );
  }
  return {
    text: `violated ${id}`.trimEnd(),
    holds({ run }) {
      const reports = run.reports();
      const broken = [
        ...reports.invariants.filter(({ violations }) => violations.length > 0),
        ...reports.goals.filter(({ violated }) => violated),
      ];
      return broken.some((one) => id === '' || one.id === id);
    },
  };
}

const operators = new Map<string, (a: number | string, b: number | string) => boolean>([
  ['>=', (a, b) => a >= b],
  ['<=', (a, b) => a <= b],
  ['!=', (a, b) => a !== b],
  ['=', (a, b) => a === b],
  ['==', (a, b) => a === b],
  ['>', (a, b) => a > b],
  ['<', (a, b) => a < b],
]);

/** `n3.term >= 2`: a field as the debugger shows it, or of the node: its life, its state; `*` is any row. */
function comparison(text: string, playback: Playback): Breakpoint {
  const parts = /^(.+)\.([^.<>=!]+?)\s*(>=|<=|!=|==?|>|<)\s*(.*)$/.exec(text);
  if (parts === null) {
    throw new InputError(
      `"${text}" is not a comparison. Write break when <row>.<field> >= <value>, such as ${exampleOf(playback)}.`,
    );
  }
  const [, row = '', field = '', operator = '', value = ''] = parts;
  requireField(row, field, playback);
  const compares = operators.get(operator);
  const bound = comparable(value);
  return {
    text: `when ${row}.${field} ${operator} ${value}`,
    holds(now) {
      return valuesOf(row, field, now).some((shown) => {
        const given = comparable(shown);
        const areAlike = typeof given === typeof bound;
        return compares?.(areAlike ? given : shown, areAlike ? bound : value) ?? false;
      });
    },
  };
}

/** The leading number of a text, such as `3` of `3 votes`, or the text. */
function comparable(text: string): number | string {
  const [number] = /^[+-]?\d[\d,]*(\.\d+)?/.exec(text) ?? [];
  return number === undefined ? text : Number(number.replaceAll(',', ''));
}

function exampleOf({ run, scenario }: Playback): string {
  const row = cellsOfAll(run, scenario).find(({ cells }) => cells.length > 0);
  const [label = 'term', value = '1'] = row?.cells[0] ?? [];
  return `${row?.name ?? 'n1'}.${label} = ${value === '' ? '1' : value}`;
}

/**
 * What is down shows no fields, so that a field is refused only if others are there; and rows may
 * come that have fields of their own, so that a field of any row is refused only if it is misspelt.
 */
function requireField(name: string, field: string, { run, scenario }: Playback): void {
  const rows = cellsOfAll(run, scenario);
  const meant = rows.filter((row) => name === '*' || row.name === name);
  const names = [...new Set(rows.map((row) => row.name))];
  if (meant.length === 0) throw unknownChoice('row', name, names, 'The frame shows them.');
  const fields = meant.flatMap(({ name: of, cells }) => {
    const node = run.world.nodes.find(({ self }) => self === of);
    const own = node === undefined ? [] : ['life', ...Object.keys(stateOf(node.state))];
    return [...cells.map(([label]) => label), ...own];
  });
  const isMisspelt = didYouMean(field, fields) !== '';
  const others = fields.filter((one) => one !== 'life');
  if (others.length === 0 || (name === '*' && !isMisspelt)) return;
  requireChoice('field', field, [...new Set(fields)]);
}

const stateOf = (state: unknown): Readonly<Record<string, unknown>> =>
  typeof state === 'object' && state !== null ? { ...state } : {};

function valuesOf(name: string, field: string, { run, scenario }: Playback): string[] {
  const rows = cellsOfAll(run, scenario).filter((row) => name === '*' || row.name === name);
  return rows.flatMap((row) => {
    const cell = row.cells.find(([label]) => label === field);
    if (cell !== undefined) return [cell[1]];
    const node = run.world.nodes.find(({ self }) => self === row.name);
    const value = field === 'life' ? node?.life : stateOf(node?.state)[field];
    return ['number', 'string', 'boolean'].includes(typeof value) ? [String(value)] : [];
  });
}

/** That a moment hits a breakpoint, by number; with the event that it waited for, if it was one. */
export interface Hit {
  readonly number: number;
  readonly event: TraceEvent | undefined;
}

/** Watches a run moment by moment: which of the breakpoints each moment hits. */
export class BreakpointWatch {
  readonly #playback: Playback;
  readonly #breakpoints: readonly Breakpoint[];
  #held: readonly boolean[];

  constructor(playback: Playback, breakpoints: readonly Breakpoint[]) {
    this.#playback = playback;
    this.#breakpoints = breakpoints;
    this.#held = this.#holding();
  }

  /** Those that the present moment hits, by number; to be asked once after every moment. */
  hits(): Hit[] {
    const before = this.#held;
    this.#held = this.#holding();
    const hits: Hit[] = [];
    for (const [place, breakpoint] of this.#breakpoints.entries()) {
      const event =
        'isHit' in breakpoint ? this.#playback.present.find(breakpoint.isHit) : undefined;
      const comesToHold = this.#held[place] === true && before[place] === false;
      if (event !== undefined || comesToHold) hits.push({ number: place + 1, event });
    }
    return hits;
  }

  #holding(): boolean[] {
    return this.#breakpoints.map((one) => 'holds' in one && one.holds(this.#playback));
  }
}
