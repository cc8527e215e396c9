import { useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

interface WindowRows {
  /** The element that has the rows in it. */
  listRef: RefObject<HTMLDivElement | null>;
  /** To be the `ref` of each row, which says its `data-index`. */
  measure: (row: Element | null) => void;
  rows: VirtualItem[];
  /** Pixels of the rows that are not drawn. */
  above: number;
  below: number;
}

/**
 * Which rows of a long list are drawn: those that are seen as the page is scrolled, and a few around them.
 * @param height of a row, in pixels, until it has been measured
 * @param onSeen is told the ids of the rows that are drawn
 */
export function useWindowRows(ids: readonly string[], height: number, onSeen: (ids: string[]) => void): WindowRows {
  const listRef = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  // What is above the list comes and goes, and the list's place with it.
  useLayoutEffect(() => {
    const list = listRef.current;
    if (list) setOffset(Math.round(list.getBoundingClientRect().top + window.scrollY));
  });
  const virtualizer = useWindowVirtualizer({
    count: ids.length,
    estimateSize: () => height,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 6,
    scrollMargin: offset,
    useFlushSync: false,
  });
  const rows = virtualizer.getVirtualItems();
  const [first, last] = [rows[0], rows.at(-1)];
  const [begin, end] = [first?.index ?? 0, (last?.index ?? -1) + 1];
  useEffect(() => {
    onSeen(ids.slice(begin, end));
  }, [ids, begin, end, onSeen]);
  return {
    listRef,
    measure: virtualizer.measureElement,
    rows,
    above: first ? first.start - offset : 0,
    below: last ? virtualizer.getTotalSize() - (last.end - offset) : 0,
  };
}
