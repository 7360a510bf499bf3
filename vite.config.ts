import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The staff desk and the phone, one page each. `npm run build` writes `dist/desk/index.html`, `dist/mobile/index.html` and
 * what both are made of in `dist/assets`, which the server hands out; every screen is a chunk of its own.
 */
export default defineConfig({
  root: 'src/web',
  publicDir: false,
  plugins: [react()],
  build: {
    outDir: '../../dist',
    emptyOutDir: true,
    target: 'es2022',
    // Small files stay files: a strict content security policy allows no data: URLs.
    assetsInlineLimit: 0,
    rolldownOptions: { input: { desk: 'src/web/desk/index.html', mobile: 'src/web/mobile/index.html' } },
  },
  server: { host: '127.0.0.1', open: '/desk/', proxy: { '/api': 'http://127.0.0.1:8080' } },
});
