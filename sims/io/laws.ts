/** What a server that waits for many connections is held to. */
export const ioLaws = {
  'wait-looks-at-ready':
    'a wait of epoll looks at what is ready or was the last time, and at nothing else',
  'set-is-not-overrun': 'no memory behind an fd_set is written',
  'no-request-is-forgotten':
    'no server sleeps while a request that it could read waits in a buffer',
  'one-handler-a-connection': 'no two threads work on one connection at a time',
  'messages-as-sent': 'each message is received as it was sent, however the stream was cut',
  'idle-costs-nothing': 'a server sleeps while nothing has happened',
  'memory-is-bounded': 'what a peer has not taken takes no more memory than the limit',
  'right-connection': 'an event is handled for the connection that it came from',
  'peers-get-their-turn': 'a request waits for no more than a budget of each other connection',
  'no-event-after-close': 'after it was closed no connection causes an event',
  'descriptors-suffice': 'the server never needs a descriptor that it cannot have',
  'callbacks-are-whole': 'what a callback reads is unchanged until it writes',
  'received-as-sent': 'the peer receives the file as it was when it was sent',
  'loop-is-prompt': 'a short request waits for short requests only',
} as const;

export type IoLaw = keyof typeof ioLaws;
