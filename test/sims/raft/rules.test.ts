/** Goal: every rule of Raft has teeth. */
import { holdEveryRule } from '../../support/rule-laws.ts';

await holdEveryRule('raft', { seeds: 40 });
