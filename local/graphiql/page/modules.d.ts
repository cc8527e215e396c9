/** What the page uses of modules that bring no types with them, or types of a browser's whole DOM. */
declare module 'react' {
  export interface Node {
    readonly type: unknown;
  }
  type Child = Node | string | null | undefined;
  export function createElement<Props extends object>(
    type: string | ((props: Props) => Child),
    props?: Props | null,
    ...children: readonly (Child | readonly Child[])[]
  ): Node;
  export function useState<Value>(initial: Value): [Value, (value: Value) => void];
  export function useEffect(effect: () => void, dependencies: readonly unknown[]): void;
  export function useMemo<Value>(make: () => Value, dependencies: readonly unknown[]): Value;
}

declare module 'react-dom/client' {
  import type { Node } from 'react';
  export function createRoot(container: unknown): { render(node: Node): void };
}

declare module 'graphiql' {
  import type { Node } from 'react';
  import type { Asked } from './fetcher.ts';
  export interface GraphiQLProps {
    fetcher: (asked: Asked) => unknown;
    defaultQuery: string;
    defaultEditorToolsVisibility: boolean;
    isHeadersEditorEnabled: boolean;
  }
  export function GraphiQL(props: GraphiQLProps): Node;
}

declare module '*.css';
