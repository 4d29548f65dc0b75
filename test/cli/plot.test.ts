/** Goal: a plot shows every line with its highest value, in a terminal and as well-formed SVG. */
import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import type { Plot } from '../../src/check/plot.ts';
import { plotsAsSvg } from '../../src/draw/plot-svg.ts';
import { plotAsText } from '../../src/draw/plot-text.ts';

const plain = pc.createColors(false);
const plot: Plot = {
  title: 'Load <on> "the" database',
  xLabel: 'ms',
  yLabel: 'queries/s',
  lines: [
    { name: 'none', points: Array.from({ length: 100 }, (_, i) => [i * 10, i === 50 ? 800 : 100]) },
    { name: 'lock', points: Array.from({ length: 100 }, (_, i) => [i * 10, 100]) },
  ],
  marks: [{ x: 500, label: 'the key expires' }],
};

describe('a plot as text', () => {
  const lines = plotAsText(plot, plain).split('\n');

  test('says what it is, up to where it goes, and names its lines', () => {
    expect(lines[0]).toBe('Load <on> "the" database  queries/s, 0 to 800');
    expect(lines.join('\n')).toContain('none, at most 800');
    expect(lines.join('\n')).toContain('lock, at most 100');
    expect(lines.at(-1)).toMatch(/^ {36}\^ 500 the key expires$/);
  });

  test('draws heights in proportion: only the peak reaches the top row', () => {
    expect([...(lines[1] ?? '')].filter((mark) => mark === '█')).toHaveLength(1);
    expect(lines[5]?.trim()).toBe('');
  });

  test('of nothing but zeros is flat', () => {
    const flat = {
      ...plot,
      lines: [{ name: 'none', points: [[0, 0] as const, [10, 0] as const] }],
    };
    expect(plotAsText(flat, plain)).not.toMatch(/[▁▂▃▄▅▆▇█]/);
  });
});

describe('a plot as SVG', () => {
  const svg = plotsAsSvg([plot, plot]);

  test('has a curve and a legend for every line, and escapes its words', () => {
    expect(svg.match(/<polyline/g)).toHaveLength(4);
    expect(svg).toContain('Load &#60;on&#62; &#34;the&#34; database');
    expect(svg).not.toContain('NaN');
    expect(svg.match(/<g /g)).toHaveLength(svg.match(/<\/g>/g)?.length ?? 0);
  });
});
