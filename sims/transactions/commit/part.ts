/** What every part of a commit protocol receives. */
import type { CommitContext } from './messages.ts';
import type { CommitOptions } from './options.ts';
import type { CommitRules } from './rules.ts';

export interface Part<State> {
  readonly state: State;
  readonly context: CommitContext;
  readonly options: CommitOptions;
  readonly rules: CommitRules;
}
