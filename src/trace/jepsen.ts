/**
 * Histories of client operations in EDN, as Jepsen writes them and Knossos, Elle and `lab check`
 * read them: one map a line, with `:index`, `:time` in ns, `:type`, `:process`, `:f` and `:value`.
 *
 * A client's request is an `:invoke`; then comes `:ok`, it took effect, `:fail`, it did not, or
 * `:info`, nobody knows. A process has one operation open at a time, and after `:info` it never acts
 * again. Where the operations are of several objects, a value is `[key value]`, in the manner of
 * jepsen.independent.
 */
import type { Note, TraceEvent } from './event.ts';

/** What a client asks for, or is told. */
export interface ClientEvent {
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
  readonly process: number;
  /** What is done, and to what: once it is invoked, these may be left out. */
  readonly f?: string | undefined;
  readonly key?: unknown;
  /** What it is done with, or what came of it; where it is left out, what it was invoked with. */
  readonly value?: unknown;
}

const types: readonly string[] = ['invoke', 'ok', 'fail', 'info'];

/** Notes of the kinds `invoke`, `ok`, `fail` and `info` are client events as they stand. */
export function clientEventOf(note: Note): ClientEvent | undefined {
  if (!types.includes(note.kind)) return undefined;
  const { kind, ...rest } = note as Note & Omit<ClientEvent, 'type'>;
  return { ...rest, type: kind as ClientEvent['type'] };
}

/** Undefined where no client has asked for anything. Throws RangeError for an end with no begin. */
export function toJepsen(
  events: readonly TraceEvent[],
  read: (note: Note) => ClientEvent | undefined = clientEventOf,
): string | undefined {
  const lines: string[] = [];
  const open = new Map<number, ClientEvent>();
  for (const event of events) {
    const client = event.kind === 'note' ? read(event.detail) : undefined;
    if (client === undefined) continue;
    const { type, process } = client;
    const asked = type === 'invoke' ? client : open.get(process);
    if (asked === undefined) {
      throw new RangeError(`event ${event.id}: process ${process} had asked for nothing`);
    }
    if (type === 'invoke') open.set(process, client);
    else open.delete(process);
    const { f = asked.f ?? 'do', key = asked.key, value = asked.value } = client;
    const fields = [
      [':index', String(lines.length)],
      [':time', String(Math.round(event.atMs * 1e6))],
      [':type', `:${type}`],
      [':process', String(process)],
      [':f', `:${f}`],
      [':value', asEdn(key === undefined ? value : [key, value])],
    ];
    lines.push(`{${fields.map((field) => field.join(' ')).join(', ')}}`);
  }
  return lines.length === 0 ? undefined : `${lines.join('\n')}\n`;
}

/** Plain data in EDN; the names of fields become keywords. */
function asEdn(data: unknown): string {
  if (data === null || data === undefined) return 'nil';
  if (Array.isArray(data)) return `[${data.map(asEdn).join(' ')}]`;
  if (typeof data !== 'object') return JSON.stringify(data);
  return `{${Object.entries(data)
    .map(([name, value]) => `:${name} ${asEdn(value)}`)
    .join(', ')}}`;
}
