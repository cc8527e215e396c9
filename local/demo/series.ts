import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as v from 'valibot';

/** A measured series as the data set has it. */
export interface Series {
  /** Milliseconds between two rows. */
  step: number;
  rows: readonly SeriesRow[];
}

export interface SeriesRow {
  /** Milliseconds since 1970. */
  time: number;
  readings: Readonly<Record<string, number | string>>;
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

const measured = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.transform(Number),
  v.check((value) => Number.isFinite(value)),
);

const HourlyRow = v.object({ date: v.string(), pressure: measured, temperature: measured, wind: measured });
const DailyRow = v.object({
  location: v.string(),
  date: v.string(),
  precipitation: measured,
  temp_max: measured,
  temp_min: measured,
  wind: measured,
  weather: v.string(),
});

/**
 * Hourly pressure (hPa), temperature (°C) and wind (m/s) of Seattle over a year: the climate normals of 1981 to 2010 by NOAA's National Climatic Data
 * Center, as the package `vega-datasets` has them. Their hours are Pacific Standard Time.
 */
export async function seattleHourly(): Promise<Series> {
  const rows = v.parse(v.array(HourlyRow), await readCsv('seattle-weather-hourly-normals.csv'));
  return {
    step: HOUR,
    rows: rows.map(({ date, ...readings }) => ({ time: Date.parse(`${date}-08:00`), readings })),
  };
}

/**
 * Daily precipitation (mm), highest and lowest temperature (°C), wind (km/h) and weather of a city from 2012 to 2015: observations by NOAA, as the
 * package `vega-datasets` has them.
 */
export async function daily(city: 'Seattle' | 'New York'): Promise<Series> {
  const rows = v.parse(v.array(DailyRow), await readCsv('weather.csv'));
  return {
    step: DAY,
    rows: rows
      .filter(({ location }) => location === city)
      .map(({ location: _location, date, ...readings }) => ({ time: Date.parse(`${date}T12:00:00Z`), readings })),
  };
}

async function readCsv(name: string): Promise<unknown> {
  const library = createRequire(import.meta.url).resolve('vega-datasets');
  const file = join(dirname(library), '..', 'data', name);
  return parse(await readFile(file), { columns: true, bom: true });
}
