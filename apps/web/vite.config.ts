import { precompressed } from '@atalaya/ui/build';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// `dev` of the workspace starts the server and says here where it listens.
const server = process.env['ATALAYA_SERVER'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react(), precompressed()],
  // Icon and first theme, shared with the console.
  publicDir: '../../packages/ui/public',
  build: {
    target: 'es2024',
    manifest: true,
    // A data: address would need an exception in the content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What the first screen needs comes in two files, not in thirty: on a slow line every file costs.
          groups: [
            {
              name: 'react',
              test: /node_modules\/(react|react-dom|scheduler)\//,
              tags: ['$initial'],
            },
            { name: 'start', tags: ['$initial'] },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/trpc': { target: server, ws: true }, '/health': server },
  },
});
