/**
 * The rules of the replicated types and of their replication, each with the property that fails
 * without it. RR-7506 is Shapiro, Preguiça, Baquero and Zawirski, "A comprehensive study of
 * Convergent and Commutative Replicated Data Types" (INRIA 2011); its specifications are numbered.
 */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

export const crdtRules = defineRules('crdt', {
  // Counters.
  'merge-takes-maximum': {
    protects: 'merge-laws',
    source: 'RR-7506 §3.1.1, Specification 6',
    because: 'a state that arrives twice would be counted twice',
  },
  'slot-per-replica': {
    protects: 'agrees-with-model',
    source: 'RR-7506 §3.1.1, Specification 6',
    because: 'two increments made at the same time would fill the same slot, and count as one',
  },
  'separate-decrements': {
    protects: 'agrees-with-model',
    source: 'RR-7506 §3.1.3, Specification 7',
    because: 'a merge, which takes the maximum of each count, would forget every decrement',
  },
  'increment-has-its-own-dot': {
    protects: 'agrees-with-model',
    source: 'Baquero, Almeida and Lerche 2016, The Problem with Embedded CRDT Counters, §2',
    because:
      'one increment that a reset has not seen would bring back all that its replica had counted before',
  },
  'spend-own-rights': {
    protects: 'never-below-zero',
    source: 'Balegas et al. 2015, Extending Eventually Consistent Cloud Databases, §IV',
    because: 'two replicas would spend the same unit, each seeing enough of them',
  },

  // Sets.
  'keep-tombstones': {
    protects: 'agrees-with-model',
    source: 'RR-7506 §3.3.2, Specification 12',
    because: 'the next merge with a replica that still has the element would bring it back',
  },
  'remove-observed-tags': {
    protects: 'strong-convergence',
    source: 'RR-7506 §3.3.5, Specification 15',
    because:
      'a remove would take whatever its receiver happens to have, and that differs from one to the next',
  },
  'count-tags': {
    protects: 'agrees-with-model',
    source: 'RR-7506 §3.3.5, Specification 15 (unique)',
    because: 'an element that was removed and added again would carry the tag that is dead already',
  },
  'forget-what-the-context-covers': {
    protects: 'agrees-with-model',
    source: 'Bieniusa et al. 2012, An Optimized Conflict-free Replicated Set, Figure 3',
    because:
      'a replica that has not seen a remove yet would bring the element back with every merge',
  },
  'compare-dots-not-clocks': {
    protects: 'merge-laws',
    source: 'Bieniusa et al. 2012, Figure 3; riak_dt issue 78',
    because:
      'a merge would keep what one side has removed if both have the same clock, which a remove does not advance',
  },
  'delta-context-of-own-dots': {
    protects: 'agrees-with-model',
    source: 'Almeida, Shoker and Baquero 2016, §7.2, Figure 5',
    because:
      'a delta would claim to know every earlier dot, show none of them, and so remove them all',
  },
  'add-replaces-own-dots': {
    protects: 'bounded-metadata',
    source: 'Bieniusa et al. 2012, Figure 3 (add); Almeida et al. 2016, Figure 5',
    because: 'an element that is added n times would carry n dots for ever',
  },

  'remove-leaves-a-dot': {
    protects: 'agrees-with-model',
    source: 'Almeida et al. 2016, §7 (RWSet)',
    because:
      'a remove would leave nothing behind that wins over an add that it has not seen: what was revoked would come back',
  },

  // Registers and maps.
  'break-ties-by-replica': {
    protects: 'merge-laws',
    source: 'RR-7506 §3.2.1, Specification 8: timestamps are unique and totally ordered',
    because: 'of two writes of the same stamp each replica would keep its own',
  },
  'stamp-after-what-was-read': {
    protects: 'happens-before-wins',
    source: 'Kulkarni et al. 2014, Logical Physical Clocks, Figure 5; Lamport 1978, IR2',
    because:
      'a replica whose clock is behind would see its own later write lose to the one that it had read',
  },
  'stamp-at-source': {
    protects: 'strong-convergence',
    source: 'RR-7506 §3.2.1, Specification 9 (atSource)',
    because:
      'a write would get its stamp on receipt, another one at every replica, by the order of arrival',
  },
  'write-overwrites-what-it-read': {
    protects: 'agrees-with-model',
    source: 'RR-7506 §3.2.2, Specification 10 (incVV)',
    because: 'a value would stay beside the one that replaced it, and no write could ever clear it',
  },
  'concurrent-is-not-older': {
    protects: 'agrees-with-model',
    source: 'RR-7506 §3.2.2, Specification 10 (merge)',
    because: 'of two writes that did not know of one another, one would vanish unseen',
  },
  'map-shares-one-context': {
    protects: 'agrees-with-model',
    source: 'Almeida et al. 2016, §7.4, Figure 8; riak_dt non-commute-counter-example',
    because:
      'a key that is removed would take its causal context with it, and come back from any replica that still has it',
  },
  'put-replaces-what-was-read': {
    protects: 'agrees-with-model',
    source: 'Preguiça et al. 2012, Dotted Version Vectors, §3',
    because:
      'of two clients that write through one server after the same read, the second would erase what it never saw',
  },
  'clear-drops-what-is-here': {
    protects: 'agrees-with-model',
    source: 'Basho, riak_dt: riak_dt_orswot, precondition contexts and deferred removes',
    because:
      'all that a client has read elsewhere, and that has not come here yet, would count as cleared, whatever its field',
  },

  // Text.
  'skip-later-ids': {
    protects: 'strong-convergence',
    source:
      'Roh et al. 2011, Replicated abstract data types, §3.3; RR-7506 §3.5.3, Specification 19',
    because: 'two letters typed at one place would stand in the order of arrival',
  },
  'skip-whole-subtrees': {
    protects: 'strong-convergence',
    source: 'Roh et al. 2011, §3.3; Attiya et al. 2016, §5',
    because: 'a letter could land between another’s and what was typed behind that one',
  },
  'ids-of-equal-count-by-replica': {
    protects: 'strong-convergence',
    source: 'Roh et al. 2011, §3.2 (order of S4Vectors)',
    because: 'of letters typed at the same moment each replica would put its own first',
  },
  'ids-count-what-was-seen': {
    protects: 'text-lands-where-typed',
    source: 'Roh et al. 2011, §3.2; Lamport 1978, IR2',
    because:
      'a letter typed after reading others could have a smaller id than theirs, and be pushed behind them',
  },
  'left-children': {
    protects: 'no-interleaving',
    source: 'Weidner and Kleppmann 2023, The Art of the Fugue, §3.2, Algorithm 1',
    because: 'what two people type backwards at one place would mix letter by letter, as in RGA',
  },
  'insert-waits-for-its-reference': {
    protects: 'strong-convergence',
    source: 'RR-7506 §3.5.3, Specification 19 (addRight: pre)',
    because:
      'a letter that arrives before the one that it follows would have no place, and be lost',
  },
  'delete-waits-for-its-insert': {
    protects: 'strong-convergence',
    source: 'RR-7506 §3.5.3, Specification 19 (remove: pre)',
    because: 'a letter deleted before it arrives would stand for ever, at this replica only',
  },

  // Shipping.
  'new-id-after-lost-state': {
    protects: 'agrees-with-model',
    source: 'basho/riak_kv pull request 1094, per-key epochs of vnode ids',
    because: 'a replica that forgot what it had counted would give the same dots out again',
  },
  'deliver-once': {
    protects: 'agrees-with-model',
    source: 'RR-7506 §2.2.2 and §2.4 (reliable broadcast)',
    because: 'an operation that the network doubles would take effect twice',
  },
  'deliver-in-causal-order': {
    protects: 'strong-convergence',
    source: 'RR-7506 §2.2.2; Birman, Schiper and Stephenson 1991, §4',
    because: 'a remove that overtakes its add would find nothing to remove, and the add would stay',
  },
  'resend-until-acknowledged': {
    protects: 'everything-arrives',
    source: 'RR-7506 §2.2.2 (reliable broadcast)',
    because:
      'an operation that is lost once would be lost for ever, and the replicas differ for ever',
  },
  'causal-delta-merging': {
    protects: 'causally-closed',
    source: 'Almeida et al. 2016, §5, Definition 5',
    because:
      'a replica that lacks the deltas before an interval would show an effect without its cause, and never get the rest',
  },
  'keep-deltas-until-acknowledged': {
    protects: 'everything-arrives',
    source: 'Almeida et al. 2016, §6, Algorithm 2 (garbage collection)',
    because: 'a delta that is lost on its way could not be sent again',
  },
  'collect-only-stable': {
    protects: 'every-effect-applies',
    source: 'RR-7506 §4.1; Roh et al. 2011, §5.4; Baquero et al. 2014 (causal stability)',
    because:
      'a letter would be collected after which a replica that has not seen its delete still inserts',
  },
  'stability-hears-everybody': {
    protects: 'every-effect-applies',
    source: 'RR-7506 §4.1: “all replicas”; Baquero et al. 2014, Definition 1',
    because:
      'a letter would be collected although a replica that is cut off has not seen its delete',
  },

  // Forgetting, and who is a member.
  'keep-tombstones-until-acknowledged': {
    protects: 'agrees-with-model',
    source: 'RR-7506 §4.1; Wuu and Bernstein 1984, Efficient Solutions to the Replicated Log',
    because:
      'a replica that has not seen the remove still sends the tag, and without the tombstone it would count as new',
  },
  'refuse-older-states': {
    protects: 'agrees-with-model',
    source:
      'Baquero, Almeida and Shoker 2014, Making Operation-Based CRDTs Operation-Based: causal stability',
    because:
      'a state that was sent before its sender acknowledged a remove would bring back the collected tag if it came late',
  },
  'hear-members-only': {
    protects: 'agrees-with-model',
    source: 'RR-7506 §4.1: “the set of replicas be known”; Birman and Joseph 1987',
    because:
      'an evicted replica that comes back would bring what the others removed, and collected without it',
  },
  'agree-on-the-view': {
    protects: 'one-view',
    source: 'Birman and Joseph 1987, Exploiting Virtual Synchrony (flush)',
    because:
      'two replicas could go on with different members, and lack what the evicted one had told the others',
  },
  'view-needs-a-majority': {
    protects: 'one-view',
    source:
      'Chockler, Keidar and Vitenberg 2001, Group Communication Specifications: primary component membership',
    because: 'two halves that cannot reach one another would each evict the other and go on apart',
  },
  'rejoin-from-nothing': {
    protects: 'agrees-with-model',
    source: 'Akka, Distributed Data, Replicator: CRDT Garbage; RR-7506 §4.1',
    because: 'a replica that is let back in with its old state would bring back what was collected',
  },
});

export type CrdtRules = RulesOf<typeof crdtRules>;
export type CrdtRule = keyof CrdtRules;
