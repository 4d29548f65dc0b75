/** Goal: every rule has teeth: with it what it protects holds, and without it a run breaks that. */
import { holdEveryRule } from '../../support/rule-laws.ts';

await holdEveryRule('kafka', { seeds: 1 });
