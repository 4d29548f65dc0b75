/** The page in Chromium, beside an empty page of the same browser. */
import type { Page } from 'playwright-core';
import { must } from '../../../src/kernel/must.ts';
import { type BuiltPage, buildPage, type OpenPage, openPage, tabAt } from '../../support/page.ts';
import { type Figure, median } from '../measure.ts';

const rounds = 5;
const moves = 60;
const movesForMemory = 1_000;
/** A run of more than 100,000 events on 48 lanes. */
const longRun = '#/cache/hot-key-expires?seed=1';

async function withPage(measure: (open: OpenPage) => Promise<Figure>): Promise<Figure> {
  const built: BuiltPage = await buildPage();
  const open = await openPage(built, ['--js-flags=--expose-gc', '--enable-precise-memory-info']);
  try {
    return await measure(open);
  } finally {
    await open.close();
    built.close();
  }
}

/** From the request to the first run whose answer stands there. */
async function interactiveMs({ browser, address }: OpenPage, place: string, selector: string) {
  const tab = await browser.newPage();
  const startMs = performance.now();
  await tab.goto(address + place);
  await tab.locator(selector).first().waitFor({ state: 'attached' });
  const ms = performance.now() - startMs;
  await tab.close();
  return ms;
}

/** Until the frame after each of so many jumps of the cursor is painted; on an empty page of a range alone, the same. */
function framesMs(tab: Page, count: number): Promise<number[]> {
  return tab.evaluate(async (count) => {
    const range = document.querySelector<HTMLInputElement>('input[type=range]');
    if (range === null) throw new Error('There is no range.');
    const times: number[] = [];
    for (let move = 0; move < count; move++) {
      const startMs = performance.now();
      // Golden-ratio steps visit every part of the run.
      range.value = String(Number(range.max) * ((move * 0.618) % 1));
      range.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      times.push(performance.now() - startMs);
    }
    return times;
  }, count);
}

/** A run of some 10,000 events, all of them in sight. */
const busyRun = '#/raft/leader-crash?seed=7&set=heartbeatMs=17';

/** A page that draws 10,000 lines on a canvas of the same size whenever its range is moved. */
const barePage = (width: number, height: number) => `<!doctype html>
<input type="range" min="0" max="1000" step="any">
<canvas width="${width}" height="${height}"></canvas>
<script>
const canvas = document.querySelector('canvas');
const context = canvas.getContext('2d');
document.querySelector('input').addEventListener('input', (event) => {
  const { width, height } = canvas;
  requestAnimationFrame(() => {
    context.clearRect(0, 0, width, height);
    for (let line = 0; line < 10000; line++) {
      context.strokeStyle = line % 3 === 0 ? '#555' : '#777';
      context.beginPath();
      context.moveTo((width * line) / 10000, height * ((line * 0.618) % 1));
      context.lineTo((width * line) / 10000 + 2, height * ((line * 0.382) % 1));
      context.stroke();
    }
    context.fillRect((width * event.target.value) / 1000, 0, 2, height);
  });
});
</script>`;

const emptyPage = '<!doctype html><input type="range" min="0" max="1000" step="any">';

export const webFigures: Readonly<Record<string, () => Promise<Figure>>> = {
  'web-interactive': () =>
    withPage(async (open) => {
      const own: number[] = [];
      const empty: number[] = [];
      for (let round = 0; round < rounds; round++) {
        own.push(await interactiveMs(open, '#/raft/leader-crash?seed=7', '.digest'));
        empty.push(await interactiveMs(open, 'find.json', 'body'));
      }
      return {
        ratio: median(own) / median(empty),
        reference: 'beside a file that the browser shows as it is',
        meaning: 'time until the first run is answered',
        detail: `${median(own).toFixed(0)} ms against ${median(empty).toFixed(0)} ms`,
      };
    }),
  'web-cursor': () =>
    withPage(async (open) => {
      const { tab } = await tabAt(open, longRun);
      await tab.locator('.digest').waitFor();
      const other = await open.browser.newPage();
      await other.setContent(emptyPage);
      const own: number[] = [];
      const empty: number[] = [];
      for (let round = 0; round < rounds; round++) {
        own.push(...(await framesMs(tab, moves)));
        empty.push(...(await framesMs(other, moves)));
      }
      const events = must(await tab.locator('.digest').textContent(), 'digest');
      return {
        ratio: median(own) / median(empty),
        reference: 'beside an empty page with a range',
        meaning: 'time until a jump of the cursor is painted',
        detail: `${median(own).toFixed(1)} ms against ${median(empty).toFixed(1)} ms; ${events}`,
      };
    }),
  'web-scrub': () =>
    withPage(async (open) => {
      const { tab } = await tabAt(open, busyRun);
      await tab.locator('.digest').waitFor();
      const size = await tab
        .locator('canvas')
        .first()
        .evaluate((canvas) => {
          const { width, height } = canvas as HTMLCanvasElement;
          return { width, height };
        });
      const other = await open.browser.newPage();
      await other.setContent(barePage(size.width, size.height));
      const own: number[] = [];
      const bare: number[] = [];
      for (let round = 0; round < rounds; round++) {
        own.push(...(await framesMs(tab, moves)));
        bare.push(...(await framesMs(other, moves)));
      }
      const events = must(await tab.locator('.digest').textContent(), 'digest');
      return {
        ratio: median(own) / median(bare),
        reference: 'beside a bare canvas with 10,000 lines a frame',
        meaning: 'a frame while the cursor is dragged over events that are all in sight',
        detail: `${median(own).toFixed(1)} ms against ${median(bare).toFixed(1)} ms; ${events}`,
      };
    }),
  'web-memory': () =>
    withPage(async (open) => {
      const { tab } = await tabAt(open, longRun);
      await tab.locator('.digest').waitFor();
      const used = () =>
        tab.evaluate(() => {
          const { gc, performance } = window as unknown as {
            gc: () => void;
            performance: { memory: { usedJSHeapSize: number } };
          };
          gc();
          return performance.memory.usedJSHeapSize;
        });
      await framesMs(tab, moves);
      const before = await used();
      await framesMs(tab, movesForMemory);
      const after = await used();
      return {
        ratio: after / before,
        reference: 'beside the memory before',
        meaning: 'memory after 1,000 moves',
        detail: `${(after / 2 ** 20).toFixed(0)} MiB against ${(before / 2 ** 20).toFixed(0)} MiB`,
      };
    }),
};
