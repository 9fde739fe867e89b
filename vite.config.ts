/** Builds the page: static files that work from any folder of any server. */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { contentSecurityPolicy } from './scripts/contentSecurityPolicy.mjs';

export default defineConfig({
  base: './',
  plugins: [react(), contentSecurityPolicy()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    sourcemap: true,
    // scripts/checkSize.mjs reads it to find what the first screen loads
    manifest: true,
    // a data: address for a script or a worker would be against the policy
    assetsInlineLimit: 0,
  },
});
