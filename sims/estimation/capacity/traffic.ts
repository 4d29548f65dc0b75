/** Bytes over a link in each direction. */
import type { EstimationRules } from '../rules.ts';
import { bitsPerByte } from '../units.ts';

export interface Traffic {
  readonly uploads: number;
  readonly downloads: number;
  readonly bytes: number;
  readonly replicas: number;
}

/** Bytes a second that the busier direction has to carry. Uploads come in; downloads and copies go out. */
export function linkLoad(
  { uploads, downloads, bytes, replicas }: Traffic,
  rules: EstimationRules,
): number {
  const incoming = uploads * bytes;
  // Jain 1991, chapter 6: characterise every component of the workload. Reads go out.
  let outgoing = rules['both-directions'] ? downloads * bytes : 0;
  // Kleppmann 2017, chapter 5: the leader sends each write to every follower.
  if (rules['replicas-cost-bandwidth']) outgoing += incoming * (replicas - 1);
  return Math.max(incoming, outgoing);
}

/** How many links with that many Gb/s carry it. */
export function linksFor(bytesPerSecond: number, gigabits: number, rules: EstimationRules): number {
  // IEC 80000-13:2008 §4: B is a byte, and a byte has eight bits.
  const perLink = (gigabits * 1e9) / (rules['bits-are-not-bytes'] ? bitsPerByte : 1);
  return Math.ceil(bytesPerSecond / perLink);
}
