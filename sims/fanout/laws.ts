/** What real-time delivery is held to. */
export const fanoutLaws = {
  'no-gap': 'a device that shows an event has shown every earlier event of its channel',
  'no-duplicate-effect': 'no device shows an event twice',
  'per-channel-order': 'each device shows the events of a channel in the order of their numbers',
  'acked-is-delivered': 'an event that was acknowledged to its author is never lost',
  'timelines-agree':
    'once all work is done, every timeline holds the posts of the authors that its reader follows',
  'copies-are-few': 'no post is copied to as many inboxes as the threshold',
  'memory-bounded': 'no gateway holds more for a connection than its limit',
  'newest-value-arrives': 'the last value that a slow client gets for each key is the newest one',
  'no-leak': 'a message reaches members of its channel only',
  'dead-is-noticed': 'both ends of a dead connection notice it within the timeout',
  'online-means-alive': 'no user is shown online for longer than the timeout after they are gone',
  'online-is-reached': 'a message reaches every device of its user that is connected',
  'push-reaches-all': 'a campaign that has ended has been sent to every user',
  'pushed-once': 'no user gets the push of a campaign twice',
  'badge-hides-nothing': 'every message that no device has shown counts as unread',
  'badge-counts-once': 'no message that a device has shown counts as unread, and none counts twice',
  'pages-are-complete': 'a reader who pages through a timeline sees each post once',
  'accepts-within-capacity': 'no client that reconnects is turned away because too many others do',
} as const;

export type FanoutLaw = keyof typeof fanoutLaws;
