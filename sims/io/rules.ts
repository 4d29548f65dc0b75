/** The rules of the wing, each with the property that fails without it. */
import { defineRules, type RulesOf } from '../../src/check/rules.ts';

const epollManual = 'Linux man-pages 6.9, epoll(7)';
const kerrisk = 'Kerrisk, The Linux Programming Interface, 2010';
const stevens = 'Stevens, Fenner and Rudoff, UNIX Network Programming 1, 3rd edition, 2003';
const libev = 'Lehmann, libev manual 4.33';
const node = 'Node.js documentation, Don’t Block the Event Loop';

export const ioRules = defineRules('io', {
  'ready-only-scan': {
    protects: 'wait-looks-at-ready',
    source: `${kerrisk}, §63.4.5`,
    because: 'a wait that has no list of what is ready looks at each connection, idle or not',
  },
  'descriptor-fits-the-set': {
    protects: 'set-is-not-overrun',
    source: 'Linux man-pages 6.9, select(2), BUGS',
    because: 'FD_SET with descriptor 1024 sets a bit of whatever lies behind the set',
  },
  'edge-trigger-drains-until-eagain': {
    protects: 'no-request-is-forgotten',
    source: `${epollManual}, Level-triggered and edge-triggered`,
    because:
      'what is left in the buffer causes no event, and the peer waits for its reply for ever',
  },
  'level-trigger-rearms': {
    protects: 'no-request-is-forgotten',
    source: `${epollManual}, Level-triggered and edge-triggered`,
    because: 'a server that reads one buffer an event is not told of the rest',
  },
  'one-shot-with-threads': {
    protects: 'one-handler-a-connection',
    source: `${epollManual}, EPOLLONESHOT`,
    because:
      'more bytes arrive while a thread works on the first ones, and a second thread gets the same connection',
  },
  'one-shot-rearm': {
    protects: 'no-request-is-forgotten',
    source: 'Linux man-pages 6.9, epoll_ctl(2), EPOLLONESHOT',
    because: 'after its one event the registration is silent until it is modified',
  },
  'reads-are-not-messages': {
    protects: 'messages-as-sent',
    source: `${stevens}, §3.9`,
    because:
      'a header of 4 bytes that comes as 2 and 2, or two messages that come as one, are read wrong',
  },
  'write-interest-only-when-blocked': {
    protects: 'idle-costs-nothing',
    source: 'Redis 7.2, networking.c, handleClientsWithPendingWrites',
    because: 'every wait returns at once, because an idle socket is writable',
  },
  'out-buffer-is-bounded': {
    protects: 'memory-is-bounded',
    source: 'Reactive Streams 1.0.4, Goals',
    because: 'what a slow peer does not take stays in the memory of the server',
  },
  'stale-event-dropped': {
    protects: 'right-connection',
    source: `${epollManual}, Possible pitfalls: event cache`,
    because:
      'the rest of a batch reaches a new connection that has the number of one closed within it',
  },
  'read-budget-per-turn': {
    protects: 'peers-get-their-turn',
    source: `${epollManual}, Possible pitfalls: starvation`,
    because: 'a peer that sends as fast as it is read never lets the reads come to EAGAIN',
  },
  'close-deregisters': {
    protects: 'no-event-after-close',
    source: `${epollManual}, Questions and answers 6`,
    because:
      'the registration lives on in the open file of a child process, where epoll_ctl cannot reach it',
  },
  'accept-is-bounded': {
    protects: 'descriptors-suffice',
    source: `${libev}, The special problem of accept()ing when you can't`,
    because:
      'each wait returns at once: with no descriptor left the connection cannot be accepted, and stays ready',
  },
  'run-to-completion': {
    protects: 'callbacks-are-whole',
    source: 'WHATWG HTML Standard, §8.1.7 Event loops',
    because: 'between the read of a counter and its write another callback would read it, too',
  },
  'sent-file-is-not-overwritten': {
    protects: 'received-as-sent',
    source: 'Linux man-pages 6.9, sendfile(2), NOTES',
    because:
      'the peer receives what is written into the file after sendfile, because the socket holds its pages',
  },
  'offload-cpu': {
    protects: 'loop-is-prompt',
    source: `${node}, Offloading`,
    because: 'while the loop computes for 100 ms, no other connection is looked at',
  },
});

export type IoRules = RulesOf<typeof ioRules>;
export type IoRule = keyof IoRules;
