/** The terminal of this process, for the debugger's screen. */
import type { Desk } from './command.ts';
import type { FrameStyle } from './frame.ts';

export async function showOnTerminal(desk: Desk, style: FrameStyle): Promise<void> {
  // If CI is set, Ink paints nothing before it ends; but a person sits at this terminal.
  for (const name of ['CI', 'CONTINUOUS_INTEGRATION']) process.env[name] = 'false';
  // Ink reads them when it is loaded, which takes half a second that a pipe need not wait for.
  await (await import('./screen.ts')).showScreen(desk, style);
}
