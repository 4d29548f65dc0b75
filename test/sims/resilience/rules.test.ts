/** Goal: every rule of resilience has teeth. */
import { holdEveryRule } from '../../support/rule-laws.ts';

await holdEveryRule('resilience', { seeds: 5 });
