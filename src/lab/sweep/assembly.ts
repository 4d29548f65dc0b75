/** The results of tasks, put together as they come, in any order, each once. */
import { must } from '../../kernel/must.ts';
import { nameOf, type Part, type QueuedWork, readPart, type Task } from './queued.ts';
import { emptyTally, mergeTally, type Tally } from './tally.ts';

export class Assembly {
  /** Names of the tasks whose results are in. */
  readonly seen = new Set<string>();
  readonly tallies: readonly Tally[];
  /** The first place at which something was found, so far. */
  foundAt: number | undefined;
  readonly #byName: ReadonlyMap<string, Task>;

  constructor({ jobs }: Pick<QueuedWork, 'jobs'>, tasks: readonly Task[]) {
    this.tallies = jobs.map(() => emptyTally());
    this.#byName = new Map(tasks.map((task) => [nameOf(task), task]));
  }

  /** Takes the text of a result; one that is not of a task, or was taken before, changes nothing. */
  add(name: string, text: string): void {
    const task = this.#byName.get(name);
    if (task === undefined || this.seen.has(name)) return;
    this.seen.add(name);
    // A check is compared where it is stored.
    if (!task.isCheck) this.#take(readPart(text));
  }

  #take({ tallies, foundAt }: Part): void {
    for (const [place, tally] of this.tallies.entries()) {
      mergeTally(tally, must(tallies[place], 'tally of the job'));
    }
    if (foundAt !== undefined) this.foundAt = Math.min(this.foundAt ?? Infinity, foundAt);
  }

  /** Tasks that are still wanted: those behind what was found are not. */
  missing(): Task[] {
    const end = this.foundAt ?? Infinity;
    return [...this.#byName.values()].filter(
      (task) => task.from < end && !this.seen.has(nameOf(task)),
    );
  }

  get runs(): number {
    return this.tallies.reduce((sum, { runs }) => sum + runs, 0);
  }
}
