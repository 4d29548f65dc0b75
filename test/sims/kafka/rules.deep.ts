/** Goal: as in `rules.test.ts`, over many seeds. */
import { holdEveryRule } from '../../support/rule-laws.ts';

await holdEveryRule('kafka', { seeds: 200 });
