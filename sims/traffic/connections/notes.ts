/** Trace notes of hosts and balancers with long connections, and labels of their messages. */
import { counted, inSeconds } from '../../../src/words/numbers.ts';
import type { ConnectionRules } from './rules.ts';

type Rule = keyof ConnectionRules;

export interface ConnectionNotes {
  'hosts-change': { joins: number; leaves: number };
  'reaches-age': { connection: number; ageMs: number; calls: number; rule: Rule };
  'host-drains': { connection: number; calls: number };
  'closes-connection': { connection: number; calls: number };
}

export const connectionWords = {
  'hosts-change': ({ joins, leaves }: ConnectionNotes['hosts-change']) =>
    `learns that ${counted(joins, 'host')} joined and ${leaves} left`,
  'reaches-age': ({ connection, ageMs, calls }: ConnectionNotes['reaches-age']) =>
    `ends connection ${connection} after ${inSeconds(Math.round(ageMs / 1_000) * 1_000)}, with ${counted(calls, 'call')} in flight`,
  'host-drains': ({ connection, calls }: ConnectionNotes['host-drains']) =>
    `ends connection ${connection} because it leaves, with ${counted(calls, 'call')} in flight`,
  'closes-connection': ({ connection, calls }: ConnectionNotes['closes-connection']) =>
    `closes connection ${connection} and cuts off ${counted(calls, 'call')}`,
};

/** Frames and requests; undefined for the messages of other parts. */
export function connectionMessageInWords(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  if ('goAway' in message) return `GOAWAY on ${message.goAway}`;
  if ('heard' in message) return `GOAWAY heard on ${message.heard}`;
  if ('closed' in message) return `closes ${message.closed}`;
  if (!('do' in message)) return undefined;
  if ('over' in message) return `${message.do} on ${message.over}`;
  return 'client' in message ? `${message.do} for client ${message.client}` : undefined;
}
