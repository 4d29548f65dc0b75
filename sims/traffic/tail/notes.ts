/** Trace notes of the nodes of fan-out and copies. */
import type { TailRules } from './rules.ts';

type Rule = keyof TailRules;

export interface TailNotes {
  'waits-for-slow': { request: number; slow: number; parts: number };
  'asks-in-turn': { request: number; tookMs: number; rule: Rule };
  'asks-twice': { request: number; rule: Rule };
  'second-is-first': { request: number };
  'cancels-other': { request: number; replica: number; rule: Rule };
  'works-twice': { request: number; replica: number; rule: Rule };
}

export const tailWords = {
  'waits-for-slow': ({ request, slow, parts }: TailNotes['waits-for-slow']) =>
    `request ${request} waits for ${slow} slow of ${parts} parts`,
  'asks-in-turn': ({ request, tookMs }: TailNotes['asks-in-turn']) =>
    `request ${request} has asked one after the other, and took ${tookMs.toFixed(1)} ms`,
  'asks-twice': ({ request }: TailNotes['asks-twice']) =>
    `asks a second replica for request ${request}`,
  'second-is-first': ({ request }: TailNotes['second-is-first']) =>
    `the second replica answers request ${request} first`,
  'cancels-other': ({ request, replica }: TailNotes['cancels-other']) =>
    `begins request ${request}, and cancels it at replica ${replica}`,
  'works-twice': ({ request, replica }: TailNotes['works-twice']) =>
    `replica ${replica} works on request ${request}, which another has begun`,
};
