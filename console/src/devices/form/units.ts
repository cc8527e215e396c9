/** What devices often measure, with the units that they say so in: as UCUM or SenML write them. */
export const USUAL_UNITS = {
  temperature: ['Cel', '[degF]', 'K'],
  humidity: ['%RH'],
  pressure: ['hPa', 'Pa', 'kPa', 'bar', '[psi]'],
  length: ['mm', 'cm', 'm', 'km'],
  speed: ['m/s', 'km/h', '[kn_i]'],
  volume: ['L', 'm3', 'L/min', 'm3/h'],
  mass: ['g', 'kg', 't'],
  electricity: ['V', 'mV', 'A', 'mA', 'W', 'kW', 'kW.h', 'Ohm', 'Hz'],
  light: ['lx', 'W/m2'],
  air: ['[ppm]', '[ppb]', 'ug/m3'],
  water: ['[pH]', 'uS/cm', 'mg/L', 'NTU'],
  sound: ['dB'],
  signal: ['dBm', '%', 'EL%'],
  time: ['ms', 's', 'min', 'h'],
  other: ['deg', 'count'],
} as const;

export type Quantity = keyof typeof USUAL_UNITS;
