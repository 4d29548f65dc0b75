/** The name of a sweep or hunt, so that its parts find one another wherever they are run. */
import { Digest } from '../../trace/digest.ts';
import type { SampleData } from '../sample.ts';

/**
 * 16 hex digits over plain data, such as a plan or jobs, and the version of the lab that runs it.
 * Numbers of the user's own count by the digests that assignments carry.
 */
export function digestOfWork(version: string, work: unknown): string {
  const digest = new Digest();
  digest.text(version);
  digest.text(JSON.stringify(work, (_, value) => (isSample(value) ? value.digest : value)));
  return digest.hex();
}

function isSample(value: unknown): value is SampleData {
  return typeof value === 'object' && value !== null && 'values' in value && 'digest' in value;
}
