import { createTheme, type CSSVariablesResolver } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'cyan',
  // White on it has a contrast of 5.6, whatever the scheme.
  primaryShade: 9,
  defaultRadius: 'md',
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.15rem' }, h3: { fontSize: '1rem' } },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: { styles: { title: { fontWeight: 650 } } },
    // A menu has nothing but its items in it, of which the first is focused.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
  },
});

/** Darker than what it is when it is not pointed at: a lighter one would leave its white text with a contrast of 4.3. */
const HOVERED = '#095c6b';

/** Texts of badges and notices on a tint of their colour: Mantine's own have a contrast of 2.7 to 4.3. */
const ON_TINTS = {
  '--mantine-color-cyan-light-color': '#095c6b',
  '--mantine-color-teal-light-color': '#066649',
  '--mantine-color-green-light-color': '#1f6b2f',
  '--mantine-color-orange-light-color': '#a33409',
  '--mantine-color-yellow-light-color': '#8f4a00',
};

/** Colours of small print that have the contrast which WCAG 2 asks for, 4.5. */
export const cssVariablesResolver: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#565d64',
    '--mantine-color-placeholder': '#656d75',
    '--mantine-color-error': colors.red[9],
    '--mantine-color-cyan-filled-hover': HOVERED,
    ...ON_TINTS,
    '--sonde-surface': '#ffffff',
    '--sonde-ground': '#f6f8f9',
  },
  dark: {
    '--mantine-color-dimmed': '#a8b0b8',
    '--mantine-color-placeholder': '#969ea6',
    '--mantine-color-error': colors.red[4],
    '--mantine-color-cyan-filled-hover': HOVERED,
    '--sonde-surface': '#1c2127',
    '--sonde-ground': '#15191e',
    '--mantine-color-body': '#15191e',
  },
});
