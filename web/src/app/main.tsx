import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from '~/ui/Provider';
import { Toasts } from '~/ui/toast';
import { queries } from './api/query';
import { startLanguage } from './i18n';
import { router } from './router';

const root = document.getElementById('root');
if (root) {
  void startLanguage().then(() =>
    createRoot(root).render(
      <StrictMode>
        <Provider>
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
            <Toasts />
          </QueryClientProvider>
        </Provider>
      </StrictMode>,
    ),
  );
}
