/** Fewer points of a line, for a drawing. */

/** As many as can be told apart. */
export const pointsMax = 500;

/** No more points than can be told apart, the last one included. */
export function thinned<Point>(points: readonly Point[]): Point[] {
  const step = Math.ceil(points.length / pointsMax);
  return points.filter((_, place) => (points.length - 1 - place) % step === 0);
}
