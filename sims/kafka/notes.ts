/** What the sim says in the trace, as data and in plain words. Nothing is said record by record. */
import type { Note } from '../../src/trace/event.ts';

interface KafkaNotes {
  'in-sync': { partition: string; brokers: readonly string[] };
  leads: { partition: string; epoch: number; clean: boolean };
  leaderless: { partition: string; epoch: number; clean: boolean };
  truncates: { partition: string; records: number };
  rebalance: { generation: number; why: string };
  assigned: {
    generation: number;
    sizes: readonly (readonly [member: string, partitions: number])[];
  };
  dropped: { group: string; why: string };
  fenced: { error: string };
  'transaction-ends': {
    outcome: 'commit' | 'abort';
    epoch: number;
    partitions: readonly string[];
  };
  'poll-timeout': { sincePollMs: number };
  'commit-refused': { group: string; error: string };
  'consumer-stops': { group: string };
  jumps: { partition: string; to: number; skipped: number };
  'dead-letter': { partition: string; offset: number };
  'more-partitions': { topic: string; partitions: number };
  redelivers: { messages: number };
  alarm: { group: string; status: string };
  says: { text: string };
}

export type KafkaNote = {
  [Kind in keyof KafkaNotes]: { readonly kind: Kind } & Readonly<KafkaNotes[Kind]>;
}[keyof KafkaNotes];

export function kafkaNoteInWords(anyNote: Note): string | undefined {
  const note = anyNote as KafkaNote;
  switch (note.kind) {
    case 'in-sync':
      return `${note.partition} has in sync: ${note.brokers.join(' ')}`;
    case 'leads':
      return `leads ${note.partition} in epoch ${note.epoch}${note.clean ? '' : ', though it was not in sync'}`;
    case 'leaderless':
      return `${note.partition} has no leader: none of its live replicas is in sync`;
    case 'truncates':
      return `drops ${note.records} records of ${note.partition} that its leader does not have`;
    case 'rebalance':
      return `rebalances for generation ${note.generation}: ${note.why}`;
    case 'assigned':
      return `generation ${note.generation} assigned: ${sizesInWords(note.sizes)}`;
    case 'dropped':
      return `is out of ${note.group}: ${note.why}`;
    case 'fenced':
      return note.error === 'FENCED_INSTANCE_ID'
        ? `is fenced (${note.error}), and ends`
        : `is fenced (${note.error}), and joins again`;
    case 'transaction-ends':
      return transactionInWords(note);
    case 'poll-timeout':
      return `has not polled for ${Math.round(note.sincePollMs)} ms, and leaves the group`;
    case 'commit-refused':
      return `commits to ${note.group} and is refused: ${note.error}`;
    case 'consumer-stops':
      return 'stops orderly';
    case 'jumps':
      return `jumps to offset ${note.to} of ${note.partition}, over ${note.skipped} records`;
    case 'dead-letter':
      return `gives up offset ${note.offset} of ${note.partition}: it goes to the dead-letter topic`;
    case 'more-partitions':
      return `${note.topic} has ${note.partitions} partitions now`;
    case 'redelivers':
      return `had ${note.messages} messages unacknowledged, which go back to the queue`;
    case 'alarm':
      return `raises an alarm about ${note.group}: ${note.status}`;
    case 'says':
      return note.text;
  }
}

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
  return `${sizes.length} members with ${Math.min(...counts)} to ${Math.max(...counts)} partitions each`;
}
