/** Trace notes of the nodes of queues. */
import { percent } from '../../../src/words/numbers.ts';
import type { QueueRules } from './rules.ts';

type Rule = keyof QueueRules;

export interface QueueNotes {
  /** This many wait for the first time: noted at each doubling. */
  'longest-line': { many: number };
  'most-at-work': { many: number };
  'adds-server': { station: string; servers: number; used: number; rule: Rule };
  /** Is refused a connection. */
  'no-connection': { connections: number; rule: Rule };
  'most-connections': { connections: number };
  'keeps-connection': { client: number; rule: Rule };
}

export const queueWords = {
  'longest-line': ({ many }: QueueNotes['longest-line']) =>
    `has ${many} waiting for the first time`,
  'most-at-work': ({ many }: QueueNotes['most-at-work']) =>
    `works on ${many} requests at a time for the first time`,
  'adds-server': ({ station, servers, used }: QueueNotes['adds-server']) =>
    `adds server ${servers} to ${station}, which was ${percent(used, 0)} busy`,
  'no-connection': ({ connections }: QueueNotes['no-connection']) =>
    `refuses a connection, because all ${connections} are open`,
  'most-connections': ({ connections }: QueueNotes['most-connections']) =>
    `has ${connections} connections in use for the first time`,
  'keeps-connection': ({ client }: QueueNotes['keeps-connection']) =>
    `client ${client} keeps its connection while it thinks`,
};
