/** What a server knows after a crash: its journal. */
import { isBelow, noBallot } from '../ballot.ts';
import type { SynodRecord } from './messages.ts';
import type { SynodState } from './part.ts';

type Recovered = Pick<SynodState, 'promised' | 'accepted' | 'round'>;

export function recovered(journal: readonly SynodRecord[]): Recovered {
  const state: Recovered = { promised: noBallot, accepted: null, round: 0 };
  for (const record of journal) {
    if (record.kind === 'round') state.round = record.round;
    else if (record.kind === 'promise') state.promised = record.ballot;
    else state.accepted = record.accepted;
  }
  // Accepting in a ballot implies promising it.
  const { accepted, promised } = state;
  if (accepted !== null && isBelow(promised, accepted.ballot)) state.promised = accepted.ballot;
  return state;
}
