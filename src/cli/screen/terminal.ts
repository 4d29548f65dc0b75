/** The terminal of this process, for the debugger's screen. */
import type { Debugger } from '../../debugger/command.ts';
import type { FrameStyle } from './frame.ts';

export async function showOnTerminal(debugging: Debugger, style: FrameStyle): Promise<void> {
  // If CI is set, Ink paints nothing before it ends; but a person sits at this terminal.
  for (const name of ['CI', 'CONTINUOUS_INTEGRATION']) process.env[name] = 'false';
  // Ink reads them when it is loaded, which takes half a second that a pipe need not wait for.
  await (await import('./screen.ts')).showScreen(debugging, style);
}
