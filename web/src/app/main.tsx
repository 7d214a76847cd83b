import '@/lib/polyfill';
import 'antd/dist/reset.css';
import './app.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { configureHttp } from '@/api/http';
import { Problem } from '@/api/problem';
import { sessionQuery } from '@/api/session';
import { isLang } from '@/i18n';
import { recall, remember } from '@/lib/storage';
import { loadWords, preferredLang, PreferencesProvider } from './preferences';
import { createWorkbench } from './router';
import { applyMode, preferredMode } from './theme';

const client = new QueryClient({
  defaultOptions: {
    // On a closed network the browser takes itself for offline; whether the server can be reached, only asking it tells.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      // The server's word is final; only a broken line or a busy server is asked again.
      retry: (count, error) => count < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502),
    },
  },
});

async function start(): Promise<void> {
  applyMode(preferredMode());
  configureHttp({ lang: preferredLang() });
  const session = await client.ensureQueryData(sessionQuery).catch((error: unknown) => {
    // 401: the page is already leaving for /login. Anything else is shown by the router.
    if (error instanceof Problem && error.status === 401) return 'leaving' as const;
    return undefined;
  });
  if (session === 'leaving') return;
  // On a machine that has no choice yet, the account's own language holds.
  const own = session?.account.locale;
  if (recall<unknown>('lang', null) === null && isLang(own)) remember('lang', own);
  const words = await loadWords(preferredLang());
  const router = createWorkbench(client);
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <PreferencesProvider words={words}>
          <RouterProvider router={router} />
        </PreferencesProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}

void start();
