/**
 * What the sim records in the trace, as data and in plain words, with the rule that decided it.
 * Polls without records, and records that succeed at once, leave no note.
 */
import { NoteBook, type NoteOf, routine } from '../../src/trace/note-book.ts';
import { counted } from '../../src/words/numbers.ts';
import type { KafkaRule } from './rules.ts';

interface KafkaNotes {
  'in-sync': { partition: string; brokers: readonly string[] };
  leads: { partition: string; epoch: number; clean: boolean };
  leaderless: { partition: string; epoch: number; clean: boolean };
  truncates: { partition: string; records: number };
  /** The ages of the tombstones that it removed, if any. */
  cleans: {
    partition: string;
    upTo: number;
    superseded: number;
    tombstones: number;
    youngestMs?: number;
    oldestMs?: number;
    rule: KafkaRule;
  };
  'window-result': { fromMs: number; count: number; waitedMs: number; rule: KafkaRule };
  /** An event after the result of its window, within the allowed lateness. */
  'window-update': { fromMs: number; count: number; rule: KafkaRule };
  'drops-late': { partition: string; eventMs: number; rule: KafkaRule };
  rebalance: { generation: number; why: string };
  assigned: {
    generation: number;
    sizes: readonly (readonly [member: string, partitions: number])[];
  };
  dropped: { group: string; why: string };
  fenced: { error: string; rule: KafkaRule };
  'transaction-ends': {
    outcome: 'commit' | 'abort';
    epoch: number;
    partitions: readonly string[];
  };
  'poll-timeout': { sincePollMs: number };
  /** A poll that returns records. */
  polls: { records: number; partitions: number };
  /** A producer sends a batch again. */
  'sends-again': {
    partition: string;
    records: number;
    attempt: number;
    error: string;
    rule: KafkaRule | undefined;
  };
  /** A consumer tries a record again. */
  'tries-again': {
    partition: string;
    offset: number;
    attempt: number;
    rule: KafkaRule | undefined;
  };
  /** The status is Burrow’s, if the sample is judged. */
  'lag-sample': {
    group: string;
    lag: number;
    status: string | undefined;
    rule: KafkaRule | undefined;
  };
  'commit-refused': { group: string; error: string; rule: KafkaRule };
  'consumer-stops': { group: string };
  jumps: { partition: string; to: number; skipped: number };
  'dead-letter': { partition: string; offset: number; rule: KafkaRule };
  'more-partitions': { topic: string; partitions: number };
  redelivers: { messages: number };
  alarm: { group: string; status: string; rule: KafkaRule | undefined };
  says: { text: string };
}

export type KafkaNote = NoteOf<KafkaNotes>;

export const kafkaNotes = new NoteBook<KafkaNotes>({
  'in-sync': (note) => `the in-sync replicas of ${note.partition} are ${note.brokers.join(' ')}`,
  leads: (note) =>
    `leads ${note.partition} in epoch ${note.epoch}${note.clean ? '' : ', although it was not in sync'}`,
  leaderless: (note) => `${note.partition} has no leader: none of its live replicas is in sync`,
  truncates: (note) =>
    `drops ${counted(note.records, 'record')} of ${note.partition} that its leader does not have`,
  cleans: (note) => cleaningInWords(note),
  'window-result': (note) =>
    `the window from ${note.fromMs / 1000} s has ${counted(note.count, 'event')}, ${(note.waitedMs / 1000).toFixed(1)} s after its end`,
  'window-update': routine,
  'drops-late': routine,
  rebalance: (note) => `rebalances for generation ${note.generation}: ${note.why}`,
  assigned: (note) => `generation ${note.generation} assigned: ${sizesInWords(note.sizes)}`,
  dropped: (note) => `is out of ${note.group}: ${note.why}`,
  fenced: (note) =>
    note.error === 'FENCED_INSTANCE_ID'
      ? `is fenced (${note.error}), and stops`
      : `is fenced (${note.error}), and joins again`,
  'transaction-ends': (note) => transactionInWords(note),
  'poll-timeout': (note) =>
    `has not polled for ${Math.round(note.sincePollMs)} ms, and leaves the group`,
  polls: routine,
  'sends-again': (note) =>
    `sends ${counted(note.records, 'record')} to ${note.partition} again, attempt ${note.attempt + 1}: ${note.error}`,
  'tries-again': (note) =>
    `fails on offset ${note.offset} of ${note.partition}, and retries it${note.rule === 'retry-in-place' ? '' : ' after later ones'} (attempt ${note.attempt + 1})`,
  'lag-sample': routine,
  'commit-refused': (note) => `commits to ${note.group} and is refused: ${note.error}`,
  'consumer-stops': () => 'stops orderly',
  jumps: (note) =>
    `jumps to offset ${note.to} of ${note.partition}, over ${counted(note.skipped, 'record')}`,
  'dead-letter': (note) =>
    `gives up offset ${note.offset} of ${note.partition}: it goes to the dead-letter topic`,
  'more-partitions': (note) => `${note.topic} now has ${counted(note.partitions, 'partition')}`,
  redelivers: (note) =>
    `had ${counted(note.messages, 'message')} unacknowledged, which return to the queue`,
  alarm: (note) => `raises an alarm about ${note.group}: ${note.status}`,
  says: (note) => note.text,
});

function cleaningInWords(note: KafkaNotes['cleans']): string {
  const { youngestMs = 0, oldestMs = 0 } = note;
  const ages =
    note.tombstones === 0 ? '' : `, ${inMinutes(youngestMs)} to ${inMinutes(oldestMs)} old`;
  return (
    `cleans ${note.partition} up to offset ${note.upTo}: removes ${counted(note.superseded, 'superseded record')} ` +
    `and ${counted(note.tombstones, 'tombstone')}${ages}`
  );
}

const inMinutes = (ms: number): string => `${(ms / 60_000).toFixed(1)} min`;

function transactionInWords({
  outcome,
  epoch,
  partitions,
}: KafkaNotes['transaction-ends']): string {
  const what = outcome === 'commit' ? 'is committed' : 'is aborted';
  const where = partitions.length === 0 ? '' : `: ${partitions.join(' ')}`;
  return `its transaction of epoch ${epoch} ${what}${where}`;
}

function sizesInWords(sizes: readonly (readonly [string, number])[]): string {
  if (sizes.length <= 6) return sizes.map(([id, count]) => `${id} ${count}`).join(', ');
  const counts = sizes.map(([, count]) => count);
  return `${counted(sizes.length, 'member')} with ${Math.min(...counts)} to ${Math.max(...counts)} partitions each`;
}
