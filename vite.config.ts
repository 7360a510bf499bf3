import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The staff desk. `npm run build` writes `dist/`, which the server hands out; every screen is a chunk of its own. */
export default defineConfig({
  root: 'src/web/desk',
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: '../../../dist',
    emptyOutDir: true,
    target: 'es2022',
    // Small files stay files: a strict content security policy allows no data: URLs.
    assetsInlineLimit: 0,
  },
  server: { host: '127.0.0.1', proxy: { '/api': 'http://127.0.0.1:8080' } },
});
