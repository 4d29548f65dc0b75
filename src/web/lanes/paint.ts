/** Draws a space-time diagram on a canvas. Only what is in the window is looked at. */
import { eventInWords } from '../../lab/narrate.ts';
import type { TraceEvent } from '../../trace/event.ts';
import { paintArrows } from './arrows.ts';
import { axisHeight, barHeight, laneHeight, type Size, xOf, yOf } from './geometry.ts';
import type { Lane, Stretch, Window } from './lanes.ts';
import type { Colors, Scene } from './scene.ts';
import { paintCross, paintDot, paintPattern, paintText } from './shapes.ts';
import { niceStep, timeInWords } from './times.ts';

const smallFont = '10px system-ui, sans-serif';
/** Lower than this a lane has no room for words. */
const wordsHeightMin = 34;
/** Lower than this it has none for a second line of them. */
const twoLinesHeightMin = 56;

export function paint(context: CanvasRenderingContext2D, size: Size, scene: Scene): void {
  const { lanes, colors } = scene;
  context.fillStyle = colors.ground;
  context.fillRect(0, 0, size.width, size.height);
  context.save();
  context.beginPath();
  context.rect(size.headWidth, 0, size.width - size.headWidth, size.height);
  context.clip();
  for (const [place, lane] of lanes.entries()) {
    const y = yOf(place, lanes.length, size);
    paintTerms(context, size, scene, lane, y);
    paintStates(context, size, scene, lane, y);
  }
  paintArrows(context, size, scene);
  for (const [place, lane] of lanes.entries()) {
    paintStateWords(context, size, scene, lane, yOf(place, lanes.length, size));
  }
  paintEvents(context, size, scene);
  paintAxis(context, size, scene);
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
  const height = laneHeight(lanes.length, size);
  context.font = smallFont;
  for (const { fromMs, toMs, text } of visible(lane.terms, window)) {
    if (text === '') continue;
    const x = Math.max(size.headWidth, xOf(fromMs, window, size));
    const width = Math.min(size.width, xOf(toMs, window, size)) - x;
    if (Number(text) % 2 === 1) {
      context.fillStyle = colors.band;
      context.fillRect(x, y - height / 2 + 1, width, height - 2);
    }
    if (height < twoLinesHeightMin || width < context.measureText(text).width + 8) continue;
    context.fillStyle = colors.faint;
    context.fillText(text, x + 3, y + height / 2 - 3);
  }
}

function paintStates(
  context: CanvasRenderingContext2D,
  size: Size,
  { window, looks }: Scene,
  lane: Lane,
  y: number,
): void {
  for (const { fromMs, toMs, text } of visible(lane.states, window)) {
    const look = looks.get(text);
    if (look === undefined) continue;
    const x = Math.max(size.headWidth, xOf(fromMs, window, size));
    const width = Math.max(1, Math.min(size.width, xOf(toMs, window, size)) - x);
    context.fillStyle = look.color;
    context.fillRect(x, y - barHeight / 2, width, barHeight);
    paintPattern(context, look, x, y - barHeight / 2, width);
  }
}

function paintStateWords(
  context: CanvasRenderingContext2D,
  size: Size,
  { window, colors, lanes }: Scene,
  lane: Lane,
  y: number,
): void {
  if (laneHeight(lanes.length, size) < wordsHeightMin) return;
  context.font = smallFont;
  for (const { fromMs, toMs, text } of visible(lane.states, window)) {
    const x = Math.max(size.headWidth, xOf(fromMs, window, size));
    const width = Math.min(size.width, xOf(toMs, window, size)) - x;
    if (width < context.measureText(text).width + 6) continue;
    const place = { x: x + 3, y: y - barHeight / 2 - 3 };
    paintText(context, text, place, { color: colors.text, ground: colors.ground });
  }
}

/** Events that are looked at one by one; in a wider window only every so many notes are shown. */
const eventsLookedAtMax = 20_000;

