import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

/**
 * The staff desk and the phone, one page each, built apart: what one of them does not draw is then in none of its files, and
 * the phone's are few and large, which weighs a tenth less. `npm run build` writes `dist/desk/index.html`,
 * `dist/mobile/index.html` and what both are made of in `dist/assets`, which the server hands out; every screen of the desk
 * is a chunk of its own.
 */
const page = (entry: string, first: boolean, also: Readonly<Record<string, string>> = {}) => ({
  consumer: 'client' as const,
  build: {
    outDir: '../../dist',
    // the second would delete what the first has written
    emptyOutDir: first,
    target: 'es2022',
    // Small files stay files: a strict content security policy allows no data: URLs.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { [entry]: `src/web/${entry}/index.html`, ...also },
      output: {
        // the worker has the same name in every build: the browser looks there for a newer one
        entryFileNames: ({ name }: { readonly name: string }) =>
          name === 'worker' ? 'mobile/worker.js' : 'assets/[name]-[hash].js',
      },
    },
  },
});

/** Tells the phone's worker which files this build is made of; another build is another worker. */
const shell: Plugin = {
  name: 'kanglian-shell',
  applyToEnvironment: ({ name }) => name === 'phone',
  generateBundle: {
    order: 'post',
    handler: (_options, bundle) => {
      const worker = bundle['mobile/worker.js'];
      if (worker?.type !== 'chunk') throw new Error('the phone has no worker');
      const files = Object.keys(bundle)
        .filter((name) => name.startsWith('assets/'))
        .map((name) => `/${name}`)
        .sort();
      const version = createHash('sha256').update(files.join()).update(worker.code).digest('hex').slice(0, 16);
      worker.code = `const SHELL=${JSON.stringify({ version, files })};${worker.code}`;
    },
  },
};

/**
 * zod's schemas can describe themselves as JSON Schema, which the server does for /api/docs and no browser ever does: left out
 * of the phone, it weighs a twentieth less. Whoever asks for it there is told so.
 */
const NO_JSON_SCHEMA = '\0kanglian-no-json-schema';
const withoutJsonSchema: Plugin = {
  name: 'kanglian-without-json-schema',
  applyToEnvironment: ({ name }) => name === 'phone',
  enforce: 'pre',
  resolveId: (source, importer) =>
    /\/(json-schema-processors|to-json-schema)\.js$/.test(source) &&
    importer?.includes('/zod/v4/classic/schemas.js') === true
      ? NO_JSON_SCHEMA
      : undefined,
  load: (id) => {
    if (id !== NO_JSON_SCHEMA) return undefined;
    const text = readFileSync(new URL('node_modules/zod/v4/classic/schemas.js', import.meta.url), 'utf8');
    const used = [...new Set([...text.matchAll(/processors\.(\w+)/g)].flatMap(([, name]) => name ?? []))];
    return [
      `const none = () => { throw new Error('JSON Schema is left out of the phone'); };`,
      'export const createToJSONSchemaMethod = () => none, createStandardJSONSchemaMethod = () => none;',
      `export { ${used.map((name) => `none as ${name}`).join(', ')} };`,
    ].join('\n');
  },
};

export default defineConfig({
  root: 'src/web',
  publicDir: false,
  plugins: [react(), shell, withoutJsonSchema],
  environments: { client: page('desk', true), phone: page('mobile', false, { worker: 'src/web/mobile/worker.ts' }) },
  builder: {
    buildApp: async ({ build, environments: { client, phone } }) => {
      if (client === undefined || phone === undefined) throw new Error('vite.config.ts names two pages');
      await build(client);
      await build(phone);
    },
  },
  server: { host: '127.0.0.1', open: '/desk/', proxy: { '/api': 'http://127.0.0.1:8080' } },
});
