/** The rules of a multi-region table, each with the property that fails without it. */
import type { Rule, Switches } from '../../../src/check/rules.ts';

const aws = 'Amazon DynamoDB Developer Guide, Global tables: how it works, conflict resolution';

export const regionRules = {
  'later-stamp-wins': {
    protects: 'regions-agree',
    source: aws,
    because: 'each region keeps what arrived last, and two writes cross on their way',
  },
  'item-is-replaced-whole': {
    protects: 'one-write-per-conflict',
    source: aws,
    because: 'an item would be put together from two writes, and be as no writer ever left it',
  },
  'region-breaks-ties': {
    protects: 'regions-agree',
    source: 'Lamport, Time, Clocks, and the Ordering of Events, CACM 1978, total ordering',
    because: 'of two writes with the same timestamp each region keeps its own',
  },
  'stamp-follows-what-it-saw': {
    protects: 'write-wins-over-what-it-saw',
    source: 'Kulkarni et al., Logical Physical Clocks, 2014, Figure 5',
    because: 'a write after one of a region with a fast clock gets an older timestamp, and loses',
  },
  'shipment-is-repeated': {
    protects: 'regions-agree',
    source: aws,
    because: 'writes sent while two regions are apart never arrive',
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type RegionRules = Switches<keyof typeof regionRules>;
