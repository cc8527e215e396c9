import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { newQueryClient } from './api/query.ts';
import { newRouter } from './routes.tsx';
import { cssVariablesResolver, theme } from './theme/theme.ts';

/** The console of somebody who is signed in. What it has asked for is forgotten with it, when they sign out. */
export default function App(): ReactNode {
  const [queryClient] = useState(newQueryClient);
  const [router] = useState(newRouter);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Notifications />
      </QueryClientProvider>
    </MantineProvider>
  );
}
