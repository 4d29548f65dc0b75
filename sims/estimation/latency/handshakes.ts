/** Round trips before the first byte of an answer, and how fast a new connection becomes. */

export type Security = 'none' | 'tls12' | 'tls13' | 'quic' | '0rtt';

/** Before the request can be sent. TCP: RFC 9293 §3.5, one; TLS 1.2: RFC 5246 §7.3, two; 1.3: RFC 8446 §2, one; QUIC: RFC 9000, one for both. */
export const roundTripsBefore: Readonly<Record<Security, number>> = {
  none: 1,
  tls12: 3,
  tls13: 2,
  quic: 1,
  '0rtt': 0,
};

/** Segments of RFC 6928. */
const initialWindow = 10;
const segmentBytes = 1_460;

/** Segments sent within that many round trips of slow start: IW (2^r - 1). */
export const sentWithin = (roundTrips: number, window = initialWindow * segmentBytes): number =>
  window * (2 ** roundTrips - 1);

/** Round trips that the given bytes take in slow start without loss; at least one. */
export function roundTripsFor(bytes: number, window = initialWindow * segmentBytes): number {
  let roundTrips = 1;
  while (sentWithin(roundTrips, window) < bytes) roundTrips += 1;
  return roundTrips;
}

/** Mathis et al., CCR 27:3, 1997: 1.22 MSS / (RTT √p), in bytes a second. */
export const lossBoundPerSecond = (rttMs: number, loss: number, segment = segmentBytes): number =>
  (1_000 * 1.22 * segment) / (rttMs * Math.sqrt(loss));

/** Light in fibre: the refractive index of glass is 1.468. */
export const fibreKmPerMs = 299.792458 / 1.468;
export const fibreRttMs = (km: number): number => (2 * km) / fibreKmPerMs;
