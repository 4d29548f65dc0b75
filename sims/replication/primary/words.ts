/** Labels of message arrows. */
import type { Entry, Position } from './messages.ts';

/** Undefined for heartbeats, leases and plain confirmations. */
export function primaryMessageInWords(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { append, received, rejects, fencedBy, write, read, prepare, promote, has } =
    message as Record<string, unknown>;
  if (Array.isArray(append)) return appendInWords(append as readonly Entry[]);
  if (received !== undefined) return `has LSN ${received}`;
  if (rejects !== undefined) return `ends at LSN ${(rejects as Position).lsn}`;
  if (fencedBy !== undefined) return `is in epoch ${fencedBy}`;
  if (write !== undefined) return `write ${write}`;
  if (read !== undefined) return `read ${read}`;
  if (prepare !== undefined) return `prepare epoch ${prepare}`;
  if (promote !== undefined) return `promote to epoch ${promote}`;
  if (has !== undefined) return `has LSN ${(has as Position).lsn}`;
  return undefined;
}

function appendInWords(entries: readonly Entry[]): string | undefined {
  const [first] = entries;
  if (first === undefined) return undefined;
  return entries.length === 1 ? `write ${first.write}` : `${entries.length} writes`;
}
