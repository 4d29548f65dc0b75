/** Events and values in JSON: the twin of Jepsen's EDN, with texts for keywords. */
import type { Form } from './forms.ts';
import { HistoryError } from './history.ts';
import { isList, type Value } from './value.ts';

/** Marks an integer that a JavaScript number could not hold: of the characters for private use. */
const long = '\uE000';

/** The value of a form. Integers are exact, however long. Throws HistoryError. */
export function valueFromJson({ text, line }: Form): Value {
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|(?<![\w.+-])-?\d{16,}(?![\d.eE])/g, (found) =>
    found.startsWith('"') ? found : `"${long}${found}"`,
  );
  try {
    return fromParser(JSON.parse(marked));
  } catch {
    throw new HistoryError(line, `this is no JSON: ${shortened(text)}`);
  }
}

function fromParser(parsed: unknown): Value {
  if (typeof parsed === 'string' && parsed.startsWith(long)) {
    const integer = BigInt(parsed.slice(1));
    return Number.isSafeInteger(Number(integer)) ? Number(integer) : integer;
  }
  if (Array.isArray(parsed)) return parsed.map(fromParser);
  if (typeof parsed !== 'object' || parsed === null) return parsed as Value;
  return { map: Object.entries(parsed).map(([key, value]) => [key, fromParser(value)] as const) };
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}

/** A value in JSON: keywords become texts, sets become lists. */
export function asJson(value: Value): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if ('keyword' in value) return JSON.stringify(value.keyword);
  if ('set' in value) return asJson(value.set);
  if (isList(value)) return `[${value.map(asJson).join(',')}]`;
  const entries = value.map.map(([key, of]) => {
    const name = asJson(key);
    return `${name.startsWith('"') ? name : JSON.stringify(name)}:${asJson(of)}`;
  });
  return `{${entries.join(',')}}`;
}
