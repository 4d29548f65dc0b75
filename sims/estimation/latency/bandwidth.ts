/** Bandwidths that follow from latencies. */

/** GB/s of one read after the other: bytes per ns. */
export const gigabytesPerSecond = (bytesEach: number, latencyNs: number): number =>
  bytesEach / latencyNs;

/** The same with several reads in flight at a time, which share the latency. `busyNs` is the sum of their latencies. */
export const overlapped = (
  { reads, bytesEach, busyNs }: { reads: number; bytesEach: number; busyNs: number },
  inFlight: number,
): number => (inFlight * reads * bytesEach) / busyNs;
