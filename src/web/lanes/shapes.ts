/** Lines, crosses, dots and patterns on a canvas. */
import { barHeight } from './geometry.ts';
import type { Look } from './look.ts';

export function line(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  toX: number,
  toY: number,
): void {
  context.moveTo(x, y);
  context.lineTo(toX, toY);
}

/** Words with a rim of the ground's colour, so that they can be read over lines. */
export function paintText(
  context: CanvasRenderingContext2D,
  text: string,
  { x, y, maxWidth }: { readonly x: number; readonly y: number; readonly maxWidth?: number },
  { color, ground }: { readonly color: string; readonly ground: string },
): void {
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = ground;
  context.strokeText(text, x, y, maxWidth);
  context.fillStyle = color;
  context.fillText(text, x, y, maxWidth);
}

export function paintCross(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  color: string,
): void {
  context.beginPath();
  context.strokeStyle = color;
  context.lineWidth = 2;
  line(context, x - 4, y - 4, x + 4, y + 4);
  line(context, x - 4, y + 4, x + 4, y - 4);
  context.stroke();
}

export function paintDot(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  color: string,
): void {
  context.fillStyle = color;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

/** The head of an arrow that ends at `(x, y)` and came from `(x - dx, y - dy)`. */
export function paintHead(
  context: CanvasRenderingContext2D,
  { x, y, dx, dy }: { x: number; y: number; dx: number; dy: number },
  color: string,
): void {
  const length = Math.hypot(dx, dy) || 1;
  const [alongX, alongY] = [(6 * dx) / length, (6 * dy) / length];
  context.fillStyle = color;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x - alongX - alongY / 2, y - alongY + alongX / 2);
  context.lineTo(x - alongX + alongY / 2, y - alongY - alongX / 2);
  context.fill();
}

/** The pattern of a bar, over its colour. */
export function paintPattern(
  context: CanvasRenderingContext2D,
  { pattern }: Look,
  x: number,
  y: number,
  width: number,
): void {
  if (pattern === 'plain') return;
  context.save();
  context.beginPath();
  context.rect(x, y, width, barHeight);
  context.clip();
  context.strokeStyle = context.fillStyle = 'rgba(0, 0, 0, 0.45)';
  context.lineWidth = 1;
  context.beginPath();
  for (let at = x - barHeight; at < x + width; at += 7) {
    if (pattern === 'dots') context.fillRect(at, y + barHeight / 2 - 1, 2, 2);
    if (pattern === 'stripes' || pattern === 'cross') {
      line(context, at, y + barHeight, at + barHeight, y);
    }
    if (pattern === 'back-stripes' || pattern === 'cross') {
      line(context, at, y, at + barHeight, y + barHeight);
    }
    if (pattern === 'lines') line(context, at, y, at, y + barHeight);
  }
  context.stroke();
  context.restore();
}
