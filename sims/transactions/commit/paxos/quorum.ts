/** When the accepted votes decide a transaction (Gray and Lamport 2006, §4.2). */
import type { Decision, Votes } from '../messages.ts';
import type { CommitOptions } from '../options.ts';

/** Given what each acceptor has accepted in one ballot; undefined if that decides nothing yet. */
export function outcomeOf(
  accepted: readonly Votes[],
  { participants }: Pick<CommitOptions, 'participants'>,
  quorum: number,
): Decision | undefined {
  const count = (participant: string, vote: string) =>
    accepted.filter((votes) => votes[participant] === vote).length;
  if (participants.some((id) => count(id, 'aborted') >= quorum)) return 'abort';
  return participants.every((id) => count(id, 'prepared') >= quorum) ? 'commit' : undefined;
}
