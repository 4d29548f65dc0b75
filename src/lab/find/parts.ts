/** Questions in one question: `how do leases work, and what happens when the holder pauses?` asks two things. */
import { wanted } from './find.ts';

const joint =
  /[,;:]?\s+(?:and\s+|but\s+|or\s+)?(?=(?:what|how|why|when|which|who|where|does|do|can|is|are|should|will|if)\b)|[;?]\s+/i;

/** Those that say something, if they are at least two. */
export function partsOf(question: string): string[] {
  const parts = question.split(joint).filter((part) => part !== '' && wanted(part).length > 0);
  return parts.length < 2 ? [] : parts;
}
