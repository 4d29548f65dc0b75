/** Limits and charges of AWS, as arithmetic. */

/** S3: an object is uploaded in so many parts at most. */
const partsMax = 10_000;
/** S3 Infrequent Access: a smaller object is charged like one of so many KB. */
export const chargedKb = 128;
export const yearS = 365.25 * 86_400;

/** MB of a part of an object of so many TB, at least. */
export const partMb = (objectTb: number): number => (1e6 * objectTb) / partsMax;

/** Size in KB from which an object is cheaper in Infrequent Access; prices are of a GB in a month. */
export const breakEvenKb = (priceStandard: number, priceInfrequent: number): number =>
  chargedKb * (priceInfrequent / priceStandard);

/** How many failovers of so many seconds an availability, as a share of the year, leaves room for. */
export const failoversAYear = (availability: number, failoverS: number): number =>
  ((1 - availability) * yearS) / failoverS;
