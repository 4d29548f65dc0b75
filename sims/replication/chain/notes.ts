/** Trace notes of the nodes of a chain. */
import { routine } from '../../../src/trace/note-book.ts';

export interface ChainNotes {
  'asks-tail': { newest: number; rule: 'dirty-read-asks-tail' };
  'shortens-chain': { failed: string; left: string };
  resends: { to: string; writes: number; rule: 'resends-to-new-successor' };
  'commits-as-tail': { version: number; rule: 'new-tail-commits' };
  'chain-write-ends': { value: string };
  'chain-read-ends': { value: string | null };
}

export const chainWords = {
  'asks-tail': ({ newest }: ChainNotes['asks-tail']) =>
    `asks the tail, because version ${newest} may not be committed`,
  'shortens-chain': ({ failed, left }: ChainNotes['shortens-chain']) =>
    `removes ${failed} from the chain: ${left} are left`,
  resends: ({ to, writes }: ChainNotes['resends']) => `resends ${writes} writes to ${to}`,
  'commits-as-tail': ({ version }: ChainNotes['commits-as-tail']) =>
    `is now the tail, and commits version ${version}`,
  'chain-write-ends': ({ value }: ChainNotes['chain-write-ends']) => `has written ${value}`,
  'chain-read-ends': routine,
};
