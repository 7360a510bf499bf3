/** `/m` is the village doctor's phone, `/m/r` the resident's page: each loads what it draws and nothing of the other. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, Suspense, lazy } from 'react';
import { createRoot } from 'react-dom/client';
import { canRetry } from '../kit/api.ts';
import { showLanguage } from '../kit/language.ts';
import { Skeleton } from '../kit/states.tsx';
import { showTypeSize } from './type-size.ts';
import '../kit/ground.css';
import './phone.css';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What was read stays on the screen, marked as old; asking goes on.
      retry: (failures, fault) => failures < 2 && canRetry(fault),
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

const Doctor = lazy(() => import('./doctor/doctor.tsx').then(({ Doctor: page }) => ({ default: page })));
const Resident = lazy(() => import('./resident/my-referral.tsx').then(({ MyReferral: page }) => ({ default: page })));
const isResident = /^\/m\/r\/?$/.test(window.location.pathname);

showLanguage();
showTypeSize();
document.documentElement.dataset['reader'] = isResident ? 'resident' : 'doctor';
const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no #root');
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Suspense fallback={<Skeleton rows={6} height={76} />}>{isResident ? <Resident /> : <Doctor />}</Suspense>
    </QueryClientProvider>
  </StrictMode>,
);
