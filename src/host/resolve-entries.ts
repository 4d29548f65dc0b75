/**
 * Makes `seedlab/…` mean this very program, wherever a file that imports it stands: a scenario in a folder into which
 * nothing is installed, or beside another version, must build on the code that runs it.
 */
import module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isBuilt, projectFolder } from './source.ts';

type Resolve = (name: string, context: object, next: Next) => unknown;
type Next = (name: string, context: object) => unknown;

let isDone = false;

/** For all that is imported from now on. */
export function resolveEntries(): void {
  if (isDone) return;
  isDone = true;
  const folder = pathToFileURL(join(projectFolder, isBuilt ? 'dist/src/package/' : 'src/package/'));
  const ending = isBuilt ? '.mjs' : '.ts';
  // Types of Node 20 do not know it.
  const registerHooks: ((hooks: { readonly resolve: Resolve }) => void) | undefined = Reflect.get(
    module,
    'registerHooks',
  );
  if (registerHooks !== undefined) {
    registerHooks({
      resolve: (name, context, next) =>
        next(name.replace(/^seedlab\/([a-z/]+)$/, `${folder.href}$1${ending}`), context),
    });
    return;
  }
  // Before Node 22.15 hooks are a module in a thread of their own.
  const code = `
    const entry = /^seedlab\\/([a-z/]+)$/;
    const place = ${JSON.stringify(`${folder.href}$1${ending}`)};
    export const resolve = (name, context, next) => next(name.replace(entry, place), context);`;
  module.register(`data:text/javascript,${encodeURIComponent(code)}`);
}
