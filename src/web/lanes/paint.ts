/** Draws a space-time diagram on a canvas. Only what is in the window is looked at. */
import type { Message } from '../recording/messages.ts';
import type { Recording } from '../recording/recording.ts';
import { arrowsIn, type Lane, type Stretch, type Window } from './lanes.ts';
import type { Look } from './look.ts';

export interface Scene {
  readonly recording: Recording;
  readonly lanes: readonly Lane[];
  readonly looks: ReadonlyMap<string, Look>;
  readonly window: Window;
  readonly cursorMs: number;
  /** Events that are lit: the causal past of the one that was chosen. */
  readonly lit: ReadonlySet<number>;
  readonly chosen: number | undefined;
  readonly colors: Colors;
}

/** Of the page's theme. */
export interface Colors {
  readonly text: string;
  readonly faint: string;
  readonly arrow: string;
  readonly lost: string;
  readonly cursor: string;
  readonly lit: string;
  readonly band: string;
  readonly ground: string;
}

export const headWidth = 76;
const barHeight = 12;

export interface Size {
  readonly width: number;
  readonly height: number;
}

export function yOf(lane: number, lanes: number, height: number): number {
  return ((lane + 0.5) * (height - 18)) / Math.max(1, lanes);
}

export function xOf(timeMs: number, { fromMs, toMs }: Window, width: number): number {
  return headWidth + ((timeMs - fromMs) / (toMs - fromMs)) * (width - headWidth);
}

export function timeOf(x: number, { fromMs, toMs }: Window, width: number): number {
  return fromMs + ((x - headWidth) / (width - headWidth)) * (toMs - fromMs);
}

export function paint(context: CanvasRenderingContext2D, size: Size, scene: Scene): void {
  const { lanes, colors, window } = scene;
  context.fillStyle = colors.ground;
  context.fillRect(0, 0, size.width, size.height);
  context.save();
  context.beginPath();
  context.rect(headWidth, 0, size.width - headWidth, size.height);
  context.clip();
  for (const [place, lane] of lanes.entries()) {
    paintTerms(context, size, scene, lane, yOf(place, lanes.length, size.height));
    paintStates(context, size, scene, lane, yOf(place, lanes.length, size.height));
  }
  paintArrows(context, size, scene);
  paintMarks(context, size, scene);
  paintAxis(context, size, window, colors);
  paintCursor(context, size, scene);
  context.restore();
  paintHeads(context, size, scene);
}

function visible(stretches: readonly Stretch[], { fromMs, toMs }: Window): Stretch[] {
  return stretches.filter((one) => one.toMs >= fromMs && one.fromMs <= toMs);
}

/** Every other term has a ground of its own, so that a glance tells where one ends. */
function paintTerms(
  context: CanvasRenderingContext2D,
  size: Size,
  { window, lanes, colors }: Scene,
  lane: Lane,
  y: number,
): void {
  const height = (size.height - 18) / Math.max(1, lanes.length);
  for (const { fromMs, toMs, text } of visible(lane.terms, window)) {
    if (text === '' || Number(text) % 2 !== 1) continue;
    const x = xOf(fromMs, window, size.width);
    context.fillStyle = colors.band;
    context.fillRect(x, y - height / 2 + 1, xOf(toMs, window, size.width) - x, height - 2);
  }
}

function paintStates(
  context: CanvasRenderingContext2D,
  size: Size,
  { window, looks, colors, lanes }: Scene,
  lane: Lane,
  y: number,
): void {
  const hasRoom = (size.height - 18) / Math.max(1, lanes.length) >= 34;
  for (const { fromMs, toMs, text } of visible(lane.states, window)) {
    const look = looks.get(text);
    if (look === undefined) continue;
    const x = Math.max(headWidth, xOf(fromMs, window, size.width));
    const width = Math.max(1, Math.min(size.width, xOf(toMs, window, size.width)) - x);
    context.fillStyle = look.color;
    context.fillRect(x, y - barHeight / 2, width, barHeight);
    paintPattern(context, look, x, y - barHeight / 2, width);
    if (!hasRoom || width < context.measureText(text).width + 6) continue;
    context.fillStyle = colors.text;
    context.font = '10px system-ui, sans-serif';
    context.fillText(text, x + 3, y - barHeight / 2 - 3);
  }
}

function paintPattern(
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
    if (pattern === 'stripes' || pattern === 'cross')
      line(context, at, y + barHeight, at + barHeight, y);
    if (pattern === 'back-stripes' || pattern === 'cross') {
      line(context, at, y, at + barHeight, y + barHeight);
    }
    if (pattern === 'lines') line(context, at, y, at, y + barHeight);
  }
  context.stroke();
  context.restore();
}

function line(context: CanvasRenderingContext2D, x: number, y: number, toX: number, toY: number) {
  context.moveTo(x, y);
  context.lineTo(toX, toY);
}

