/** The sentences of a text: each ends with a full stop, question or exclamation mark before a space and a capital letter or digit. */
export function sentencesIn(text: string): string[] {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .split(/(?<=[.!?][)”"’]?) (?=[\p{Lu}\p{N}“"(])/u)
    .filter((sentence) => sentence !== '');
}
