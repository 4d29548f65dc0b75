/** Lines of a file that could not be used, as a remark. */
import { counted } from '../../words/numbers.ts';

const namedMax = 5;

/** Sorts the lines, and names the first of them; `without` says what they lack. */
export function leftOut(lines: number[], without: string): string {
  lines.sort((one, other) => one - other);
  const named = lines.slice(0, namedMax).join(', ');
  return `${counted(lines.length, 'line')} left out, without ${without}: ${named}${lines.length > namedMax ? ', …' : ''}.`;
}
