/** Trace notes of the nodes that speak HTTP, and labels of their messages. */
import { inSeconds } from '../../../src/words/numbers.ts';
import type { HttpRules } from './rules.ts';

type Rule = keyof HttpRules;

export interface HttpNotes {
  /** A line of the gateway's log: the answer, and the reason if it is an error. */
  'answers-error': { request: number; status: number; why: string; rule: Rule };
  'upstream-state': { upstream: string; isHealthy: boolean };
  'closes-idle': { connection: number };
  'resets-request': { connection: number; rule: Rule };
  'works-for-nothing': { request: number; forMs: number; rule: Rule };
  'gives-up-work': { request: number; rule: Rule };
  'accepts-job': { job: number };
  'knows-job': { job: number; rule: Rule };
  'finishes-job': { job: number };
  'told-to-wait': { request: number; forMs: number };
  'fetches-page': { page: number; links: number };
  'body-cut-off': { file: string; part: number; sentMs: number };
  'refuses-parts': { wrong: readonly number[]; rule: Rule };
}

export const httpWords = {
  'answers-error': ({ request, status, why }: HttpNotes['answers-error']) =>
    `answers request ${request} with ${status}: ${why}`,
  'upstream-state': ({ upstream, isHealthy }: HttpNotes['upstream-state']) =>
    isHealthy ? `uses ${upstream} again` : `takes ${upstream} out of rotation: a check failed`,
  'closes-idle': ({ connection }: HttpNotes['closes-idle']) =>
    `closes connection ${connection}, which was idle`,
  'resets-request': ({ connection }: HttpNotes['resets-request']) =>
    `resets a request on connection ${connection}, which it has closed`,
  'works-for-nothing': ({ request, forMs }: HttpNotes['works-for-nothing']) =>
    `has worked on request ${request} for ${forMs.toFixed(0)} ms after its gateway gave up`,
  'gives-up-work': ({ request }: HttpNotes['gives-up-work']) =>
    `gives up request ${request} before its gateway does`,
  'accepts-job': ({ job }: HttpNotes['accepts-job']) => `accepts job ${job}`,
  'knows-job': ({ job }: HttpNotes['knows-job']) => `already has job ${job}`,
  'finishes-job': ({ job }: HttpNotes['finishes-job']) => `finishes job ${job}`,
  'told-to-wait': ({ request, forMs }: HttpNotes['told-to-wait']) =>
    `is told to wait ${forMs.toFixed(0)} ms with request ${request}`,
  'fetches-page': ({ page, links }: HttpNotes['fetches-page']) =>
    `fetches page ${page} with ${links} links`,
  'body-cut-off': ({ file, part, sentMs }: HttpNotes['body-cut-off']) =>
    `loses its connection after ${inSeconds(sentMs)} of part ${part} of ${file}`,
  'refuses-parts': ({ wrong }: HttpNotes['refuses-parts']) =>
    `does not complete: missing, or with another checksum: ${wrong.join(', ')}`,
};

/** Requests to a gateway or a server; undefined for the messages of other parts. */
export function httpMessageInWords(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  if ('status' in message) return `${message.status}`;
  if ('http' in message) return `request ${message.http}`;
  return undefined;
}
