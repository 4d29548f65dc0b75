/** Requests that keep an instance from expiring. */
import { exp } from '../../src/kernel/elementary.ts';
import type { ServerlessRules } from './rules.ts';

/** How often an instance is called so that it stays; undefined if nobody does. */
export function pingEveryMs(keepAliveMs: number, rules: ServerlessRules): number | undefined {
  // Serverless in the Wild, §2: platforms keep an instance for a fixed time after its last request.
  return rules['keep-warm'] ? keepAliveMs / 2 : undefined;
}

/** Single instance, requests at random: a request is cold if none came for so long. */
export const coldChance = (perMs: number, keepAliveMs: number): number => exp(-perMs * keepAliveMs);
