/** `lab web`: the page, served from this machine to this machine. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../host/source.ts';
import { type StaticServer, serve, serveFolder } from '../../host/static-server.ts';
import { InputError } from '../../lab/input-error.ts';
import type { CommandLine } from '../command-line.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import type { CommandIo } from '../io.ts';
import { wholeNumber } from '../limits.ts';

const portMax = 65_535;

export function register({ lab, io, done }: CommandLine): void {
  lab
    .command('web')
    .description('serve the page: step through a run in a browser, from a link')
    .option('--port <number>', 'port on localhost; 0 takes any free one', '8080')
    .action(async (flags) => done(await webCommand(flags, io)));
}

async function webCommand(flags: { readonly port: string }, io: CommandIo): Promise<ExitStatus> {
  const port = wholeNumber('--port', flags.port, 0);
  if (port > portMax) throw new InputError(`--port is at most ${portMax}, not ${port}.`);
  const serve = pageServer();
  await io.interruptible(async (signal) => {
    const server = await serve(port);
    io.print(`${server.address}#/raft/leader-crash?seed=7\n`);
    io.say('Ctrl-C ends it.');
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    server.close();
  });
  return exitStatus.pass;
}

/** Serves the page as it was built for any host, or the one of the package. Throws InputError. */
function pageServer(): (port: number) => Promise<StaticServer> {
  const folder = join(projectFolder, 'dist/web');
  if (existsSync(join(folder, 'index.html'))) return (port) => serveFolder(folder, port);
  if (!existsSync(join(projectFolder, 'dist/index.html')))
    throw new InputError('The page is not built yet: npm run web:build');
  return async (port) => serve((await import('../../host/page-files.ts')).packagedFile, port);
}
