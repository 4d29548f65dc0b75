/** Goal: every rule of caching has teeth: see test/support/rule-laws.ts. */
import { holdEveryRule } from '../../support/rule-laws.ts';

await holdEveryRule('cache', { seeds: 8 });
