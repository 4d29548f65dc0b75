/**
 * The history of a run's clients in EDN, as Jepsen writes it and Knossos, Elle and `lab check` read
 * it. Where the operations are of several objects, a value is `[key value]`, in the manner of
 * jepsen.independent.
 */
import { type ClientEvent, clientEventOf } from '../check/client-event.ts';
import type { HistoryEvent } from '../check/linearizability/history.ts';
import type { Value } from '../check/linearizability/value.ts';
import { toHistoryEdn } from '../check/linearizability/write-history.ts';
import type { Sim } from '../check/sim.ts';
import type { TraceEvent } from '../trace/event.ts';

/** Undefined where no client has asked for anything. Throws RangeError for an end with no begin. */
export function toJepsen(events: readonly TraceEvent[], sim: Sim): string | undefined {
  const read = sim.clientEvent ?? clientEventOf;
  const history: HistoryEvent[] = [];
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
    const { f = asked.f ?? 'do', key = asked.key } = client;
    const value = client.value ?? asked.value;
    history.push({
      ...{ type, process, f, timeNs: Math.round(event.atMs * 1e6) },
      value: asValue(key === undefined ? value : [key, value]),
    });
  }
  return history.length === 0 ? undefined : toHistoryEdn(history);
}

/** Plain data as a value of a history; the names of fields become keywords. */
function asValue(data: unknown): Value {
  if (data === undefined || data === null) return null;
  if (Array.isArray(data)) return data.map(asValue);
  if (typeof data !== 'object') return data as Value;
  return {
    map: Object.entries(data).map(([name, of]) => [{ keyword: name }, asValue(of)] as const),
  };
}
