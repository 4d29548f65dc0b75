/** The rules of event sourcing, each with the property that fails without it. */
import type { Rule, Switches } from '../../../src/check/rules.ts';

const young = 'Young, CQRS Documents, 2010';
const fowler = 'Fowler, Event Sourcing, 2005';

export const eventRules = {
  'append-expects-version': {
    protects: 'no-overdraft',
    source: `${young}, Event Storage, write operations`,
    because: 'two withdrawals decided on the same balance are both stored',
  },
  'snapshot-holds-its-version': {
    protects: 'load-is-fold',
    source: `${young}, Rolling Snapshots`,
    because: 'a snapshot taken before its last event was applied loses that event for good',
  },
  'position-with-projection': {
    protects: 'projection-is-fold',
    source: 'Kleppmann, Designing Data-Intensive Applications, 2017, chapter 11, idempotence',
    because: 'a projection that crashes between its row and its position applies the event twice',
  },
  'replay-has-no-effects': {
    protects: 'effect-once',
    source: `${fowler}, External Updates`,
    because: 'a rebuilt projection sends every old mail again',
  },
  'upcast-old-events': {
    protects: 'every-version-reads',
    source: 'Overeem, Spoor and Jansen, The dark side of event sourcing, SANER 2017, upcasting',
    because: 'a reader of the newest version cannot read older events',
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type EventRules = Switches<keyof typeof eventRules>;
