/**
 * Every event in plain words, the routine ones included, for a close look. `narrate` tells
 * only what is of interest.
 */
import type { DropReason, TraceEvent } from '../trace/event.ts';
import { Reply } from '../world/call.ts';
import { eventInWords } from './narrate.ts';
import type { AnyScenario } from './scenario.ts';

/** What happened, without when and to whom. */
export function eventInFull(event: TraceEvent, scenario: AnyScenario): string {
  switch (event.kind) {
    case 'send':
      return `sends to ${event.peer}: ${messageInWords(event.detail, scenario)}`;
    case 'duplicate':
      return `has doubled, to ${event.peer}: ${messageInWords(event.detail, scenario)}`;
    case 'deliver':
      return `gets from ${event.peer}: ${messageInWords(event.detail, scenario)}`;
    case 'drop':
      return `loses a message to ${event.peer}: ${dropInWords[event.detail]}`;
    case 'timer':
      return `${event.detail} runs out`;
    case 'write':
      return `writes ${compact(event.detail)}`;
    case 'durable':
      return `has ${event.detail} ${event.detail === 1 ? 'record' : 'records'} safe on disk`;
    case 'note':
      return eventInWords(event, scenario) ?? noteInWords(event.detail);
    default:
      return eventInWords(event, scenario) ?? compact(event.detail);
  }
}

/** The event with its node first, as one would tell it: `n2 steps down …`. */
export function sentenceOf(event: TraceEvent, scenario: AnyScenario): string {
  const text = eventInFull(event, scenario);
  return event.node === undefined ? text : `${event.node} ${text}`;
}

/** A message in a few words: the sim's own, or else its type. */
export function messageInWords(message: unknown, scenario: AnyScenario): string {
  if (message instanceof Reply) return replyInWords(message, scenario);
  const text = scenario.sim.arrowText(message);
  if (text !== undefined) return text;
  if (typeof message === 'object' && message !== null) {
    const { type, kind } = message as { readonly type?: unknown; readonly kind?: unknown };
    const name = type ?? kind;
    if (typeof name === 'string') return name;
  }
  return compact(message);
}

/** What stands on the arrow of a message in a diagram; undefined if the message is not worth one. */
export function arrowInWords(message: unknown, scenario: AnyScenario): string | undefined {
  if (message instanceof Reply) return replyInWords(message, scenario);
  return scenario.sim.arrowText(message);
}

function replyInWords({ value, refusal }: Reply, scenario: AnyScenario): string {
  if (refusal !== undefined) return `refuses: ${refusal.reason}`;
  return value === undefined ? 'done' : messageInWords(value, scenario);
}

const dropInWords: Readonly<Record<DropReason, string>> = {
  lost: 'on the way',
  cut: 'the link is cut',
  down: 'it is down',
};

/** A routine note, which the sim has no words for. */
function noteInWords({ kind, ...more }: { readonly kind: string }): string {
  const rest = Object.values(more).length === 0 ? '' : ` ${compact(more)}`;
  return `notes ${kind}${rest}`;
}

const lengthMax = 48;

/** Plain data on one short line. */
export function compact(data: unknown): string {
  const text = (JSON.stringify(data) ?? '').replace(/"(\w+)":/g, '$1: ').replaceAll(',', ', ');
  return text.length <= lengthMax ? text : `${text.slice(0, lengthMax - 1)}…`;
}
