/** Units that estimates trip over: days of a year, powers of ten and of two, bits and bytes. */

export const secondsPerDay = 86_400;
/** Of a year that is counted in an estimate; with leap years it is 365.25. */
export const daysPerYear = 365;
export const secondsPerYear = daysPerYear * secondsPerDay;
export const bitsPerByte = 8;
export const tib = 1_024 ** 4;
