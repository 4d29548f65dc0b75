/** How long a revoked certificate is accepted, by how those that check it learn of the revocation. */
import type { AuthRules } from './rules.ts';

export const checks = ['expiry', 'list', 'status', 'short'] as const;
export type CertificateCheck = (typeof checks)[number];

export interface Revocation {
  /** From then on it should be refused; all times in ms from the same beginning. */
  readonly atMs: number;
  readonly expiresMs: number;
  /** Whether the attacker keeps the list of revoked certificates from coming. */
  readonly isBlocked: boolean;
}

/** When it is refused: by a list that is fetched each `everyMs`, and is good for as long. */
export function refusedByListMs(
  { atMs, expiresMs, isBlocked }: Revocation,
  everyMs: number,
  rules: AuthRules,
): number {
  const nextListMs = Math.ceil(atMs / everyMs) * everyMs;
  // The old list runs out when the next one is due: what then, if it does not come?
  if (isBlocked && !rules['stale-list-refuses']) return expiresMs;
  return Math.min(nextListMs, expiresMs);
}
