/** Words that stories of locks share. */
import { inDigits } from '../../src/words/numbers.ts';

export const inSeconds = (ms: number): string => `${inDigits(Math.round(ms / 100) / 10)} s`;
