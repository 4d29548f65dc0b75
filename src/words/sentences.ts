/** With its first letter as a capital. */
export const capitalised = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** A row of a table that stands in a text, its columns two blanks apart. */
const isRow = (line: string): boolean => /\S {2,}\S/.test(line);

/** The sentences of a text, without the tables in it: each ends with a full stop, question or exclamation mark before a space and a capital letter or digit. */
export function sentencesIn(text: string): string[] {
  const prose = text.split('\n').filter((line) => !isRow(line));
  return prose
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim()
    .split(/(?<=[.!?][)”"’]?) (?=[\p{Lu}\p{N}“"(])/u)
    .filter((sentence) => sentence !== '');
}
