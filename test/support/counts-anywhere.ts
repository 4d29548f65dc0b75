/** Counts of states, posted to the loopback server whose address the bundle holds: see `engines.ts`. */
import { exploredCounts } from './explored-counts.ts';

declare const server: string;

await fetch(server, { method: 'POST', body: JSON.stringify(exploredCounts()) });
