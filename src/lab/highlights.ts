/** Of the story of a run, the few lines that tell most. */
import { group } from 'd3-array';
import type { EventKind } from '../trace/event.ts';
import type { Line } from './narrate.ts';
import type { RunResult } from './run.ts';

const faults: ReadonlySet<EventKind> = new Set([
  'crash',
  'restart',
  'pause',
  'resume',
  'fault',
  'intervention',
  'refuse',
]);

/**
 * At most `max` lines in their order: faults first, then what broke a property or reached a goal, then notes kind by kind,
 * the rarest first, since what happens once says more than what happens all the time. Of a kind all or none are told,
 * unless there is no room for even the first. O(lines × log lines).
 */
export function highlights(
  story: readonly Line[],
  { invariants, goals }: Pick<RunResult, 'invariants' | 'goals'>,
  max: number,
): Line[] {
  const marked = new Set([
    ...invariants.flatMap(({ violations }) => violations.map(({ atMs }) => atMs)),
    ...goals.flatMap(({ atMs }) => atMs ?? []),
  ]);
  // What several faults of the plan do at once is told by the nodes that they befall.
  const told = new Set(story.filter(({ kind }) => isOfNode(kind)).map(({ atMs }) => atMs));
  const lines = story.filter(
    ({ kind, atMs }) => kind !== 'start' && !(kind === 'fault' && told.has(atMs)),
  );
  const groups = group(lines, ({ kind, atMs, about }) => {
    if (faults.has(kind)) return 'fault';
    return marked.has(atMs) ? 'mark' : about;
  });
  const always = ['fault', 'mark'].flatMap((name) => (groups.get(name) ?? []).slice(0, max / 2));
  const chosen = new Set(always);
  const others = [...groups]
    .filter(([name]) => name !== 'fault' && name !== 'mark')
    .sort(([, a], [, b]) => a.length - b.length);
  for (const [, kind] of others) {
    const room = max - chosen.size;
    if (kind.length > room && chosen.size > 0) break;
    for (const line of kind.slice(0, room)) chosen.add(line);
  }
  return lines.filter((line) => chosen.has(line));
}

const isOfNode = (kind: EventKind): boolean =>
  kind === 'crash' || kind === 'restart' || kind === 'pause' || kind === 'resume';
