import '@mantine/core/styles.css';
import { notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { newQueryClient } from './api/query.ts';
import { newRouter } from './routes.tsx';
import { GoOn } from './shell/elsewhere.tsx';
import { Notices } from './shell/notices.tsx';
import { Themed } from './theme/themed.tsx';

/** The console of somebody who is signed in. What it has asked for is forgotten with it, when they sign out. */
export default function App({ goOn }: { goOn: (() => void) | undefined }): ReactNode {
  const [queryClient] = useState(newQueryClient);
  const [router] = useState(newRouter);
  useEffect(
    () => () => {
      notifications.clean();
    },
    [],
  );
  return (
    <Themed>
      <QueryClientProvider client={queryClient}>
        <GoOn value={goOn}>
          <RouterProvider router={router} />
        </GoOn>
        <Notices />
      </QueryClientProvider>
    </Themed>
  );
}
