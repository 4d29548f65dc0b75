/** Values and units as the APIs of monitoring systems give them. */
import { InputError } from '../../lab/input-error.ts';
import { quoted } from '../../words/shown.ts';
import { quantityFrom } from '../input/quantities.ts';
import { baseUnits, infinite } from './cells.ts';

/** NaN if there is none. Throws InputError for anything but a finite number. */
export function measured(value: unknown, where: string): number {
  if (value === null || value === undefined) return Number.NaN;
  if (typeof value !== 'number') {
    throw new InputError(`${where}: ${quoted(String(value))} is not a number.`);
  }
  if (Math.abs(value) === Infinity) throw infinite(where);
  return value;
}

/** The unit that values are brought to, with what they are multiplied by: `s` is 1,000 ms. */
export function unitNamed(name: string): { unit: string; scale: number } {
  const quantity = name === '' ? undefined : quantityFrom(`1 ${name}`);
  if (quantity === undefined || quantity.unit === '') return { unit: name, scale: 1 };
  return { unit: baseUnits[quantity.dimension], scale: quantity.value };
}
