import { Component, type ReactNode } from 'react';
import { asError } from '../api/as-error.ts';

interface BrokenProps {
  /** What has happened before anything could be shown. */
  error?: unknown;
  children?: ReactNode;
}

/** What is shown where nothing else can be: no texts and no styles may have been loaded. */
export class Broken extends Component<BrokenProps, { error: unknown }> {
  override readonly state: { error: unknown } = { error: this.props.error };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <main style={{ fontFamily: 'system-ui, sans-serif', maxWidth: '36rem', margin: '4rem auto', padding: '0 1rem' }}>
        <h1>Sonde</h1>
        <p>The console could not start. Check your connection, and load the page again.</p>
        <p lang="fr">La console n’a pas pu démarrer. Vérifiez votre connexion, puis rechargez la page.</p>
        <p>
          <code>{asError(error).message}</code>
        </p>
        <button
          type="button"
          onClick={() => {
            location.reload();
          }}
        >
          Reload / Recharger
        </button>
      </main>
    );
  }
}
