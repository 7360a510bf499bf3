import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The staff desk and the phone, one page each, built apart: what one of them does not draw is then in none of its files, and
 * the phone's are few and large, which weighs a tenth less. `npm run build` writes `dist/desk/index.html`,
 * `dist/mobile/index.html` and what both are made of in `dist/assets`, which the server hands out; every screen of the desk
 * is a chunk of its own.
 */
const page = (entry: string, first: boolean) => ({
  consumer: 'client' as const,
  build: {
    outDir: '../../dist',
    // the second would delete what the first has written
    emptyOutDir: first,
    target: 'es2022',
    // Small files stay files: a strict content security policy allows no data: URLs.
    assetsInlineLimit: 0,
    rolldownOptions: { input: { [entry]: `src/web/${entry}/index.html` } },
  },
});

export default defineConfig({
  root: 'src/web',
  publicDir: false,
  plugins: [react()],
  environments: { client: page('desk', true), phone: page('mobile', false) },
  builder: {
    buildApp: async ({ build, environments: { client, phone } }) => {
      if (client === undefined || phone === undefined) throw new Error('vite.config.ts names two pages');
      await build(client);
      await build(phone);
    },
  },
  server: { host: '127.0.0.1', open: '/desk/', proxy: { '/api': 'http://127.0.0.1:8080' } },
});
