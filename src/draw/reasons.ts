/** The story of why something happened, as lines. */
import type { Reason } from '../lab/why.ts';
import { shown } from '../words/shown.ts';
import { columns } from './text.ts';

export function reasonLines(
  reasons: readonly Reason[],
  placeOf: (rule: string) => string | undefined = () => undefined,
): string[] {
  return columns(
    reasons.map(({ event, atMs, node, text, rule, meanwhile }) => {
      const by = rule === undefined ? '' : `  [${rule}] ${placeOf(rule) ?? ''}`;
      const told = shown(
        meanwhile ? `  meanwhile: ${node === undefined ? '' : `${node} `}${text}` : text,
      );
      return [`#${event}`, `${atMs.toFixed(1)} ms`, meanwhile ? '' : (node ?? ''), told + by];
    }),
  );
}
