import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { record } from './frames.ts';

const { resolve } = createRequire(import.meta.url);
const VIEWPORT = { width: 1280, height: 800 };

/** A page with nothing on it: what the browser itself can do here. */
export async function emptyPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: VIEWPORT });
  await record(page);
  await page.goto('data:text/html,<title>Nothing</title>');
  return page;
}

/** The chart library by itself, with so many points, which takes another one every `pause` ms and draws them all anew. */
export async function barePlot(browser: Browser, { points, pause }: { points: number; pause: number }): Promise<Page> {
  const page = await emptyPage(browser);
  await page.addStyleTag({ path: resolve('uplot/dist/uPlot.min.css') });
  await page.addScriptTag({ content: await readFile(resolve('uplot/dist/uPlot.iife.min.js'), 'utf8') });
  await page.evaluate(`{
    const now = Date.now();
    const valueAt = (time) => 10 + Math.sin(time / 60000) + Math.random();
    const times = Array.from({ length: ${points} }, (_, index) => now - (${points} - index) * 300);
    const values = times.map(valueAt);
    const options = { width: 900, height: 340, ms: 1, series: [{}, { stroke: 'teal' }] };
    const plot = new uPlot(options, [times, values], document.body);
    setInterval(() => {
      times.push(Date.now());
      values.push(valueAt(Date.now()));
      requestAnimationFrame(() => plot.batch(() => plot.setData([times, values])));
    }, ${pause});
  }`);
  return page;
}
