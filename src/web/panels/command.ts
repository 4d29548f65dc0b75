/** The command line that makes the same run as an address. */
import { shellWord } from '../../draw/text.ts';
import type { Address } from '../address/address.ts';

/** What was done by hand and plans have no flags: such a run is replayed from its token. */
export function commandOf(address: Address, token: string | undefined): string | undefined {
  const { scenario, seed, assignments, without, plan, interventions } = address;
  if (plan !== undefined || interventions.length > 0) {
    return token === undefined ? undefined : `seedlab replay ${token}`;
  }
  return [
    'seedlab run',
    scenario,
    `--seed ${shellWord(seed)}`,
    ...assignments.map((assignment) => `--set ${shellWord(assignment)}`),
    ...without.map((rule) => `--without ${shellWord(rule)}`),
  ].join(' ');
}
