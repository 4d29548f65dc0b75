/** Trace notes of primary, replicas and the failover manager. */
import { routine } from '../../../src/trace/note-book.ts';
import type { PrimaryRule } from './rules.ts';

export interface PrimaryNotes {
  takes: { write: number; lsn: number; epoch: number };
  acknowledges: { write: number; lsn: number; epoch: number };
  'refuses-write': { write: number; why: string; rule: PrimaryRule };
  /** A replica has written an entry to its log; it applies it later. */
  receives: { lsn: number; epoch: number };
  applies: { lsn: number };
  cuts: { from: number; entries: number; rule: PrimaryRule };
  'has-gap': { at: number; has: number; rule: PrimaryRule };
  'refuses-epoch': { epoch: number; promised: number; rule: PrimaryRule };
  promises: { epoch: number; hasEpoch: number; hasLsn: number };
  'lease-over': { epoch: number };
  promotes: { node: string; epoch: number; lsn: number; rule: PrimaryRule };
  'hears-too-few': { heard: number; needed: number; rule: PrimaryRule };
  leads: { epoch: number; lsn: number };
  'waits-for-token': { lsn: number; has: number; rule: PrimaryRule };
  reads: { key: string; write: number; lsn: number };
}

type Words = {
  readonly [Kind in keyof PrimaryNotes]: (note: PrimaryNotes[Kind]) => string | undefined;
};

export const primaryWords = {
  takes: ({ write, lsn, epoch }) => `accepts write ${write} as LSN ${lsn} of epoch ${epoch}`,
  acknowledges: ({ write, lsn }) => `acknowledges write ${write}, LSN ${lsn}`,
  'refuses-write': ({ write, why }) => `refuses write ${write}: ${why}`,
  receives: ({ lsn, epoch }) => `has the log of epoch ${epoch} up to LSN ${lsn}`,
  applies: routine,
  cuts: ({ from, entries }) =>
    `cuts its log from LSN ${from} on: ${entries} entries that the primary does not have`,
  'has-gap': ({ at, has }) =>
    `does not have LSN ${at}, which the entries follow: it ends at ${has}`,
  'refuses-epoch': ({ epoch, promised }) =>
    `rejects epoch ${epoch}: it has promised epoch ${promised}`,
  promises: ({ epoch, hasEpoch, hasLsn }) =>
    `promises epoch ${epoch}, and has its log up to LSN ${hasLsn} of epoch ${hasEpoch}`,
  'lease-over': ({ epoch }) => `sees the lease of epoch ${epoch} end`,
  promotes: ({ node, epoch, lsn }) =>
    `makes ${node} the primary of epoch ${epoch}: its log goes up to LSN ${lsn}`,
  'hears-too-few': ({ heard, needed }) => `has heard ${heard} nodes, and needs ${needed}`,
  leads: ({ epoch, lsn }) => `is the primary of epoch ${epoch}, from LSN ${lsn} on`,
  'waits-for-token': ({ lsn, has }) => `has applied LSN ${has}, and is asked for ${lsn}: it waits`,
  reads: routine,
} satisfies Words;
