/** Goal: every rule of every sim has teeth, and with it its scenario holds over many more seeds. */
import { catalogue } from '../../scenarios/index.ts';
import { holdEveryRule } from '../support/rule-laws.ts';

for (const { id } of catalogue.wings) await holdEveryRule(id, { seeds: 60 });