function paintArrows(context: CanvasRenderingContext2D, size: Size, scene: Scene): void {
  const { recording, window, colors, lanes, lit, cursorMs } = scene;
  const places = new Map(lanes.map(({ name }, place) => [name, place]));
  const { arrows } = arrowsIn(recording, window);
  const place = (name: string) => yOf(places.get(name) ?? 0, lanes.length, size.height);
  const drawn = (message: Message) => {
    const { from, to, sentMs, endMs = cursorMs } = message;
    if (!places.has(from) || !places.has(to) || sentMs > window.toMs) return;
    const x = xOf(sentMs, window, size.width);
    const toX = xOf(Math.max(endMs, sentMs), window, size.width);
    line(context, x, place(from), toX, place(to));
  };
  const paintAll = (messages: readonly Message[], color: string, width: number) => {
    context.beginPath();
    context.strokeStyle = color;
    context.lineWidth = width;
    messages.forEach(drawn);
    context.stroke();
  };
  const lost = arrows.filter(({ fate }) => fate === 'lost');
  const isLit = ({ id, end }: Message) => lit.has(id) && end !== undefined && lit.has(end);
  paintAll(
    arrows.filter(({ fate }) => fate !== 'lost'),
    colors.arrow,
    arrows.length > 800 ? 0.3 : 1,
  );
  context.setLineDash([4, 3]);
  paintAll(lost, colors.lost, 1);
  context.setLineDash([]);
  paintAll(arrows.filter(isLit), colors.lit, 2.5);
  for (const { to, endMs } of lost) {
    if (endMs !== undefined)
      paintCross(context, xOf(endMs, window, size.width), place(to), colors.lost);
  }
  if (arrows.length > 300) return;
  for (const { to, from, endMs, sentMs, fate } of arrows) {
    if (fate !== 'delivered' || endMs === undefined) continue;
    const x = xOf(endMs, window, size.width);
    paintHead(
      context,
      x,
      place(to),
      x - xOf(sentMs, window, size.width),
      place(to) - place(from),
      colors.arrow,
    );
  }
}

function paintCross(context: CanvasRenderingContext2D, x: number, y: number, color: string): void {
  context.beginPath();
  context.strokeStyle = color;
  context.lineWidth = 2;
  line(context, x - 4, y - 4, x + 4, y + 4);
  line(context, x - 4, y + 4, x + 4, y - 4);
  context.stroke();
}

function paintHead(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  dx: number,
  dy: number,
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

/** Faults and what was done by hand, on the lanes that they strike; the chosen event. */
function paintMarks(context: CanvasRenderingContext2D, size: Size, scene: Scene): void {
  const { recording, window, lanes, colors, lit, chosen } = scene;
  const places = new Map(lanes.map(({ name }, place) => [name, place]));
  const from = recording.eventsBy(window.fromMs);
  const to = recording.eventsBy(window.toMs);
  for (let id = from; id < to; id++) {
    const event = recording.events[id];
    if (event === undefined) continue;
    const y = yOf(places.get(event.node ?? '') ?? 0, lanes.length, size.height);
    const x = xOf(event.atMs, window, size.width);
    if (event.kind === 'crash' || event.kind === 'fault') paintCross(context, x, y, colors.lost);
    if (event.kind === 'intervention') paintDot(context, x, 6, 4, colors.cursor);
    if (lit.has(id)) paintDot(context, x, y, 3.5, colors.lit);
    if (id === chosen) paintDot(context, x, y, 6, colors.cursor);
  }
}

function paintDot(
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

const ticksAbout = 8;

function paintAxis(
  context: CanvasRenderingContext2D,
  { width, height }: Size,
  window: Window,
  colors: Colors,
): void {
  const step = niceStep((window.toMs - window.fromMs) / ticksAbout);
  context.fillStyle = colors.faint;
  context.font = '10px system-ui, sans-serif';
  for (let at = Math.ceil(window.fromMs / step) * step; at <= window.toMs; at += step) {
    const x = xOf(at, window, width);
    context.fillRect(x, height - 18, 1, 4);
    context.fillText(timeInWords(at, step), x + 2, height - 5);
  }
}

/** 1, 2 or 5 times a power of ten, at least so much. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10);
}

export function timeInWords(timeMs: number, stepMs = 1): string {
  if (stepMs >= 60_000) return `${(timeMs / 60_000).toFixed(0)} min`;
  if (stepMs >= 1000) return `${(timeMs / 1000).toFixed(0)} s`;
  const digits = Math.max(0, Math.ceil(-Math.log10(stepMs)));
  return `${timeMs.toLocaleString('en-US', { maximumFractionDigits: digits })} ms`;
}

function paintCursor(context: CanvasRenderingContext2D, size: Size, scene: Scene): void {
  const x = xOf(scene.cursorMs, scene.window, size.width);
  context.fillStyle = scene.colors.cursor;
  context.fillRect(x - 0.75, 0, 1.5, size.height);
}

/** The name of each lane, and how far its timers have run. */
function paintHeads(context: CanvasRenderingContext2D, size: Size, scene: Scene): void {
  const { recording, lanes, colors, cursorMs } = scene;
  const at = recording.eventsBy(cursorMs);
  context.fillStyle = colors.ground;
  context.fillRect(0, 0, headWidth, size.height);
  context.font = '12px system-ui, sans-serif';
  for (const [place, { name }] of lanes.entries()) {
    const y = yOf(place, lanes.length, size.height);
    context.fillStyle = colors.text;
    context.fillText(name, 4, y + 4, headWidth - 8);
    const [timer] = recording.rows.get(name)?.at(at)?.node?.timers ?? [];
    if (timer === undefined) continue;
    const share = (cursorMs - timer.setAtMs) / Math.max(0.001, timer.dueAtMs - timer.setAtMs);
    context.fillStyle = colors.faint;
    context.fillRect(4, y + 9, headWidth - 14, 2);
    context.fillStyle = colors.cursor;
    context.fillRect(4, y + 9, (headWidth - 14) * Math.min(1, Math.max(0, share)), 2);
  }
}
