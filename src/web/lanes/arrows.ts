/** Draws the messages of a space-time diagram: arrows, lost ones with a cross, waiting ones to the cursor. */
import { messageInWords } from '../../lab/words.ts';
import type { Message } from '../recording/messages.ts';
import { type Size, xOf, yOf } from './geometry.ts';
import { arrowsIn } from './lanes.ts';
import type { Scene } from './scene.ts';
import { line, paintCross, paintDot, paintHead } from './shapes.ts';

/** With more arrows than this the heads would hide what they point at. */
const headsMax = 300;
/** With more arrows than this what they say could not be read. */
const wordsMax = 30;
const crowded = 800;
const crossesMax = 80;

export function paintArrows(context: CanvasRenderingContext2D, size: Size, scene: Scene): void {
  const { recording, window, colors, lanes, past, future } = scene;
  const places = new Map(lanes.map(({ name }, place) => [name, place]));
  const isDrawn = ({ from, to, sentMs }: Message) =>
    places.has(from) && places.has(to) && sentMs <= window.toMs;
  const arrows = arrowsIn(recording, window).arrows.filter(isDrawn);
  const y = (name: string) => yOf(places.get(name) ?? 0, lanes.length, size);
  const ends = (message: Message) => endsOf(message, scene, size, y);
  const paintAll = (messages: readonly Message[], color: string, width: number) => {
    context.beginPath();
    context.strokeStyle = color;
    context.lineWidth = width;
    for (const message of messages) {
      const { x, fromY, toX, toY } = ends(message);
      line(context, x, fromY, toX, toY);
    }
    context.stroke();
  };
  const isIn = (events: ReadonlySet<number>) => (message: Message) =>
    events.has(message.id) && message.end !== undefined && events.has(message.end);
  const lost = arrows.filter(({ fate }) => fate === 'lost');
  const arrived = arrows.filter(({ fate }) => fate === 'delivered');
  paintAll(arrived, colors.arrow, arrows.length > crowded ? 0.3 : 1);
  context.setLineDash([4, 3]);
  paintAll(lost, colors.lost, 1);
  context.setLineDash([]);
  paintAll(arrows.filter(isIn(future)), colors.future, 1.5);
  paintAll(arrows.filter(isIn(past)), colors.lit, 2.5);
  for (const message of lost.length > crossesMax ? [] : lost) {
    const { toX, toY } = ends(message);
    paintCross(context, toX, toY, colors.lost);
  }
  paintWaiting(context, arrows, scene, ends);
  if (arrows.length > headsMax) return;
  for (const message of arrived) {
    const { x, fromY, toX, toY } = ends(message);
    paintHead(context, { x: toX, y: toY, dx: toX - x, dy: toY - fromY }, colors.arrow);
  }
  if (arrows.length <= wordsMax) paintWords(context, arrows, scene, ends);
}

interface Ends {
  readonly x: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
}

/** A message that never ends is drawn to the end of what is known. */
function endsOf(
  { from, to, sentMs, endMs }: Message,
  { window, endMs: knownMs }: Scene,
  size: Size,
  y: (name: string) => number,
): Ends {
  const x = xOf(sentMs, window, size);
  const toX = xOf(Math.max(endMs ?? knownMs, sentMs), window, size);
  return { x, fromY: y(from), toX, toY: y(to) };
}

/** Of those that have not arrived by the end: a dashed line that ends in the open. */
function paintWaiting(
  context: CanvasRenderingContext2D,
  arrows: readonly Message[],
  { colors }: Scene,
  ends: (message: Message) => Ends,
): void {
  const waiting = arrows.filter(({ fate }) => fate === 'in flight');
  context.setLineDash([1, 4]);
  context.beginPath();
  context.strokeStyle = colors.arrow;
  context.lineWidth = 1.5;
  for (const message of waiting) {
    const { x, fromY, toX, toY } = ends(message);
    line(context, x, fromY, toX, (fromY + toY) / 2);
  }
  context.stroke();
  context.setLineDash([]);
  for (const message of waiting) {
    const { x, fromY } = ends(message);
    paintDot(context, x, fromY, 2.5, colors.arrow);
  }
}

function paintWords(
  context: CanvasRenderingContext2D,
  arrows: readonly Message[],
  { recording: { events, scenario }, colors }: Scene,
  ends: (message: Message) => Ends,
): void {
  context.font = '10px system-ui, sans-serif';
  for (const message of arrows) {
    const { x, fromY, toX, toY } = ends(message);
    const text = messageInWords(events[message.id]?.detail, scenario);
    const [middleX, middleY] = [(x + toX) / 2 + 4, (fromY + toY) / 2];
    const width = context.measureText(text).width;
    context.fillStyle = colors.ground;
    context.fillRect(middleX - 1, middleY - 8, width + 2, 11);
    context.fillStyle = colors.text;
    context.fillText(text, middleX, middleY);
  }
}
