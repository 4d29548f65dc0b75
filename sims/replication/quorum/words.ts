/**
 * Labels of the arrows of requests to a replica; its answers are routine, and other parts have
 * their own labels.
 */
import type { ReplicaRequest } from './replica.ts';
import { versionInWords } from './versions.ts';

export function quorumMessageInWords(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null || !('do' in message)) return undefined;
  const request = message as ReplicaRequest;
  switch (request.do) {
    case 'read':
      return `read ${request.key}`;
    case 'hint':
      return `keep ${request.key} for ${request.home}`;
    case 'hashes':
      return `${request.branches.length} hashes of level ${request.level}`;
    case 'leaves':
      return `items of ${request.leaves.length} leaves`;
    case 'write':
    case 'repair':
      return `${request.do} ${request.key}, version ${versionInWords(request.item.version)}`;
    default:
      return undefined;
  }
}
