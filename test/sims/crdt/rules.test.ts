/** Goal: every rule of replicated data has teeth. See test/support/rule-laws.ts for the method. */
import { holdEveryRule } from '../../support/rule-laws.ts';

await holdEveryRule('crdt', { seeds: 15 });
