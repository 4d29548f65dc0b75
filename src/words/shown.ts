/**
 * Text of an input as it may be shown. A file can hold escape sequences that recolour, retitle or
 * rewrite a terminal, and bidirectional marks that make text read as something else (CVE-2021-42574):
 * whatever is echoed goes through here.
 */

/** C0 and C1 controls, DEL, line and paragraph separators, bidirectional controls, the byte order mark. */
const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const named = new Map([
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\r', '\\r'],
]);

/**
 * The text with control characters and lone surrogates escaped (`\x1b`, `\u202e`), cut after
 * `lengthMax` characters. O(length).
 */
export function shown(text: string, lengthMax = Number.POSITIVE_INFINITY): string {
  const part = text.length <= lengthMax ? text : `${text.slice(0, lengthMax)}…`;
  return part.replace(unsafe, (character) => {
    const code = character.charCodeAt(0);
    return (
      named.get(character) ??
      (code < 0x100
        ? `\\x${code.toString(16).padStart(2, '0')}`
        : `\\u${code.toString(16).padStart(4, '0')}`)
    );
  });
}

/**
 * Text as a program prints it: control characters escaped except line ends and tabs. The escapes are
 * those of JSON, so JSON that passes through here stays the same value.
 */
export const printable = (text: string): string =>
  text.replace(unsafe, (character) =>
    character === '\n' || character === '\t' ? character : inJson(character),
  );

const inJson = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** JSON that reads back to the same value, with everything escaped that acts on a terminal. */
export function shownJson(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2) ?? 'null';
  return text.replace(unsafe, (character) => (character === '\n' ? character : inJson(character)));
}

/** JSON on one line, for files. It reads back to the same value, and does nothing to a terminal. */
export const jsonLine = (value: unknown): string => printable(JSON.stringify(value));

/** Whether there is anything to escape. */
export const hasUnsafe = (text: string): boolean => text.search(unsafe) !== -1;

/** As much of a cell or line as fits into a message, in quotation marks. */
export const quoted = (text: string): string => `"${shown(text, 60)}"`;
