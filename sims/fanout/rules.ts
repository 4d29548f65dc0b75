/** The rules of the wing, each with the property that fails without it. */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

const html = 'HTML Standard, Server-sent events';

export const fanoutRules = defineRules('fanout', {
  'subscribe-before-snapshot': {
    protects: 'no-gap',
    source: 'Kleppmann, Designing Data-Intensive Applications, 2017, §11.2 Initial snapshot',
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
    source: 'Kleppmann, Designing Data-Intensive Applications, 2017, §9 Total Order Broadcast',
    because: 'events of one channel reach a gateway on several paths, and overtake one another',
  },
  'dedup-at-client': {
    protects: 'no-duplicate-effect',
    source: 'Kreps, Narkhede and Rao, Kafka, 2011, §3.3 Delivery Guarantees',
    because: 'whatever closes a gap repeats something: a snapshot and a stream overlap',
  },
  'ack-after-store': {
    protects: 'acked-is-delivered',
    source: 'Gray and Reuter, Transaction Processing, 1992, §9.4 The Write-Ahead Log',
    because: 'an author who has the acknowledgement does not send again, and a crash forgets',
  },
  'deliver-to-every-device': {
    protects: 'all-caught-up',
    source: 'RFC 6121, XMPP: Instant Messaging and Presence, §8.5.2',
    because: 'a user has a phone and a laptop, and the newer connection replaces the older one',
  },
  'push-below-threshold': {
    protects: 'copies-are-few',
    source: 'Krikorian, Timelines at Scale, QCon San Francisco 2012, Fan-out of high-profile users',
    because: 'one post of an author with millions of followers is millions of writes',
  },
  'delete-reaches-pushed-copies': {
    protects: 'timelines-agree',
    source: 'Silberstein et al., Feeding Frenzy, SIGMOD 2010, §2',
    because: 'a post that is deleted at its author lives on in every inbox that has a copy',
  },
  'follow-backfills': {
    protects: 'timelines-agree',
    source: 'Silberstein et al., Feeding Frenzy, SIGMOD 2010, §2',
    because: 'an inbox holds what came since the follow, and a look-up shows everything',
  },
  'sticky-or-stateless-routing': {
    protects: 'online-is-reached',
    source: 'Kleppmann, Designing Data-Intensive Applications, 2017, §6 Request Routing',
    because:
      'the broker hands the messages of a user to one gateway, and a balancer that does not know which connects the user elsewhere',
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
      'a router that forgets a flow tells neither end: a client that hears no answer to its heartbeats waits for ever',
  },
  'presence-expires': {
    protects: 'online-means-alive',
    source: 'RFC 6120, XMPP Core, §4.6 Directionality and §4.9 Stream Errors, connection-timeout',
    because: 'a phone without a network says no goodbye',
  },
  'buffer-is-bounded': {
    protects: 'memory-bounded',
    source: 'Redis documentation, Clients, Output buffer limits',
    because: 'a client that reads slower than events come makes the queue grow for ever',
  },
  'conflate-by-key': {
    protects: 'newest-value-arrives',
    source: 'Hunt, Lightstreamer: Bandwidth and Frequency Control, 2013, §Conflation',
    because:
      'a full queue that drops the newest value leaves an old one on the screen, with nothing to follow it',
  },
  'cursor-has-a-tie-break': {
    protects: 'pages-are-complete',
    source: 'Winand, SQL Performance Explained, 2012, §7 Paging Through Results',
    because: 'posts of one millisecond have one time, and the next page begins after all of them',
  },
  'rights-checked-at-delivery': {
    protects: 'no-leak',
    source:
      'Saltzer and Schroeder, The Protection of Information in Computer Systems, 1975, §I.A.3 (complete mediation)',
    because: 'a subscription says who was a member when it began, and connections last for hours',
  },
});

export type FanoutRules = RulesOf<typeof fanoutRules>;
export type FanoutRule = keyof FanoutRules;
