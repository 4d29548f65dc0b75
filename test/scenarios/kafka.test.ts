/** Goal: the scenarios of Kafka keep the laws of scenarios. */
import { holdScenarios } from '../support/scenario-laws.ts';

await holdScenarios('kafka');
