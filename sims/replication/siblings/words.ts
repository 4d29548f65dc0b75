/** Labels of the arrows of requests to a replica of a store of siblings. */
import { counted } from '../../../src/words/numbers.ts';
import type { SiblingRequest } from './replica.ts';

export function siblingMessageInWords(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null || !('do' in message)) return undefined;
  const request = message as SiblingRequest;
  switch (request.do) {
    case 'put':
      return `put ${request.write} of ${request.key}`;
    case 'merge':
      return `merge ${counted(request.siblings.length, 'version')} of ${request.key}`;
    default:
      return undefined;
  }
}
