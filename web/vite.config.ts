/// <reference types="vitest/config" />
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { catalogues } from './scripts/catalogues.ts';

const source = fileURLToPath(new URL('./src', import.meta.url));
/** Whole languages, one file each. */
const languages = process.env['KITH_LOCALES'] ?? fileURLToPath(new URL('../locales', import.meta.url));

const server = process.env['KITH_SERVER'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), catalogues(source, languages)],
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
