/** The rules of the wing, each with the property that fails without it. */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

const html = 'HTML Standard, Server-sent events';

export const fanoutRules = defineRules('fanout', {
  'subscribe-before-snapshot': {
    protects: 'no-gap',
    source: 'Kleppmann, Designing Data-Intensive Applications, 2017, chapter 11, Initial snapshot',
    because:
      'events between the snapshot and the subscription are in neither of them, and nothing shows that they are missing',
  },
  'resume-from-last-id': {
    protects: 'no-gap',
    source: `${html}, §9.2.4 The Last-Event-ID header`,
    because: 'a new connection carries what happens from now on, and not what happened meanwhile',
  },
  'too-old-means-snapshot': {
    protects: 'no-gap',
    source: 'Kubernetes, API Concepts, 410 Gone responses',
    because:
      'a buffer that no longer reaches back to the last id replays what it has, and the client takes it for everything',
  },
  'sequence-per-channel': {
    protects: 'per-channel-order',
    source:
      'Kleppmann, Designing Data-Intensive Applications, 2017, chapter 9, Total Order Broadcast',
    because:
      'events of one channel that reach a gateway on several paths overtake one another unnoticed',
  },
  'dedup-at-client': {
    protects: 'no-duplicate-effect',
    source: 'Kreps, Narkhede and Rao, Kafka, 2011, §3.3 Delivery Guarantees',
    because: 'an event takes effect twice, because whatever closes a gap repeats something',
  },
  'ack-after-store': {
    protects: 'acked-is-delivered',
    source: 'Gray and Reuter, Transaction Processing, 1992, write-ahead log',
    because:
      'a crash forgets a message whose author has the acknowledgement and does not send it again',
  },
  'deliver-to-every-device': {
    protects: 'all-caught-up',
    source: 'RFC 6121, XMPP: Instant Messaging and Presence, §8.5.2',
    because: 'the laptop of a user replaces the phone, which gets nothing more',
  },
  'push-below-threshold': {
    protects: 'copies-are-few',
    source: 'Krikorian, Timelines at Scale, QCon San Francisco 2012',
    because: 'one post of an author with millions of followers is millions of writes',
  },
  'delete-reaches-pushed-copies': {
    protects: 'timelines-agree',
    source: 'Silberstein et al., Feeding Frenzy, SIGMOD 2010',
    because: 'a post that is deleted at its author lives on in every inbox that has a copy',
  },
  'follow-backfills': {
    protects: 'timelines-agree',
    source: 'Silberstein et al., Feeding Frenzy, SIGMOD 2010',
    because: 'an inbox lacks what was posted before the follow, which a look-up shows',
  },
  'sticky-or-stateless-routing': {
    protects: 'online-is-reached',
    source: 'Kleppmann, Designing Data-Intensive Applications, 2017, chapter 6, Request Routing',
    because:
      'the broker hands the messages of a user to one server, and a load balancer that does not know which one connects the user to another',
  },
  'reconnect-jitters': {
    protects: 'accepts-within-capacity',
    source: 'Brooker, Exponential Backoff And Jitter, AWS Architecture Blog, 2015',
    because: 'clients that lost their connections together come back together',
  },
  'heartbeat-both-ways': {
    protects: 'dead-is-noticed',
    source: 'RFC 6455, The WebSocket Protocol, §5.5.2 and §5.5.3',
    because:
      'a client waits for ever on a flow that a router has forgotten, because neither end is told',
  },
  'presence-expires': {
    protects: 'online-means-alive',
    source: 'RFC 6120, XMPP Core, §4.6 Handling of Silent Peers and §4.9.3.4 connection-timeout',
    because: 'a phone without a network stays online, because it says no goodbye',
  },
  'buffer-is-bounded': {
    protects: 'memory-bounded',
    source: 'Redis documentation, Clients, Output buffer limits',
    because: 'a client that reads slower than events come makes the queue grow for ever',
  },
  'conflate-by-key': {
    protects: 'newest-value-arrives',
    source: 'Lightstreamer, Dynamic Bandwidth and Frequency Management, 2012',
    because:
      'a full queue that drops the newest value leaves an old one on the screen, with nothing to follow it',
  },
  'cursor-has-a-tie-break': {
    protects: 'pages-are-complete',
    source: 'Winand, SQL Performance Explained, 2012, chapter 7, Paging Through Results',
    because: 'posts of one millisecond have one time, and the next page begins after all of them',
  },
  'checkpoint-after-send': {
    protects: 'push-reaches-all',
    source: 'Kafka documentation, §4.6 Message Delivery Semantics, at least once',
    because: 'a crash before the send leaves out a batch that the checkpoint calls done',
  },
  'send-carries-key': {
    protects: 'pushed-once',
    source: 'OneSignal documentation, Idempotent API requests',
    because: 'the provider takes the batch that is sent again after a crash for a new one',
  },
  'message-counts-once': {
    protects: 'badge-counts-once',
    source: 'Helland, Idempotence Is Not a Medical Condition, ACM Queue, 2012',
    because: 'a message that is sent again because its acknowledgement is lost counts twice',
  },
  'read-up-to-position': {
    protects: 'badge-hides-nothing',
    source: 'XEP-0490, Message Displayed Synchronization, §1',
    because: 'a reset to zero takes in messages that came while the user read the earlier ones',
  },
  'position-only-advances': {
    protects: 'badge-counts-once',
    source: 'XEP-0490, Message Displayed Synchronization, §5.1: “only moves forward”',
    because: 'a device that has loaded less, and reports later, makes read messages unread again',
  },
  'rights-checked-at-delivery': {
    protects: 'no-leak',
    source:
      'Saltzer and Schroeder, The Protection of Information in Computer Systems, 1975, §I.A.3 (complete mediation)',
    because:
      'a former member reads on for hours: a subscription says who was a member when it began',
  },
});

export type FanoutRules = RulesOf<typeof fanoutRules>;
export type FanoutRule = keyof FanoutRules;
