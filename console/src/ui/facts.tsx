import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './facts.module.css';

/** What is known of something, as a list of {@link Fact}s. */
export function Facts({ children }: { children: ReactNode }): ReactNode {
  return <dl className={classes.facts}>{children}</dl>;
}

/** One thing that is known: what it is about, and what is so. */
export function Fact({ label, children }: { label: string; children: ReactNode }): ReactNode {
  return (
    <div className={classes.fact}>
      <Text component="dt" size="sm" c="dimmed">
        {label}
      </Text>
      <Text component="dd" m={0} size="sm" style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </div>
  );
}
