import { useMatches } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

/**
 * Takes the focus to the heading of each page that one goes to, so that a screen reader says where one is and the keyboard goes on from there. A page's tabs
 * are the same page, and keep the focus where it is; so does the page that the console was opened at.
 */
export function useFocusOnHeading(): void {
  const page = useMatches({ select: (matches) => matches[1]?.id });
  const last = useRef(page);
  useEffect(() => {
    if (page === last.current) return;
    last.current = page;
    const main = document.getElementById('page');
    if (!main) return;
    main.focus();
    return whenThereIs(main, 'h1', (heading) => {
      // Whoever has moved on meanwhile is left where they are.
      if (document.activeElement !== main) return;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    });
  }, [page]);
}

/** Calls back once there is such an element, which may be now. @returns what to call when it is not wanted any more */
function whenThereIs(root: HTMLElement, selector: string, found: (element: HTMLElement) => void): () => void {
  const look = (): void => {
    const element = root.querySelector<HTMLElement>(selector);
    if (!element) return;
    observer.disconnect();
    found(element);
  };
  const observer = new MutationObserver(look);
  observer.observe(root, { childList: true, subtree: true });
  look();
  return () => {
    observer.disconnect();
  };
}
