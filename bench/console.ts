import { setTimeout as wait } from 'node:timers/promises';
import { ConsoleLogger } from 'aws-amplify/utils';
import type { Browser, Page } from 'playwright-core';
import * as v from 'valibot';
import { configure, signInAs } from '../examples/client.ts';
import { openBrowser } from '../test/support/browser.ts';
import { barePlot, emptyPage } from './console/bare.ts';
import { deviceWith, recordOneByOne } from './console/device.ts';
import { drawingOf, record, type Drawing } from './console/frames.ts';
import { count, median, quantile } from './shared/figures.ts';
import { runSonde } from './shared/running-sonde.ts';

/**
 * How the console draws 10,000 readings of one metric, one by one, while more of them arrive at 10 Hz, each by itself, and somebody points at the chart: on
 * the whole of Sonde, in a process of its own. Beside it, in the same browser, an empty page, and the chart library alone with as many points, drawn anew
 * for each one that it gets. `DURATION=5 make bench-console` is a quicker look, in seconds.
 */
const SECONDS = v.parse(
  v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(2)),
  process.env.DURATION ?? '20',
);
const POINTS = 10_000;
/** Between two readings, in ms: of those that are there already, all within an hour, and of those that arrive. */
const STORED_PAUSE = 300;
const PAUSE = 100;
const EMAIL = 'operator@demo.example';
const PASSWORD = 'Sonde-demo-1';
const AIM = 60;
const DURATION = SECONDS * 1000;

ConsoleLogger.LOG_LEVEL = 'ERROR';
const sonde = await runSonde();
try {
  configure(sonde.outputs);
  await signInAs(EMAIL, PASSWORD);
  const deviceId = await deviceWith(POINTS, STORED_PAUSE);
  const browser = await openBrowser();
  try {
    const empty = await measured(await emptyPage(browser), () => wait(DURATION));
    const bare = await measured(await barePlot(browser, { points: POINTS, pause: PAUSE }), pointing);
    const page = await openChart(
      browser,
      new URL(`/devices/${deviceId}?range=1h&window=every`, sonde.outputs.data.url),
    );
    let recorded = 0;
    const ours = await measured(page, async (of) => {
      [recorded] = await Promise.all([recordOneByOne(deviceId, { duration: DURATION, pause: PAUSE }), pointing(of)]);
    });
    print({ empty, bare, ours }, recorded);
  } finally {
    await browser.close();
  }
} finally {
  await sonde.end();
}

async function measured(page: Page, whileThis: (page: Page) => Promise<void>): Promise<Drawing> {
  const drawing = await drawingOf(page, () => whileThis(page));
  await page.close();
  return drawing;
}

/** Signs in, and waits until all readings are drawn. */
async function openChart(browser: Browser, url: URL): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await record(page);
  await page.goto(url.href);
  await page.locator('[name=username]').fill(EMAIL);
  await page.locator('[name=password]').fill(PASSWORD);
  await page.locator('button[type=submit]').click();
  await page.getByRole('row', { name: /^Level 10,\d{3}/ }).waitFor({ timeout: 120_000 });
  await wait(2000);
  return page;
}

/** Somebody points at a chart, to and fro. */
async function pointing(page: Page): Promise<void> {
  const box = await page.locator('.u-over').boundingBox();
  if (!box) throw new Error('There is no chart');
  const begun = performance.now();
  for (let step = 0; performance.now() - begun < DURATION; step++) {
    const share = (1 + Math.sin(step / 40)) / 2;
    await page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
    await wait(16);
  }
}

function print({ empty, bare, ours }: Record<'empty' | 'bare' | 'ours', Drawing>, recorded: number): void {
  console.log(`${count(POINTS)} points, ${count(recorded)} more at ${1000 / PAUSE} Hz in ${SECONDS} s`);
  const line = (what: string, { frames, redraws }: Drawing): void => {
    const rate = `${rateOf(frames).toFixed(1)} frames a second`;
    const longest = `longest ${Math.max(...frames).toFixed(0)} ms, p99 ${quantile(frames, 0.99).toFixed(0)} ms`;
    const drawn = `${count(redraws.length)} times, ${median(redraws).toFixed(1)} ms each (p99 ${quantile(redraws, 0.99).toFixed(1)} ms)`;
    console.log(`${what.padEnd(18)}${rate}; ${longest}${redraws.length > 0 ? `; drawn ${drawn}` : ''}`);
  };
  line('an empty page', empty);
  line('the library alone', bare);
  line('the console', ours);
  const ratio = rateOf(ours.frames) / rateOf(empty.frames);
  console.log(`ratio of the console to an empty page: ${ratio.toFixed(2)}; the aim is ${AIM} frames a second`);
}

/** Frames a second, of the times between them in ms. */
function rateOf(frames: readonly number[]): number {
  return (1000 * frames.length) / frames.reduce((sum, frame) => sum + frame, 0);
}
