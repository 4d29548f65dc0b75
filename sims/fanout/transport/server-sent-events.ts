/** Server-sent events: the stream format and its interpretation (HTML Standard, §9.2.5 and §9.2.6). */

export interface ServerSentEvent {
  readonly data: string;
  /** A browser that reconnects sends the last one as Last-Event-ID. */
  readonly id?: string;
  /** `message` if it is left out. */
  readonly event?: string;
}

/** An event as text: a field a line, an empty line at the end. Throws RangeError for an id or a name of several lines. */
export function encodeEvent({ data, id, event }: ServerSentEvent): string {
  for (const field of [id, event]) {
    if (field !== undefined && /[\r\n\0]/.test(field))
      throw new RangeError('an id and the name of an event have one line');
  }
  const fields = [
    ...(event === undefined ? [] : [`event: ${event}`]),
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...data.split(/\r\n|\r|\n/).map((line) => `data: ${line}`),
  ];
  return `${fields.join('\n')}\n\n`;
}

/** What a browser makes of a stream: the events that are complete. */
export interface Interpreted {
  readonly events: readonly (ServerSentEvent & { readonly event: string })[];
  /** What it sends when it reconnects; empty if no id has come. */
  readonly lastEventId: string;
  /** In ms, if the server has set it. */
  readonly reconnectionMs: number | undefined;
}

export function interpret(stream: string): Interpreted {
  const lines = stream.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  // What follows the last line ending is not a line yet.
  lines.pop();
  const events: (ServerSentEvent & { readonly event: string })[] = [];
  let data: string[] = [];
  let event = '';
  let id = '';
  let lastEventId = '';
  let reconnectionMs: number | undefined;
  for (const line of lines) {
    if (line === '') {
      lastEventId = id;
      if (data.length > 0) {
        const own = id === '' ? {} : { id };
        events.push({ data: data.join('\n'), event: event === '' ? 'message' : event, ...own });
      }
      [data, event] = [[], ''];
      continue;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'event') event = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
    else if (field === 'retry' && /^\d+$/.test(value)) reconnectionMs = Number(value);
  }
  return { events, lastEventId, reconnectionMs };
}
