/** Trace notes of the nodes of balancing. */
import { inDigits } from '../../../src/words/numbers.ts';
import type { BalancingRules } from './rules.ts';

type Rule = keyof BalancingRules;

export interface BalancingNotes {
  /** A queue is longer than any before. */
  'longest-queue': { host: number; length: number };
  'fullest-bin': { choices: string; balls: number };
  'all-thrown': { choices: string; mean: number };
  /** A request has failed. */
  fails: { host: string; why: string };
  'goes-down': { host: string; checks: number; rule: Rule };
  'comes-up': { host: string };
  ejects: { host: string; forMs: number; times: number; rule: Rule };
  'keeps-in': { host: string; ejected: number; rule: Rule };
  returns: { host: string };
  panics: { healthy: number; hosts: number; rule: Rule };
  joins: { host: string };
  drains: { host: string; open: number; rule: Rule };
  removes: { host: string; open: number };
  moves: { user: number; from: string; to: string };
  /** A machine fails or is repaired, and whether the service is up then. */
  changes: { machine: string; isUp: boolean; serves: boolean };
}

export const balancingWords = {
  'longest-queue': ({ host, length }: BalancingNotes['longest-queue']) =>
    `has ${length} requests at host ${host}: more than ever before`,
  'fullest-bin': ({ choices, balls }: BalancingNotes['fullest-bin']) =>
    `with ${choices}, the fullest bin gets ${balls} balls`,
  'all-thrown': ({ choices, mean }: BalancingNotes['all-thrown']) =>
    `with ${choices}, the fullest bin gets ${inDigits(mean)} balls on average`,
  fails: ({ host, why }: BalancingNotes['fails']) => `gets no answer from ${host}: ${why}`,
  'goes-down': ({ host, checks }: BalancingNotes['goes-down']) =>
    `takes ${host} out of rotation after ${checks} failed checks`,
  'comes-up': ({ host }: BalancingNotes['comes-up']) => `puts ${host} back into rotation`,
  ejects: ({ host, forMs, times }: BalancingNotes['ejects']) =>
    `ejects ${host} for ${forMs / 1_000} s, ejection ${times} in a row`,
  'keeps-in': ({ host, ejected }: BalancingNotes['keeps-in']) =>
    `keeps ${host} in rotation, because ${ejected} are ejected`,
  returns: ({ host }: BalancingNotes['returns']) => `lets ${host} back in`,
  panics: ({ healthy, hosts }: BalancingNotes['panics']) =>
    `uses all ${hosts} hosts, because ${healthy} of them are healthy`,
  joins: ({ host }: BalancingNotes['joins']) => `uses ${host} from now on`,
  drains: ({ host, open }: BalancingNotes['drains']) =>
    `sends ${host} no more requests, and waits for ${open} open ones`,
  removes: ({ host, open }: BalancingNotes['removes']) =>
    `removes ${host} with ${open} requests open`,
  changes: ({ machine, isUp, serves }: BalancingNotes['changes']) =>
    `${machine} ${isUp ? 'is repaired' : 'fails'}: the service is ${serves ? 'up' : 'down'}`,
  moves: ({ user, from, to }: BalancingNotes['moves']) =>
    `sends user ${user} to ${to}, but the session is at ${from}`,
};
