/** Goal: every rule of canary analysis has teeth. */
import { holdEveryRule } from '../../support/rule-laws.ts';

await holdEveryRule('canary', { seeds: 1 });
