import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { canRetry } from '../kit/api.ts';
import { showLanguage } from '../kit/language.ts';
import { router } from './router.tsx';
import '../kit/ground.css';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What was read stays on the screen, marked as old; asking goes on.
      retry: (failures, fault) => failures < 3 && canRetry(fault),
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

showLanguage();
const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no #root');
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
