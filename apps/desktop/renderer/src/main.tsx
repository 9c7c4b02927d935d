import '@mantine/core/styles.css';
import { consoleSentences, startLanguage } from '@atalaya/ui/i18n';
import { preferences, ThemeProvider } from '@atalaya/ui/theme';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { native } from './app/native.ts';
import { queries } from './app/queries.ts';
import { router } from './app/router.tsx';
import { restoreSession } from './app/session.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

// The session comes back while the language loads; the first screen waits for the language only.
void restoreSession();
const language = preferences.language();
await startLanguage(language, consoleSentences);
void native?.setLanguage(language);
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <ThemeProvider>
        <RouterProvider router={router} />
      </ThemeProvider>
    </QueryClientProvider>
  </StrictMode>,
);
