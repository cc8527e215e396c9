/** What people write for units that UCUM and SenML write otherwise. */
const SYMBOLS: Readonly<Record<string, string>> = {
  Cel: '°C',
  '[degF]': '°F',
  K: 'K',
  '%RH': '%',
  deg: '°',
  'm/s2': 'm/s²',
  m2: 'm²',
  m3: 'm³',
  'm3/s': 'm³/s',
  'L/min': 'l/min',
  'W/m2': 'W/m²',
  'ug/m3': 'µg/m³',
  'mm[H2O]': 'mmH₂O',
  Ohm: 'Ω',
  '[ppm]': 'ppm',
  '[ppb]': 'ppb',
};

/** The sign of a unit that readings have; one that is not known is shown as it is. */
export function unitSign(unit: string): string {
  return SYMBOLS[unit] ?? unit;
}
