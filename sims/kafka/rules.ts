import { defineRules, type RulesOf } from '../../src/check/rules.ts';
export const kafkaRules = defineRules('kafka', {
  'drop-the-sign-bit': { protects: 'partition-exists', source: 'x', because: 'y' },
});
export type KafkaRules = RulesOf<typeof kafkaRules>;
