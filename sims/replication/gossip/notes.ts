/** Trace notes of nodes that gossip, and labels of their messages. */
import type { GossipRules } from './rules.ts';

type Rule = keyof GossipRules;

export interface GossipNotes {
  learns: { from: string; round: number };
  'loses-interest': { met: number; rule: Rule };
  'learns-late': { from: string; round: number; rule: Rule };
}

export const gossipWords = {
  learns: ({ from, round }: GossipNotes['learns']) =>
    `learns the update from ${from} in round ${round}`,
  'loses-interest': ({ met }: GossipNotes['loses-interest']) =>
    `stops telling the rumour: ${met} that it told knew it`,
  'learns-late': ({ from, round }: GossipNotes['learns-late']) =>
    `learns the update by anti-entropy from ${from} in round ${round}`,
};

export type GossipMessage =
  /** A node calls its partner of the round, and says whether it knows the update. */
  | { readonly gossip: 'call'; readonly knows: boolean; readonly round: number }
  | { readonly gossip: 'answer' }
  | { readonly gossip: 'rumour' }
  /** The feedback: the partner knew it already. */
  | { readonly gossip: 'known' };

export function gossipMessageInWords(said: unknown): string | undefined {
  if (typeof said !== 'object' || said === null || !('gossip' in said)) return undefined;
  const message = said as GossipMessage;
  if (message.gossip !== 'call') return message.gossip;
  return message.knows ? 'call: knows it' : 'call: knows nothing';
}
