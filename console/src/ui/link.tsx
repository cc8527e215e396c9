import { Anchor, Button, type AnchorProps, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { ReactNode, Ref } from 'react';

type OfAnchor<Props> = Omit<Props, 'href'> & { ref?: Ref<HTMLAnchorElement>; onClick?: () => void };

/** A link to a page of the console in a text, whose parameters are checked as those of the router's own. */
export const TextLink = createLink((props: OfAnchor<AnchorProps>): ReactNode => <Anchor {...props} />);

/** The same that looks like a button. */
export const ButtonLink = createLink((props: OfAnchor<ButtonProps>): ReactNode => <Button component="a" {...props} />);

/** A link above a page to the list that it is out of. */
export const BackLink = createLink(
  ({ children, ...props }: OfAnchor<AnchorProps> & { children?: ReactNode }): ReactNode => (
    <Anchor size="sm" w="fit-content" {...props}>
      <ArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> {children}
    </Anchor>
  ),
);
