import { join } from 'node:path';
import { precompressed } from '@atalaya/ui/build';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// `dev` of the workspace starts the server and says here where it listens.
const server = process.env['ATALAYA_SERVER'] ?? 'http://127.0.0.1:3000';

/** The console's screens. The server has them at /console, the desktop program under the same path. */
export default defineConfig({
  root: join(import.meta.dirname, 'renderer'),
  base: '/console/',
  plugins: [react(), precompressed()],
  publicDir: '../../../packages/ui/public',
  build: {
    target: 'es2024',
    outDir: '../dist',
    emptyOutDir: true,
    manifest: true,
    // A data: address would need an exception in the content security policy.
    assetsInlineLimit: 0,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/trpc': { target: server, ws: true }, '/health': server },
  },
});
