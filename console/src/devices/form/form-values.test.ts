import { describe, expect, it } from 'vitest';
import { EMPTY_DEVICE, formOf, newMetric, parseForm } from './form-values.ts';

const form = { ...formOf(EMPTY_DEVICE, String), name: 'Buoy 3' };

describe('the form of a device', () => {
  it('gives what the API takes, without blanks around it', () => {
    expect(
      parseForm({
        name: '  Buoy 3 ',
        description: ' ',
        latitude: '48.35',
        longitude: ' -4,5',
        altitude: '',
        place: 'Brest ',
        metrics: [newMetric({ name: 'level ', label: '', unit: 'm' })],
      }),
    ).toEqual({
      values: {
        name: 'Buoy 3',
        description: null,
        location: { latitude: 48.35, longitude: -4.5, altitude: null, name: 'Brest' },
        metrics: [{ name: 'level', label: null, unit: 'm' }],
      },
    });
  });

  it('shows a device as it is', () => {
    const values = {
      name: 'Buoy 3',
      description: 'On loan',
      location: { latitude: 0, longitude: 0, altitude: 0, name: null },
      metrics: [{ name: 'level', label: 'Level', unit: null }],
    };
    expect(parseForm(formOf(values, String))).toEqual({ values });
  });

  it.each([
    [{ name: ' ' }, { name: 'devices.form.name.missing' }],
    [{ name: 'x'.repeat(201) }, { name: 'devices.form.tooLong.200' }],
    [{ description: 'x'.repeat(2001) }, { description: 'devices.form.tooLong.2000' }],
    [{ latitude: '90.5', longitude: '0' }, { latitude: 'devices.form.latitude.wrong' }],
    [{ latitude: '0', longitude: '-' }, { longitude: 'devices.form.longitude.wrong' }],
    [{ latitude: '1e1', longitude: '0' }, { latitude: 'devices.form.latitude.wrong' }],
    [
      { latitude: '4°30', longitude: '0x1' },
      { latitude: 'devices.form.latitude.wrong', longitude: 'devices.form.longitude.wrong' },
    ],
    [{ altitude: '1.000.5', latitude: '0', longitude: '0' }, { altitude: 'devices.form.altitude.wrong' }],
    [{ latitude: '1' }, { longitude: 'devices.form.coordinates.missing' }],
    [
      { place: 'Brest' },
      { latitude: 'devices.form.coordinates.missing', longitude: 'devices.form.coordinates.missing' },
    ],
    [{ altitude: '100001', latitude: '0', longitude: '0' }, { altitude: 'devices.form.altitude.wrong' }],
    [{ metrics: [newMetric()] }, { 'metrics.0.name': 'devices.form.metric.name.wrong' }],
    [
      {
        metrics: [newMetric({ name: 'a' }), newMetric({ name: '-b' }), newMetric({ name: 'c', unit: 'x'.repeat(33) })],
      },
      { 'metrics.1.name': 'devices.form.metric.name.wrong', 'metrics.2.unit': 'devices.form.tooLong.32' },
    ],
    [
      { metrics: [newMetric({ name: 'a' }), newMetric({ name: 'b' }), newMetric({ name: 'a ' })] },
      { 'metrics.2.name': 'devices.form.metric.name.twice' },
    ],
  ])('does not take %o', (entered, problems) => {
    expect(parseForm({ ...form, ...entered })).toEqual({ problems });
  });
});
