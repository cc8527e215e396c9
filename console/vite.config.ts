import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The Sonde that `npm run dev` shows: `SONDE_URL` names another than the one that `make dev` starts. */
const sonde = process.env.SONDE_URL ?? 'http://127.0.0.1:4000';

export default defineConfig({
  plugins: [react()],
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 1_000 },
  server: { host: '127.0.0.1', proxy: { '/amplify_outputs.json': sonde } },
});
