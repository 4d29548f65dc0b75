/** Units that estimates trip over: days per year, powers of ten and of two, bits and bytes. */
import { pow } from '../../src/kernel/elementary.ts';

export const secondsPerDay = 86_400;
/** Days of a year in an estimate; with leap years it would be 365.25. */
export const daysPerYear = 365;
export const secondsPerYear = daysPerYear * secondsPerDay;
export const bitsPerByte = 8;
export const tib = pow(1_024, 4);
