/** `--export format:file`: the trace of a run in the formats that viewers open. */

import { toMermaid } from '../draw/mermaid.ts';
import { toPerfetto } from '../draw/perfetto.ts';
import { toShiviz } from '../draw/shiviz.ts';
import { type Window, wholeRun } from '../draw/window.ts';
import { must } from '../kernel/must.ts';
import { toJepsen } from '../lab/client-history.ts';
import { InputError, unknownChoice } from '../lab/input-error.ts';
import { eventInWords } from '../lab/narrate.ts';
import type { AnyScenario } from '../lab/scenario.ts';
import type { RunIdentity } from '../lab/token.ts';
import { labVersion } from '../lab/version.ts';
import { arrowInWords, eventInFull, messageInWords } from '../lab/words.ts';
import type { TraceEvent } from '../trace/event.ts';
import { toJsonLines } from '../trace/jsonl.ts';
import type { FilledFile, WantedFile } from './deliver.ts';

/** A run as it is to be written. */
export interface Recording {
  readonly scenario: AnyScenario;
  readonly identity: RunIdentity;
  readonly verdict: string;
  readonly events: readonly TraceEvent[];
}

interface Format {
  /** Whether part of a run can be written. Else it is always the whole. */
  readonly takesWindow: boolean;
  /** Several runs in one file, where the format has a way to say so. */
  readonly write: (recordings: readonly [Recording, ...Recording[]], window: Window) => string;
  readonly takesSeveral: boolean;
}

const formats: Readonly<Record<string, Format>> = {
  jsonl: {
    takesWindow: false,
    takesSeveral: false,
    write: ([{ identity, verdict, events }]) => {
      const { digest, ...run } = identity;
      return toJsonLines({ version: labVersion, run }, events, {
        digest,
        verdict,
        events: events.length,
      });
    },
  },
  mermaid: {
    takesWindow: true,
    takesSeveral: false,
    write: ([{ scenario, events }], window) => {
      const note = (event: TraceEvent) =>
        event.kind === 'start' ? undefined : eventInWords(event, scenario);
      const words = { message: (message: unknown) => arrowInWords(message, scenario), note };
      return toMermaid(participantsIn(events), events, words, window);
    },
  },
  perfetto: {
    takesWindow: true,
    takesSeveral: false,
    write: ([{ scenario, events }], window) => {
      const words = {
        event: (event: TraceEvent) => eventInFull(event, scenario),
        message: (message: unknown) => messageInWords(message, scenario),
      };
      return toPerfetto(events, words, window);
    },
  },
  shiviz: {
    takesWindow: true,
    takesSeveral: true,
    write: (recordings, window) => {
      const runs = recordings.map(({ scenario, identity, events }) => ({
        title: titleOf(identity),
        events,
        words: (event: TraceEvent) => eventInFull(event, scenario),
      }));
      return toShiviz(runs, window);
    },
  },
  jepsen: {
    takesWindow: false,
    takesSeveral: false,
    write: ([{ scenario, events }]) => {
      const history = toJepsen(events, scenario.sim);
      if (history !== undefined) return history;
      throw new InputError(`No client asks for anything in ${scenario.id}: it has no history.`);
    },
  },
};

export const formatNames = Object.keys(formats);

export interface Export {
  readonly format: string;
  /** `-` is standard output. */
  readonly file: string;
  readonly window: Window;
}

export interface ExportFlags {
  readonly export: readonly string[];
  readonly window?: string;
}

/** Throws InputError. `runs` is how many are to be written. */
export function parseExports(flags: ExportFlags, runs = 1): Export[] {
  const window = flags.window === undefined ? wholeRun : parseWindow(flags.window);
  if (flags.window !== undefined && flags.export.length === 0) {
    throw new InputError('--window is the part of a run that --export writes: name an export too.');
  }
  return flags.export.map((text) => {
    const { format, file } = parseExport(text);
    const { takesWindow, takesSeveral } = must(formats[format], 'format of that name');
    if (flags.window !== undefined && !takesWindow) {
      throw new InputError(`${format} is always of a whole run: leave --window out.`);
    }
    if (runs > 1 && !takesSeveral) {
      const several = formatNames.filter((name) => formats[name]?.takesSeveral);
      throw new InputError(`${format} holds one run; ${several.join(', ')} can hold several.`);
    }
    return { format, file, window };
  });
}

function parseExport(text: string): { readonly format: string; readonly file: string } {
  const colon = text.indexOf(':');
  const format = colon === -1 ? text : text.slice(0, colon);
  if (!formatNames.includes(format)) {
    throw unknownChoice(
      'export format',
      format,
      formatNames,
      `There are: ${formatNames.join(', ')}.`,
    );
  }
  const file = colon === -1 ? '' : text.slice(colon + 1);
  if (file === '') throw new InputError(`Where to? Write --export ${format}:trace.${format}.`);
  return { format, file };
}

function parseWindow(text: string): Window {
  const [, from = '', until = ''] = /^([\d.]*)\.\.([\d.]*)$/.exec(text.replaceAll(',', '')) ?? [];
  const fromMs = from === '' ? 0 : Number(from);
  const untilMs = until === '' ? Infinity : Number(until);
  if ((from !== '' || until !== '') && fromMs <= untilMs) return { fromMs, untilMs };
  throw new InputError(`--window takes two times in ms, such as 3500..3800, not "${text}".`);
}

/** The files that are wanted, as they are opened before the run. */
export function exportFiles(exports: readonly Export[]): WantedFile[] {
  return exports.map(({ format, file }) => ({ flag: `--export ${format}`, path: file }));
}

/** What is to stand in the file. Throws InputError. */
export function exported(
  { format, file, window }: Export,
  ...recordings: readonly [Recording, ...Recording[]]
): FilledFile {
  return { path: file, kind: format, text: formats[format]?.write(recordings, window) ?? '' };
}

function participantsIn(events: readonly TraceEvent[]): string[] {
  return [...new Set(events.flatMap(({ node }) => (node === undefined ? [] : [node])))];
}

function titleOf({ scenario, seed, params, without }: RunIdentity): string {
  const settings = Object.entries(params).map(
    ([name, value]) => `${name}=${JSON.stringify(value)}`,
  );
  const off = without.map((rule) => `without ${rule}`);
  return [`${scenario} seed ${seed}`, ...settings, ...off].join(', ');
}
