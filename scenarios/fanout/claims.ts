/** What is said of real-time delivery, in the lab’s own words, with the verdicts of its runs. */
import type { Claims } from '../../src/lab/claim.ts';

export const fanoutClaims: Claims = {
  'q4-last-event-id-replay': {
    says: 'A client that reconnects with the id of its last event gets what it missed.',
    verdict: 'depends',
    instead:
      'On the buffer of the server: it must reach back to that id, so an outage may take as long as the buffer divided by the rate of events. Beyond that the client needs a snapshot, and has to be told so.',
  },
  'rt-sse-auto-reconnect-resume': {
    says: 'Server-sent events reconnect by themselves.',
    verdict: 'depends',
    instead:
      'On ids: the browser reconnects, but what happened meanwhile comes only if the server sends ids and replays from the last one.',
  },
  'q4-write-vs-read-fanout': {
    says: 'Pushing costs a write for each follower, reading a look-up for each author; a split by followers is cheaper than both.',
    verdict: 'depends',
    instead:
      'On how often authors post and followers read: the followers cancel, so that an author who posts less than followers read should be pushed. A split by followers pays if authors with more followers post more, and it bounds the copies of one post.',
  },
  'rt-websocket-2-14-bytes': {
    says: 'A WebSocket frame adds 2 to 14 B, a server-sent event about 50, long polling 200 to 800.',
    verdict: 'depends',
    instead:
      'On the direction and the fields: frames of a server add 2 to 10 B, those of a client 6 to 14. A server-sent event adds 8, and about 50 with an id, a name and a chunk of HTTP/1.1. Long polling adds the headers of a request and a response, most of which is the cookie and what a browser says of itself.',
  },
  'rt-polling-1-100th-cost': {
    says: 'Polling every 30 s costs a hundredth of pushing each change, for the same experience.',
    verdict: 'depends',
    instead:
      'On the changes in an interval: pushing sends as many messages for each poll, so it takes 100 changes in 30 s; in bytes more, because each poll has headers. The dashboard is 15 s late on average.',
  },
  'rt-long-poll-medium-latency': {
    says: 'Long polling has a medium latency, and headers with each message.',
    verdict: 'confirmed',
  },
  'rt-sse-six-per-domain': {
    says: 'HTTP/1.1 allows six connections to a host, HTTP/2 any number of streams.',
    verdict: 'depends',
    instead:
      'On what the server allows: an HTTP/2 connection has as many streams as SETTINGS_MAX_CONCURRENT_STREAMS says, often 100. With HTTP/1.1 six streams leave no connection for any other request of the site.',
  },
  'top-webrtc-lowest-latency': {
    says: 'WebRTC has the lowest latency of real-time protocols.',
    verdict: 'depends',
    instead:
      'On losses and on what may be missing: without a loss all are one way late. A lost packet holds up every later message of a connection that keeps the order; datagrams do not wait, and what is lost never comes.',
  },
  'rt-lb-restart-drops-all': {
    says: 'A restart of the load balancer ends every WebSocket, and clients have to reconnect with backoff.',
    verdict: 'depends',
    instead:
      'On jitter: all connections end, but backoff alone brings the clients back together. Spread over a window of twice the time that accepting all of them takes, none is turned away.',
  },
  'rt-websocket-needs-backbone': {
    says: 'With several servers a message needs a backbone that finds the server of its user.',
    verdict: 'confirmed',
  },
  'q4-every-server-subscribes': {
    says: 'Every connection server subscribes to the broker, and keeps what is for its own users.',
    verdict: 'depends',
    instead:
      'On the number of servers: it reaches everybody, at one copy for each server and message, all but one or two for nothing. A channel for each user costs as many copies as servers hold one of the user’s devices.',
  },
  'q4-kafka-partition-by-user': {
    says: 'A log that is partitioned by user gives each connection server the messages of its own users.',
    verdict: 'depends',
    instead:
      'On the balancer: it must connect users by the same map. With connections anywhere most messages come to a server that does not hold the user.',
  },
  'q4-redis-pubsub-drops': {
    says: 'Pub/sub that pushes loses messages for slow subscribers; a log that they read does not.',
    verdict: 'confirmed',
  },
  'q4-10m-stagger-5-30s': {
    says: 'Spread ten million notifications over 5 to 30 s, or limit them to 100,000 a second.',
    verdict: 'refuted',
    instead:
      'These are two different things: at 100,000 a second ten million take 100 s. Within 30 s it takes 333,000 a second, within 5 s 2 million.',
  },
  'q4-sse-50-100k-20-servers': {
    says: 'A million connections need about 20 servers.',
    verdict: 'depends',
    instead:
      'On a spare: 50,000 a server make 20, and 100,000 make 10, if none fails. For the loss of one it takes 21 or 11.',
  },
};
