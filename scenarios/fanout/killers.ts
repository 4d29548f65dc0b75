/** For each rule, a run that shows what happens without it. */
import type { FanoutRule } from '../../sims/fanout/rules.ts';
import type { Killers } from '../../src/lab/catalogue.ts';

const killer = (name: string) => ({ scenario: `fanout/${name}`, seed: '1' });

export const fanoutKillers: Killers<FanoutRule> = {
  'subscribe-before-snapshot': killer('missed-events'),
  'resume-from-last-id': killer('missed-events'),
  'too-old-means-snapshot': killer('missed-events'),
  'sequence-per-channel': killer('missed-events'),
  'dedup-at-client': killer('missed-events'),
  'ack-after-store': killer('lost-post'),
  'deliver-to-every-device': killer('missed-events'),
  'push-below-threshold': killer('three-timelines'),
  'delete-reaches-pushed-copies': killer('three-timelines'),
  'follow-backfills': killer('three-timelines'),
  'sticky-or-stateless-routing': killer('cross-server'),
  'reconnect-jitters': killer('reconnect-storm'),
  'heartbeat-both-ways': killer('silent-loss'),
  'presence-expires': killer('silent-loss'),
  'buffer-is-bounded': killer('slow-client'),
  'conflate-by-key': killer('slow-client'),
  'cursor-has-a-tie-break': killer('same-millisecond'),
  'checkpoint-after-send': killer('push-campaign'),
  'send-carries-key': killer('push-campaign'),
  'message-counts-once': killer('unread-count'),
  'read-up-to-position': killer('unread-count'),
  'position-only-advances': killer('unread-count'),
  'rights-checked-at-delivery': killer('removed-member'),
};
