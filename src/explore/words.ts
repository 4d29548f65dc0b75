/** The steps of a story in words. */
import type { Step } from './search.ts';

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
    case 'operation': {
      const { to, operation } = happening.operation;
      const words = operationInWords(operation as object);
      // Where it happens stands beside it.
      const own = words.startsWith(`${to}: `) ? words.slice(to.length + 2) : words;
      return [to, own + choice];
    }
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
  const {
    kind,
    type = kind ?? 'a message',
    ...fields
  } = message as {
    readonly kind?: string;
    readonly type?: string;
  } & Record<string, unknown>;
  const told = Object.entries(fields).flatMap(([name, value]) => {
    if (Array.isArray(value)) return [`${name} ${value.length}`];
    return typeof value === 'object' || value === undefined ? [] : [`${name} ${value}`];
  });
  return told.length === 0 ? type : `${type} (${told.slice(0, 4).join(', ')})`;
}
