/** What an exploration came to, as text. */
import type { Bounds } from '../../check/exploration.ts';
import type { Step } from '../../explore/search.ts';
import { columns, inDigits } from './text.ts';

/** A story as a short table: what happened, and where. */
export function explorationStory(
  story: readonly Step[],
  inWords: (operation: object) => string,
): string[] {
  return columns(
    story.map((step, place) => [`${place + 1}`, ...stepInWords(step, inWords)]),
    '  ',
  );
}

/** Where it happened, and what. */
export function stepInWords(
  { happening, chosen }: Step,
  operationInWords: (operation: object) => string,
): [where: string, what: string] {
  const choice = chosen.length === 0 ? '' : `, ${chosen.join(', ')}`;
  switch (happening.kind) {
    case 'deliver':
    case 'copy': {
      const again = happening.kind === 'copy' ? ', and a copy of it stays under way' : '';
      return [
        happening.to,
        `gets ${inBrief(happening.message)} of ${happening.from}${again}${choice}`,
      ];
    }
    case 'drop':
      return [happening.to, `never gets ${inBrief(happening.message)} of ${happening.from}`];
    case 'operation':
      return [
        happening.operation.to,
        operationInWords(happening.operation.operation as object) + choice,
      ];
    case 'node': {
      const { node, event } = happening;
      switch (event.kind) {
        case 'fire':
          return [node, `its ${event.timer} runs out${choice}`];
        case 'sync':
          return [node, 'a record is durable'];
        case 'crash':
          return [node, event.torn ? 'crashes, with half of a record on its disk' : 'crashes'];
        default:
          return [node, 'starts again'];
      }
    }
  }
}

/** The kind of a message and its plain fields. */
function inBrief(message: unknown): string {
  const { type = 'a message', ...fields } = message as { type?: string } & Record<string, unknown>;
  const told = Object.entries(fields).flatMap(([name, value]) => {
    if (Array.isArray(value)) return [`${name} ${value.length}`];
    return typeof value === 'object' || value === undefined ? [] : [`${name} ${value}`];
  });
  return told.length === 0 ? type : `${type} (${told.slice(0, 4).join(', ')})`;
}

/** How far the search went. */
export function boundsInWords(bounds: Bounds, reach: Readonly<Record<string, number>>): string[] {
  const upTo = (count: number, noun: string) =>
    `${count === Infinity ? 'any number of' : inDigits(count)} ${noun}${count === 1 ? '' : 's'}`;
  const timers = Object.entries(bounds.timeouts).filter(([, count]) => count > 0);
  return [
    {
      multiset: 'messages in any order',
      set: 'messages in any order, any number of times',
      links: 'messages in order on each link',
    }[bounds.network],
    ...(bounds.losses > 0 ? [upTo(bounds.losses, 'lost message')] : []),
    ...(bounds.duplicates > 0 ? [upTo(bounds.duplicates, 'doubled message')] : []),
    upTo(bounds.crashes, 'crash').replace('crashs', 'crashes'),
    ...(bounds.tears > 0 ? [upTo(bounds.tears, 'torn record')] : []),
    bounds.disks === 'at-once' ? 'disks write at once' : 'disks write at any time',
    ...timers.map(([timer, count]) => `${inDigits(count)} x ${timer}`),
    ...Object.entries(reach).map(([what, count]) => `${what} up to ${inDigits(count)}`),
  ];
}
