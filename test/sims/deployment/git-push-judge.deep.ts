/**
 * Goal: git accepts and refuses the pushes that the model accepts and refuses, and the branch ends as in the model.
 * Method: drawn orders of commits, amendments, fetches, integrations and forced pushes, carried out in two clones of a
 * bare repository and in the model. Without git it is *not judged*.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  atFirst,
  type Commit,
  type Developer,
  type Shared,
  versionOf,
} from '../../../sims/deployment/branch/branch.ts';
import { type Step, stepsFrom } from '../../../sims/deployment/branch/orders.ts';
import { type DeploymentRules, deploymentRules } from '../../../sims/deployment/rules.ts';
import { GitFolder, hasGit } from './git.ts';

const isSkipped = !hasGit && process.env['CI'] === undefined;
const unjudged = hasGit ? '' : ' (not judged: there is no git)';

const ways: readonly (readonly [string, DeploymentRules, readonly string[]])[] = [
  ['--force', deploymentRules.without('push-compares-the-branch', 'seen-is-included'), ['--force']],
  ['--force-with-lease', deploymentRules.without('seen-is-included'), ['--force-with-lease']],
  ['--force-if-includes', deploymentRules.without(), ['--force-with-lease', '--force-if-includes']],
];

class Clones {
  readonly folder = new GitFolder();

  constructor() {
    const { folder } = this;
    mkdirSync(join(folder.path, 'seed'));
    folder.git('', 'init', '-q', '--bare', '-b', 'main', 'server.git');
    folder.git('seed', 'init', '-q', '-b', 'main', '.');
    folder.git('seed', 'commit', '-q', '--allow-empty', '-m', 'first');
    folder.git('seed', 'push', '-q', join(folder.path, 'server.git'), 'main');
    for (const developer of ['a', 'b']) folder.git('', 'clone', '-q', 'server.git', developer);
  }

  /** What the commits of a branch are called, oldest first. */
  branch(folder: string, ref: string): Commit {
    const subjects = this.folder.git(folder, 'log', '--reverse', '--format=%s', ref);
    return subjects.split('\n').slice(1).join('');
  }

  /** Whether a push is refused. */
  does(step: Step, shared: Shared, options: readonly string[]): boolean {
    const { developer, does } = step;
    const { local } = shared.clones[developer];
    if (does === 'commit') this.#commits(developer, versionOf(local, developer) + 1, []);
    if (does === 'amend') this.#commits(developer, versionOf(local, developer) + 1, ['--amend']);
    if (does === 'fetch') this.folder.git(developer, 'fetch', '-q');
    if (does === 'integrate') {
      this.folder.git(developer, 'fetch', '-q');
      this.folder.git(developer, 'reset', '-q', '--hard', 'origin/main');
      const own = versionOf(local, developer);
      if (own > versionOf(shared.remote, developer)) this.#commits(developer, own, []);
    }
    if (does !== 'push') return false;
    return this.folder.tries(developer, 'push', ...options, 'origin', 'main').status !== 0;
  }

  #commits(developer: Developer, version: number, options: readonly string[]): void {
    writeFileSync(join(this.folder.path, developer, developer), `${version}\n`);
    this.folder.git(developer, 'add', '.');
    this.folder.git(developer, 'commit', '-q', '-m', `${developer}${version}`, ...options);
  }
}

describe.skipIf(isSkipped)(`git push${unjudged}`, () => {
  test.each(ways)(
    '%s',
    (_, rules, options) => {
      fc.assert(
        fc.property(fc.array(fc.nat(), { minLength: 4, maxLength: 14 }), (draws) => {
          const clones = new Clones();
          let shared = atFirst;
          for (const draw of draws) {
            const steps = stepsFrom(shared, { versionsMax: 3, background: true }, rules);
            const step = steps[draw % Math.max(1, steps.length)];
            if (step === undefined) break;
            const isRefused = clones.does(step, shared, options);
            const says = `${step.developer} ${step.does}`;
            expect([says, isRefused]).toEqual([says, step.refused !== undefined]);
            shared = step.to;
            expect([says, clones.branch('server.git', 'main')]).toEqual([says, shared.remote]);
            for (const developer of ['a', 'b'] as const) {
              const { local, tracking } = shared.clones[developer];
              expect(clones.branch(developer, 'main')).toEqual(local);
              expect(clones.branch(developer, 'origin/main')).toEqual(tracking);
            }
          }
          clones.folder.remove();
        }),
        { numRuns: 20 },
      );
    },
    600_000,
  );
});
