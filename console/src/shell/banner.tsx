import { Alert } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import classes from './shell.module.css';

interface BannerProps {
  isShown: boolean;
  color: 'orange' | 'teal' | 'cyan';
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
}

/** What holds for all pages, above each of them and wherever one has scrolled to. Who cannot see it is told of it as it comes. */
export function Banner({ isShown, color, icon: Icon, title, children }: BannerProps): ReactNode {
  return (
    <div role="status" className={classes.banner}>
      {isShown && (
        <Alert
          color={color}
          variant="outline"
          icon={<Icon aria-hidden />}
          title={title}
          className={classes.notice ?? ''}
        >
          {children}
        </Alert>
      )}
    </div>
  );
}
