/// <reference types="vitest/config" />
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const source = fileURLToPath(new URL('./src', import.meta.url));

/** `virtual:catalogue/nb`: all the areas' `locales/nb.json` as one chunk a language. */
function catalogues(): Plugin {
  const prefix = 'virtual:catalogue/';
  return {
    name: 'kith-catalogues',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      const language = id.slice(prefix.length + 1);
      const merged: Record<string, string> = {};
      for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
        if (!file.endsWith(`locales/${language}.json`)) continue;
        this.addWatchFile(join(source, file));
        Object.assign(merged, JSON.parse(readFileSync(join(source, file), 'utf8')) as Record<string, string>);
      }
      return `export default ${JSON.stringify(merged)}`;
    },
  };
}

const server = process.env['KITH_SERVER'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), catalogues()],
  resolve: { alias: { '~': source } },
  build: {
    target: 'es2022',
    manifest: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
  },
  // The Host stays the browser's: the server refuses a write whose Origin is another.
  server: { proxy: { '/api': { target: server, changeOrigin: false } } },
  test: { include: ['src/**/*.test.{ts,tsx}'], environment: 'node' },
});
