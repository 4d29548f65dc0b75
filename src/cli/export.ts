/** `--export format:file`: the trace of a run in the formats that viewers open. */
import { writeText } from '../host/files.ts';
import { InputError, unknownChoice } from '../lab/input-error.ts';
import { eventInWords } from '../lab/narrate.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import type { RunIdentity } from '../lab/token.ts';
import type { TraceEvent } from '../trace/event.ts';
import { toJsonLines } from '../trace/jsonl.ts';
import { toMermaid } from '../trace/mermaid.ts';

/** A run as it is to be written. */
export interface Recording {
  readonly scenario: AnyScenario;
  readonly identity: RunIdentity;
  readonly verdict: string;
  readonly events: readonly TraceEvent[];
}

const formats: Readonly<Record<string, (recording: Recording) => string>> = {
  jsonl: ({ identity: { digest, ...run }, verdict, events }) =>
    toJsonLines({ run }, events, { digest, verdict, events: events.length }),
  mermaid: ({ scenario, events }) =>
    toMermaid(participantsIn(events), events, {
      message: scenario.sim.arrowText,
      note: (event) => (event.kind === 'start' ? undefined : eventInWords(event, scenario)),
    }),
};

export interface Export {
  readonly format: string;
  /** `-` is standard output. */
  readonly file: string;
}

/** Throws InputError. */
export function parseExport(text: string): Export {
  const colon = text.indexOf(':');
  const format = colon === -1 ? text : text.slice(0, colon);
  const names = Object.keys(formats);
  if (!names.includes(format)) {
    throw unknownChoice('export format', format, names, `There are: ${names.join(', ')}.`);
  }
  const file = colon === -1 ? '' : text.slice(colon + 1);
  if (file === '') throw new InputError(`Where to? Write --export ${format}:trace.${format}.`);
  return { format, file };
}

/** Writes the file, or returns the text where it is to go to standard output. Throws InputError. */
export function write({ format, file }: Export, recording: Recording): string | undefined {
  const text = formats[format]?.(recording) ?? '';
  if (file === '-') return text;
  writeText(file, text);
  return undefined;
}

function participantsIn(events: readonly TraceEvent[]): string[] {
  return [...new Set(events.flatMap(({ node }) => (node === undefined ? [] : [node])))];
}
