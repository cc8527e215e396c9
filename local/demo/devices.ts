import type { DeviceRow } from '../../resolvers/shared/rows.ts';
import { DAY, daily, seattleHourly, type SeriesRow } from './series.ts';
import { repeatUntil, shiftUntil } from './shift.ts';

export interface DemoDevice {
  row: Pick<DeviceRow, 'id' | 'name' | 'description' | 'location' | 'metrics'>;
  /** The history until `now`, oldest first. */
  history(now: number): Promise<SeriesRow[]>;
}

const SEATTLE = {
  latitude: 47.4447,
  longitude: -122.3144,
  altitude: 113,
  name: 'Seattle-Tacoma International Airport',
};
const NEW_YORK = { latitude: 40.7789, longitude: -73.9692, altitude: 40, name: 'Central Park, New York' };

const DAILY_METRICS = [
  { name: 'precipitation', label: 'Precipitation', unit: 'mm' },
  { name: 'temp_max', label: 'Highest temperature', unit: 'Cel' },
  { name: 'temp_min', label: 'Lowest temperature', unit: 'Cel' },
  { name: 'wind', label: 'Wind speed', unit: 'km/h' },
  { name: 'weather', label: 'Weather' },
];

/** What a station that measures every hour has. The simulator's sensors have it too. */
export const HOURLY_METRICS = [
  { name: 'pressure', label: 'Air pressure', unit: 'hPa' },
  { name: 'temperature', label: 'Air temperature', unit: 'Cel' },
  { name: 'wind', label: 'Wind speed', unit: 'm/s' },
];

/** The demo organization's devices, with ids that do not change, so that an example can name one. */
export const demoDevices: readonly DemoDevice[] = [
  {
    row: {
      id: '01JDEM0DEV1CE0SEATT1EH0VR1',
      name: 'Seattle, hourly',
      description: 'Pressure, temperature and wind of every hour of a year: the climate normals of 1981 to 2010.',
      location: SEATTLE,
      metrics: HOURLY_METRICS,
    },
    history: async (now) => repeatUntil((await seattleHourly()).rows, now, 365 * DAY),
  },
  {
    row: {
      id: '01JDEM0DEV1CE0SEATT1EDA1YX',
      name: 'Seattle, daily',
      description: 'The weather of every day of four years, observed from 2012 to 2015.',
      location: SEATTLE,
      metrics: DAILY_METRICS,
    },
    history: async (now) => shiftUntil((await daily('Seattle')).rows, now, DAY),
  },
  {
    row: {
      id: '01JDEM0DEV1CE0NEWY0RKDA1YX',
      name: 'New York, daily',
      description: 'The weather of every day of four years, observed from 2012 to 2015.',
      location: NEW_YORK,
      metrics: DAILY_METRICS,
    },
    history: async (now) => shiftUntil((await daily('New York')).rows, now, DAY),
  },
];
