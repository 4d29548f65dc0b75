/** Gathers the values of a table into series, and holds each to one kind of unit. */
import { InputError } from '../../lab/input-error.ts';
import { quoted } from '../../words/shown.ts';
import type { Value } from './cells.ts';
import type { Count, Point, Series } from './series.ts';

type Description = Pick<Series, 'title' | 'metric' | 'name' | 'labels'>;

export class SeriesBuilder {
  readonly #description: Description;
  readonly #units = new Set<string>();
  readonly #points: Point[] = [];
  readonly #counts: Count[] = [];
  /** A value that has no unit, if there is one: 0 needs none. */
  #bare: { readonly where: string; readonly text: string } | undefined;
  #withUnit: { readonly where: string; readonly text: string } | undefined;

  #isSaid = false;

  constructor(description: Description) {
    this.#description = description;
  }

  /** Throws InputError if some values have a unit and others do not. */
  add(point: Omit<Point, 'value'>, text: string, { value, unit }: Value): void {
    this.#points.push({ ...point, value });
    if (Number.isNaN(value)) return;
    const seen = { where: point.where, text };
    if (unit !== '') {
      this.#units.add(unit);
      this.#withUnit ??= seen;
    } else if (value !== 0) this.#bare ??= seen;
    if (this.#bare === undefined || this.#withUnit === undefined || this.#isSaid) return;
    throw new InputError(
      `${seen.where}: ${quoted(this.#bare.text)} on ${this.#bare.where} has no unit, and ${quoted(this.#withUnit.text)} on ${this.#withUnit.where} has one. Write all of them with it, or none.`,
    );
  }

  addCount(count: Count): void {
    this.#counts.push(count);
  }

  /** What a column beside the values calls their unit. */
  addUnit(unit: string): void {
    if (unit === '') return;
    this.#units.add(unit);
    this.#isSaid = true;
  }

  get isEmpty(): boolean {
    return this.#points.length + this.#counts.length === 0;
  }

  build(): Series {
    const { title, metric, name, labels } = this.#description;
    // Numbers without a unit on one side and with one on the other are not of one unit.
    const isBare = this.#bare !== undefined && !this.#isSaid;
    const units = [...this.#units, ...(isBare ? [''] : [])];
    return { title, metric, name, labels, units, points: this.#points, counts: this.#counts };
  }
}
