/** How the console can look; `auto` is as the system does. */
export const SCHEMES = ['auto', 'light', 'dark'] as const;
