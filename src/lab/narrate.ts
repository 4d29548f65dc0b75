/** A run in plain words: one line for every event that is of interest, and none for the routine. */
import type { EventKind, TraceEvent } from '../trace/event.ts';
import type { Trace } from '../trace/trace.ts';
import { type Fault, faultInWords } from '../world/fault.ts';
import { type Intervention, interventionInWords } from './intervention.ts';
import type { AnyScenario } from './scenario.ts';

/** One line of the story. */
export interface Line {
  readonly atMs: number;
  /** The nodes it is about; none if it is about the world. */
  readonly nodes: readonly string[];
  readonly text: string;
  /** The rule that decided it, if one did. */
  readonly rule: string | undefined;
  readonly kind: EventKind;
  /** Of a note its own kind, or else that of the event. */
  readonly about: string;
}

const ofInterest: readonly EventKind[] = [
  'start',
  'refuse',
  'crash',
  'restart',
  'pause',
  'resume',
  'fault',
  'note',
  'operation',
  'intervention',
];

/**
 * Collects the story of a run while it happens. What several nodes do at the same time becomes one
 * line.
 */
export function narrate(trace: Trace, scenario: AnyScenario): readonly Line[] {
  const lines: Line[] = [];
  for (const kind of ofInterest) {
    trace.on(kind, (event) => {
      const line = lineOf(event, scenario);
      if (line === undefined) return;
      const last = lines.at(-1);
      if (last !== undefined && last.kind !== 'note' && saySame(last, line)) {
        lines[lines.length - 1] = { ...last, nodes: [...last.nodes, ...line.nodes] };
      } else {
        lines.push(line);
      }
    });
  }
  return lines;
}

function lineOf(event: TraceEvent, scenario: AnyScenario): Line | undefined {
  const text = eventInWords(event, scenario);
  if (text === undefined) return undefined;
  const { atMs, node, kind } = event;
  const rule = event.kind === 'note' ? event.detail.rule : undefined;
  const about = event.kind === 'note' ? event.detail.kind : kind;
  return { atMs, nodes: node === undefined ? [] : [node], text, rule, kind, about };
}

function saySame(a: Line, b: Line): boolean {
  return a.kind === b.kind && a.atMs === b.atMs && a.text === b.text;
}

/** An event of interest in words; undefined for one that is routine. */
export function eventInWords(event: TraceEvent, scenario: AnyScenario): string | undefined {
  switch (event.kind) {
    case 'start':
      return 'start';
    case 'restart':
      return 'restart from disk';
    case 'refuse':
      return 'a write is refused: the disk is full';
    case 'crash':
      return event.detail === 0 ? 'crash' : `crash, losing ${writes(event.detail)}`;
    case 'pause':
      return 'pause';
    case 'resume':
      return 'resume';
    case 'fault':
      return `fault: ${faultInWords(event.detail as Fault)}`;
    case 'note':
      return scenario.sim.notes.inWords(event.detail);
    case 'operation':
      return scenario.operations?.inWords(event.detail);
    case 'intervention':
      return `by hand: ${interventionInWords(event.detail as Intervention, scenario)}`;
    default:
      return undefined;
  }
}

function writes(count: number): string {
  return `${count} ${count === 1 ? 'write that was' : 'writes that were'} not yet durable`;
}
