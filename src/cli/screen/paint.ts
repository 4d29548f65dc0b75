/** What to write to a terminal so that it shows a frame (xterm control sequences). Pure. */

const csi = '\u001b[';

/** Saves the user's screen and takes an empty one, with no cursor and no automatic line breaks. */
export const enterScreen = `${csi}?1049h${csi}?25l${csi}?7l${csi}2J`;
export const leaveScreen = `${csi}?7h${csi}?25h${csi}?1049l`;

/** A terminal that knows synchronised output shows all of it at once; others ignore the marks. */
const atOnce = (text: string): string => (text === '' ? '' : `${csi}?2026h${text}${csi}?2026l`);

/**
 * Only the rows that differ from what is shown; `before` is undefined if that is unknown. A row is
 * cleared before it is written, since a full one leaves the cursor on its last character.
 */
export function repaint(before: readonly string[] | undefined, after: readonly string[]): string {
  const rows = after.map((line, row) =>
    before?.[row] === line ? '' : `${csi}${row + 1};1H${csi}2K${line}`,
  );
  return atOnce((before === undefined ? `${csi}2J` : '') + rows.join(''));
}

/**
 * A text longer than a row, from the top, with the terminal's own line breaks: what is selected
 * there is copied as one line. Below it the other lines.
 */
export function paintFlowing(text: string, top: number, lines: readonly string[]): string {
  const around = lines.map((line, row) => (line === '' ? '' : `${csi}${row + 1};1H${line}`));
  return atOnce(`${csi}2J${around.join('')}${csi}${top + 1};1H${csi}?7h${text}${csi}?7l`);
}

/** Asks the terminal to put a text into the clipboard (xterm, OSC 52). Not every terminal obeys. */
export const copyText = (base64: string): string => `\u001b]52;c;${base64}\u0007`;
