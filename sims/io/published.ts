/** What others have measured. The lab compares how it grows, never how large it is. */

/**
 * Kerrisk, The Linux Programming Interface, 2010, table 63-9: seconds of processor time for 100,000 waits, in each of
 * which one descriptor of so many, drawn at random, is ready (Linux 2.6.25).
 */
export const kerriskTable = [
  { descriptors: 10, poll: 0.61, select: 0.73, epoll: 0.41 },
  { descriptors: 100, poll: 2.9, select: 3.0, epoll: 0.42 },
  { descriptors: 1_000, poll: 35, select: 35, epoll: 0.53 },
  { descriptors: 10_000, poll: 990, select: 930, epoll: 0.66 },
] as const;