/** Faults and what was done by hand, notes that a story would tell, and what is lit. */
function paintEvents(context: CanvasRenderingContext2D, size: Size, scene: Scene): void {
  const { recording, window, lanes, colors, past, chosen } = scene;
  const places = new Map(lanes.map(({ name }, place) => [name, place]));
  const from = recording.eventsBy(window.fromMs);
  const to = recording.eventsBy(window.toMs);
  const every = Math.max(1, Math.ceil((to - from) / eventsLookedAtMax));
  const notes: Spoken[] = [];
  for (let id = from; id < to; id++) {
    const event = recording.events[id];
    if (event === undefined) continue;
    const place = places.get(event.node ?? '');
    const y = place === undefined ? aboveLanes : yOf(place, lanes.length, size);
    const x = xOf(event.atMs, window, size);
    if (event.kind === 'crash' || event.kind === 'fault') paintCross(context, x, y, colors.lost);
    if (event.kind === 'intervention') paintDot(context, x, aboveLanes, 4, colors.cursor);
    if (past.has(id)) paintDot(context, x, y, 3.5, colors.lit);
    if (id === chosen) paintDot(context, x, y, 6, colors.cursor);
    if (place === undefined || id % every !== 0 || !isNote(event)) continue;
    const text = eventInWords(event, recording.scenario);
    if (text !== undefined) notes.push({ text, x, y, place });
  }
  paintNotes(context, notes, colors, laneHeight(lanes.length, size) >= wordsHeightMin);
}

/** Where marks stand that belong to no node. */
const aboveLanes = 6;

interface Spoken {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly place: number;
}

const isNote = ({ kind }: TraceEvent) => kind === 'note' || kind === 'operation';

/** A tick for each, and its words if those of the note before leave room. */
function paintNotes(
  context: CanvasRenderingContext2D,
  notes: readonly Spoken[],
  { text: color, ground }: Colors,
  hasWords: boolean,
): void {
  const freeFrom = new Map<number, number>();
  context.font = smallFont;
  for (const { text, x, y, place } of notes) {
    context.fillStyle = color;
    context.fillRect(x - 0.5, y - barHeight / 2 - 2, 1, barHeight + 4);
    if (!hasWords || x < (freeFrom.get(place) ?? 0)) continue;
    paintText(context, text, { x: x + 3, y: y + barHeight / 2 + 9 }, { color, ground });
    freeFrom.set(place, x + context.measureText(text).width + 10);
  }
}

/** What the words of a tick take. */
const tickWidth = 80;

function paintAxis(context: CanvasRenderingContext2D, size: Size, { window, colors }: Scene): void {
  const ticks = Math.max(2, Math.floor((size.width - size.headWidth) / tickWidth));
  const step = niceStep((window.toMs - window.fromMs) / ticks);
  context.fillStyle = colors.faint;
  context.font = smallFont;
  for (let at = Math.ceil(window.fromMs / step) * step; at <= window.toMs; at += step) {
    const x = xOf(at, window, size);
    context.fillRect(x, size.height - axisHeight, 1, 4);
    context.fillText(timeInWords(at, step), x + 2, size.height - 5);
  }
}

function paintCursor(context: CanvasRenderingContext2D, size: Size, scene: Scene): void {
  const x = xOf(scene.cursorMs, scene.window, size);
  // What has not happened yet is veiled.
  context.globalAlpha = 0.45;
  context.fillStyle = scene.colors.ground;
  context.fillRect(x, 0, size.width - x, size.height - axisHeight);
  context.globalAlpha = 1;
  context.fillStyle = scene.colors.cursor;
  context.fillRect(x - 0.75, 0, 1.5, size.height);
}

/** The name of each lane, and how far its next timer has run. */
function paintHeads(context: CanvasRenderingContext2D, size: Size, scene: Scene): void {
  const { recording, lanes, colors, cursorMs } = scene;
  const at = recording.eventsBy(cursorMs);
  const width = size.headWidth - 14;
  context.fillStyle = colors.ground;
  context.fillRect(0, 0, size.headWidth, size.height);
  context.font = '12px system-ui, sans-serif';
  for (const [place, { name }] of lanes.entries()) {
    const y = yOf(place, lanes.length, size);
    context.fillStyle = colors.text;
    context.fillText(name, 4, y + 4, size.headWidth - 8);
    const timers = recording.rows.get(name)?.at(at)?.node?.timers ?? [];
    const [next] = [...timers].sort((a, b) => a.dueAtMs - b.dueAtMs);
    if (next === undefined) continue;
    const share = (cursorMs - next.setAtMs) / Math.max(0.001, next.dueAtMs - next.setAtMs);
    context.fillStyle = colors.faint;
    context.fillRect(4, y + 8, width, 2);
    context.fillStyle = colors.cursor;
    context.fillRect(4, y + 8, width * Math.min(1, Math.max(0, share)), 2);
  }
}
