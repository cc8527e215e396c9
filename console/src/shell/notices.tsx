import { useNotifications } from '@mantine/notifications';
import { lazy, Suspense, useState, type ReactNode } from 'react';

const Notifications = lazy(() => import('./notifications.tsx'));

/** What has been done, said for a while. How that is shown is loaded once there is something. */
export function Notices(): ReactNode {
  const isWanted = useNotifications().notifications.length > 0;
  const [wasWanted, setWasWanted] = useState(false);
  if (isWanted && !wasWanted) setWasWanted(true);
  return (
    wasWanted && (
      <Suspense>
        <Notifications />
      </Suspense>
    )
  );
}
