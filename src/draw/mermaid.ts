/**
 * Mermaid sequence diagrams, which GitHub and editors draw: messages as arrows at the time of their
 * arrival, lost ones with a cross, notes beside their node.
 *
 * Mermaid refuses texts of more than 50,000 characters (`maxTextSize`), so a longer diagram stops
 * early and says so; a window shows what comes later.
 */

import type { TraceEvent } from '../trace/event.ts';
import { counted } from '../words/numbers.ts';
import { shown } from '../words/shown.ts';
import { isWithin, type Window, wholeRun } from './window.ts';

const textSizeMax = 50_000;
/** Kept free for the line that says what was left out. */
const reserve = 200;

export interface MermaidWords {
  /** What stands on an arrow; undefined where the message is not worth one. */
  readonly message: (message: unknown) => string | undefined;
  /** What stands in a note; undefined where the event is not worth one. */
  readonly note: (event: TraceEvent) => string | undefined;
}

export function toMermaid(
  participants: readonly string[],
  events: readonly TraceEvent[],
  words: MermaidWords,
  window: Window = wholeRun,
): string {
  const lines = [
    'sequenceDiagram',
    ...participants.map((name, place) => `  participant p${place} as ${escaped(name)}`),
  ];
  const idOf = (name: string | undefined) => `p${participants.indexOf(name ?? '')}`;
  const everybody = participants.length > 1 ? `p0,p${participants.length - 1}` : 'p0';
  const messages = messagesById(events);
  let size = lines.join('\n').length;
  for (const [place, event] of events.entries()) {
    if (!isWithin(window, event)) continue;
    const line = lineOf(event, words, idOf, everybody, messages);
    if (line === undefined) continue;
    size += line.length + 1;
    if (size > textSizeMax - reserve) {
      const left = `the diagram ends here, ${counted(events.length - place, 'event')} before the run does`;
      lines.push(`  Note over ${everybody}: ${left}`);
      break;
    }
    lines.push(line);
  }
  return `${lines.join('\n')}\n`;
}

function lineOf(
  event: TraceEvent,
  words: MermaidWords,
  idOf: (name: string | undefined) => string,
  everybody: string,
  messages: ReadonlyMap<number, unknown>,
): string | undefined {
  if (event.kind === 'deliver' || event.kind === 'drop') {
    const arrived = event.kind === 'deliver';
    const text = words.message(messages.get(event.cause));
    if (text === undefined) return undefined;
    const [from, to] = arrived ? [event.peer, event.node] : [event.node, event.peer];
    const arrow = arrived ? '->>' : '-x';
    const why = event.kind === 'drop' ? ` (${event.detail})` : '';
    return `  ${idOf(from)}${arrow}${idOf(to)}: ${escaped(text + why)}`;
  }
  const text = words.note(event);
  if (text === undefined) return undefined;
  const over = event.node === undefined ? everybody : idOf(event.node);
  return `  Note over ${over}: ${event.atMs.toFixed(1)} ms ${escaped(text)}`;
}

/** Every message by the events that can be the cause of its arrival or loss. */
function messagesById(events: readonly TraceEvent[]): Map<number, unknown> {
  const messages = new Map<number, unknown>();
  for (const { id, kind, detail } of events) {
    if (kind === 'send' || kind === 'duplicate') messages.set(id, detail);
  }
  return messages;
}

/** Characters that mean something to Mermaid are written as its entities. */
function escaped(text: string): string {
  return shown(text).replace(/[#;<>{}]/g, (character) => `#${character.charCodeAt(0)};`);
}
